import pytest

from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.mentions import find_mentions
from pipelines.audit.ratios import find_ratios


def ratios(text):
    folded = fold(text)
    figures = find_figures(folded, text)
    return [
        ([figures[number].text for number in one.figures], one.holds, one.explanation)
        for one in find_ratios(find_mentions(folded.text, figures))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("应签约40户,已签约30户,签约率75%", [(["30户", "40户", "75%"], True)]),
        ("总人口800人。贫困人口50人,占总人口的6.25%", [(["50人", "800人", "6.25%"], True)]),
        ("贫困户90户,因病致贫30户,占比33.3%", [(["30户", "90户", "33.3%"], True)]),
        ("共60人参加,合格40人,占66.66%", [(["40人", "60人", "66.66%"], True)]),  # cut off, not rounded
        ("签约约75%,应签约40户", []),
        ("增长率75%,应收40户,已收20户", []),
        ("共40户,因病30户,占比60%", []),
        ("收到9件,办结9件,办结率100%", [(["9件", "9件", "100%"], True)]),
    ],
)
def test_rates_and_the_figures_that_make_them(text, expected):
    assert [(figures, holds) for figures, holds, _ in ratios(text)] == expected


def test_a_rate_that_its_figures_do_not_make():
    [(figures, holds, words)] = ratios("计划修路50条,已完工30条,硬化已完工12公里,完工率72%")
    assert (figures, holds) == (["30条", "50条", "72%"], False)
    assert words == "30条 / 50条 = 60%；12公里 的总数没有写"


def test_progress_is_a_rate_too():
    [(figures, holds, words)] = ratios("投入资金 1200 万元,实际支出 900 万元,支出进度 75.2%。")
    assert (figures, holds, words) == (
        ["900 万元", "1200 万元", "75.2%"],
        False,
        "900 万元 / 1200 万元 = 75%",
    )


def test_a_share_of_another_denominator():
    [(figures, holds, words)] = ratios("全乡总人口8000人,残疾人200人,占总人口的5%")
    assert (figures, holds, words) == (["200人", "8000人", "5%"], False, "200人 占 8000人 的 2.5%")


def test_a_share_of_no_denominator_that_the_words_suggest():
    """Neither 200 of 8000 nor 200 of 900 is 5 per cent."""
    text = "全乡总人口8000人,全乡贫困人口900人。其中三个村较差,贫困人口200人,占总人口的5%"
    assert [(figures, holds) for figures, holds, _ in ratios(text)] == [
        (["200人", "8000人", "5%"], False),
        (["200人", "900人", "5%"], False),
    ]
