"""A column of years in which words stand for those who have none tells both: the year, and the state."""

import pytest

from tests.support.small import id_number

HEADER = ["行政村", "户主姓名", "户主身份证号", "家庭人口数", "脱贫年度"]


def read(desk, *spellings):
    rows = [["薛宅村", f"王{n}", id_number(n), str(n + 1), text] for n, text in enumerate(spellings)]
    desk.csv("贫困户花名册.csv", [HEADER, *rows])
    return desk.clean()


@pytest.mark.parametrize(
    ("spelling", "status", "year"),
    [
        ("2018", "已脱贫", 2018),
        ("2016年退出", "已脱贫", 2016),
        ("二〇一七年", "已脱贫", 2017),
        ("17年底脱贫", "已脱贫", 2017),
        ("2018.12", "已脱贫", 2018),
        ("已脱贫", "已脱贫", None),
        ("预脱贫", "预脱贫", None),
        ("未脱贫（兜底）", "未脱贫", None),
    ],
)
def test_a_year_says_that_who_has_it_left_poverty(desk, spelling, status, year):
    outcome = read(desk, spelling, "未脱贫")
    assert outcome.column("persons", "exit_status") == [status, "未脱贫"]
    assert outcome.column("persons", "exit_year") == [year, None]
    assert outcome.column("persons", "row_persons") == [1, 2]
    assert outcome.marks == []
    assert "term_from_words" in {finding["rule"] for finding in outcome.findings}


@pytest.mark.parametrize("open_", ["", "—", "外出"])
def test_who_has_neither_does_not_count(desk, open_):
    outcome = read(desk, "2018", open_, "未脱贫")
    assert outcome.column("persons", "exit_status") == ["已脱贫", "未脱贫"]
    assert {fault["row"] for fault in outcome.faults if fault["level"] == "row"} == {3}


def test_years_alone_do_not_say_who_is_still_poor(desk):
    """A blank may be of who is poor, or of whom nobody knows; and one state for all would be wrong for some."""
    outcome = read(desk, "2018", "", "2019")
    assert outcome.rows("persons") == []
    (fault,) = outcome.faults
    assert fault["rule"] == "missing_header"
    assert "defaults" not in fault["reason_zh"]
    assert "脱贫属性" in fault["reason_zh"]


def test_a_year_may_stand_beside_the_state_and_only_who_left_poverty_left_it_then(desk):
    spellings = ["2017年已脱贫", "2018年底脱贫", "2019年拟脱贫", "已脱贫(2016年)", "未脱贫"]
    header = [*HEADER[:4], "脱贫情况"]
    rows = [["薛宅村", f"王{n}", id_number(n), str(n + 1), text] for n, text in enumerate(spellings)]
    desk.csv("贫困户花名册.csv", [header, *rows])
    outcome = desk.clean()
    states = [*zip(*(outcome.column("persons", name) for name in ("exit_status", "exit_year")), strict=True)]
    assert states == [
        ("已脱贫", 2017),
        ("已脱贫", 2018),
        ("预脱贫", None),
        ("已脱贫", 2016),
        ("未脱贫", None),
    ]
    assert outcome.marks == []
