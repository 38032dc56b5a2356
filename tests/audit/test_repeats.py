import pytest

from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.lists import find_lists
from pipelines.audit.mentions import find_mentions
from pipelines.audit.repeats import find_repeats, find_restated_sums
from pipelines.audit.subjects import find_meanings


def repeats(text):
    folded = fold(text)
    figures = find_figures(folded, text)
    mentions = find_mentions(folded.text, figures)
    return [
        ([figures[number].text for number in one.figures], one.holds)
        for one in find_repeats(folded.text, mentions, find_meanings(folded.text, mentions))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全镇边缘户30户。对全镇30户边缘易致贫户", [(["30户", "30户"], True)]),
        ("全镇边缘户30户80人。对全镇边缘户12户走访", [(["12户", "30户"], False)]),
        ("全镇边缘户30户。全镇脱贫户9户,边缘户12户全部参保", [(["12户", "30户"], False)]),
        ("全镇边缘户30户。走访边缘户12户", []),
        ("全镇边缘户30户。今年走访,边缘户12户均已落实", []),
        ("全镇边缘户30户。全镇因病边缘户12户", []),
        ("全镇边缘户30户。年初全镇边缘户12户", []),
        ("2019年全镇边缘户30户。全镇边缘户12户", []),
        ("全镇边缘户30户。全村边缘户12户", []),
        ("全镇边缘户约30户。全镇边缘户12户", []),
        ("一、甲镇\n全镇边缘户30户。\n一、乙镇\n全镇边缘户12户。", []),
    ],
)
def test_one_stock_has_one_number(text, expected):
    assert repeats(text) == expected


@pytest.mark.parametrize(
    ("again", "holds"),
    [
        ("全镇边缘户14户。全镇脱贫不稳定户19户", [False]),
        ("全镇边缘户12户。全镇脱贫不稳定户18户", [True]),
        ("全镇边缘户14户", []),
    ],
)
def test_parts_that_are_stated_again_add_up_to_the_whole(again, holds):
    text = f"全镇监测对象30户,其中边缘户12户,脱贫不稳定户18户。{again}"
    folded = fold(text)
    mentions = find_mentions(folded.text, find_figures(folded, text))
    meanings = find_meanings(folded.text, mentions)
    lists = list(find_lists(folded.text, mentions))
    found = list(find_restated_sums(folded.text, mentions, meanings, lists))
    assert [one.holds for one in found] == holds
    assert all(one.right == 30 for one in found)
