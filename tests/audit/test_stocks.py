import pytest

from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.mentions import find_mentions
from pipelines.audit.stocks import find_stocks
from pipelines.audit.subjects import find_meanings


def stocks(text, year=2023):
    folded = fold(text)
    mentions = find_mentions(folded.text, find_figures(folded, text))
    return find_stocks(folded.text, mentions, find_meanings(folded.text, mentions), year)


@pytest.mark.parametrize(
    ("text", "place", "is_whole", "is_sure"),
    [
        ("全镇边缘户30户", "镇", True, True),
        ("石桥镇现有建档立卡贫困户30户", "石桥镇", True, True),
        ("我镇有贫困户30户", "镇", True, False),  # those still poor, or all
        ("2023年我镇有建档立卡贫困户30户", "镇", True, False),
        ("对30户建档立卡贫困户走访", "", False, False),
        ("产业帮扶30户贫困户", "", False, False),
        ("7月份全镇边缘户30户", "镇", False, False),
    ],
)
def test_what_states_a_stock_of_the_place(text, place, is_whole, is_sure):
    [stated] = stocks(text)
    assert (stated.place, stated.is_whole, stated.is_sure) == (place, is_whole, is_sure)


@pytest.mark.parametrize(
    "text",
    ["2019年全镇贫困户30户", "年初全镇边缘户30户", "全县边缘户30户", "全镇边缘户约30户", "全镇新建厕所30户"],
)
def test_what_states_none_of_the_day_and_place(text):
    assert stocks(text) == []
