import pytest

from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.mentions import find_mentions
from pipelines.audit.subjects import find_meanings


def meanings(text):
    folded = fold(text)
    return find_meanings(folded.text, find_mentions(folded.text, find_figures(folded, text)))


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("全镇建档立卡贫困户30户98人", ["registered_households", "registered_persons"]),
        ("全镇共有30户98人建档立卡贫困户", ["registered_households", "registered_persons"]),
        ("全乡有4个贫困村", ["registered_poor_villages"]),
        ("2018年计划脱贫4户19人", ["planned_exit_households", "planned_exit_persons"]),
        ("未脱贫8户26人", ["unexited_households", "unexited_persons"]),
        ("農村低保對象21戶72人", ["recipient_households", "recipient_persons"]),
        ("硬化道路3公里,投入20万元", ["road_length", "invested_amount"]),
        ("走了3公里", [None]),
        ("全镇辖12个行政村、3个社区", ["villages", "communities"]),
        ("贫困发生率0.7%", ["poverty_incidence"]),
    ],
)
def test_words_before_or_behind_say_what_is_measured(text, measures):
    assert [meaning and meaning.measure for meaning in meanings(text)] == measures


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("全镇建档立卡贫困户30户", [True]),
        ("我镇现有边缘易致贫户30户", [True]),
        ("建档立卡贫困户30户", [False]),
        ("带动建档立卡贫困户30户", [False]),
        ("全镇因病致贫建档立卡贫困户30户", [False]),
        ("全镇监测对象30户,其中边缘户12户,脱贫不稳定户18户", [True, True, True]),
        ("全镇改造40户(其中低保户12户)", [False, False]),
    ],
)
def test_a_figure_of_the_whole_place_has_no_words_left(text, is_whole):
    found = meanings(text)
    assert [bool(meaning and meaning.is_scoped and not meaning.rest) for meaning in found] == is_whole


def test_a_list_of_two_groups_is_not_the_second_of_them():
    [meaning] = meanings("全镇农村低保对象、特困供养人员30户")
    assert meaning.subject.dims == {"category": "dibao+tekun"}


@pytest.mark.parametrize("text", ["| 全镇未脱贫 | 8户 | 甲 |", "全镇未脱贫\n8户\n甲"])
def test_the_words_of_a_figure_may_stand_in_the_cell_before(text):
    [meaning] = meanings(text)
    assert (meaning.measure, meaning.rest) == ("unexited_households", "")


@pytest.mark.parametrize(
    ("text", "dims"), [("2018年全镇脱贫30户", {}), ("2021年全镇现有脱贫户30户", {"cohort": "cumulative"})]
)
def test_who_is_out_of_poverty_is_not_who_left_it_in_a_year(text, dims):
    [meaning] = meanings(text)
    assert (meaning.measure, meaning.subject.dims) == ("exited_households", dims)
    assert bool(meaning.subject.by_year) == (not dims)


def test_what_is_said_of_all_of_a_row_is_what_its_figures_are_of():
    """They are the number of the group, too."""
    text = "医疗保障方面,全镇低保户20户30人、边缘户9户12人全部参加基本医疗保险"
    insured = [meaning for meaning in meanings(text) if meaning and meaning.measure == "insured_persons"]
    assert [meaning.size_of and meaning.size_of.measure for meaning in insured] == [
        "recipient_persons",
        "monitored_persons",
    ]


def test_those_who_left_a_stock_without_a_year_are_those_of_all_years():
    _, part = meanings("全镇建档立卡贫困户30户,其中脱贫20户")
    assert part and (part.measure, part.subject.dims) == ("exited_households", {"cohort": "cumulative"})
    _, part = meanings("全镇建档立卡贫困户30户,其中2016年脱贫20户")
    assert part and (part.subject.dims, part.subject.by_year) == ({}, "exit_year")


def test_a_part_of_others_is_not_all_of_its_kind():
    """Of those on benefits the poor are some, so the township's number of the poor is not theirs."""
    _, part = meanings("全镇低保户300户,其中建档立卡贫困户200户")
    assert part and (part.rest or part.is_inferred)
    _, part = meanings("全镇总人口9000人,其中建档立卡贫困人口200人")
    assert part and not part.rest and not part.is_inferred
