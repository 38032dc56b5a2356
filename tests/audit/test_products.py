import pytest

from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.mentions import find_mentions
from pipelines.audit.products import find_products


def products(text):
    folded = fold(text)
    figures = find_figures(folded, text)
    return [
        ([figures[number].text for number in one.figures], one.holds)
        for one in find_products(folded.text, find_mentions(folded.text, figures))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("补助12人,每人每年200元,共计2400元", [(["12人", "200元", "2400元"], True)]),
        ("按200元/人补助12人,共计0.24万元", [(["12人", "200元/人", "0.24万元"], True)]),
        ("护理补贴10人,每人每月60元,发放7200元", [(["10人", "60元", "7200元"], True)]),  # a year of months
        ("平均每亩200元,共50亩,租金10万元", [(["50亩", "200元", "10万元"], False)]),
        ("补助12人,每人200元,共计2500元", [(["12人", "200元", "2500元"], False)]),
        ("补助12人,每人每月200元,累计2500元", []),  # persons come and go within a year
        (
            "每人每月200元,共有12人,男5人,女7人,累计发放2.64万元",
            [(["12人", "200元", "2.64万元"], False)],
        ),  # 11 persons
        (
            "每人每月200元,共有12人,男5人,女7人,累计发放2400元",
            [(["12人", "200元", "2400元"], False)],
        ),  # one month
        ("每人每月200元,共有12人,累计发放28800元", [(["12人", "200元", "28800元"], True)]),
        ("补助12人,每人约200元,共计2500元", []),
        ("按每人4000元的标准投入8万元,共开发30个公益性岗位", [(["30个", "4000元", "8万元"], False)]),
        ("按每人4000元的标准投入12万元,共开发30个公益性岗位", [(["30个", "4000元", "12万元"], True)]),
        ("按每人4000元的标准投入8万元,开发30个公益性岗位", []),  # some may be paid by others
        ("按每人4000元的标准投入8万元,共修路30个", []),
        ("投入30万元,按10%分红,分红3万元", [(["30万元", "10%", "3万元"], True)]),
        ("投入30万元,按10%分红,分红1.5万元", []),
    ],
)
def test_an_amount_for_each_and_how_many_there_are(text, expected):
    assert products(text) == expected
