"""Titles by which a list is of some objects of its register alone."""

from datetime import date

import pytest

from pipelines.statements.selections import selections_of
from tests.support.catalogues import all_registers

REGISTERS = all_registers()


def selected(*words, day=date(2019, 12, 31), register="persons"):
    return [tuple(one) for one in selections_of(REGISTERS[register], words, day)]


POOR, LEFT = ("exit_status", "未脱贫", "未脱贫"), ("exit_status", "已脱贫", "已脱贫")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("石桥村未脱贫户花名册", "名单.xlsx"), [POOR]),
        (("贫困户脱贫退出公示名单", "名单.xlsx"), [LEFT]),
        (("花名册", "未脱贫户.xlsx"), [POOR]),
        (("未脱贫户", "脱贫户和未脱贫户.xlsx"), [POOR]),
        (("脱贫户、未脱贫户花名册", "名单.xlsx"), []),
        (("建档立卡贫困户花名册(含已脱贫户)", "名单.xlsx"), []),
        (("脱贫攻坚建档立卡户花名册", "名单.xlsx"), []),
    ],
)
def test_the_nearest_words_select(words, found):
    assert selected(*words) == found


@pytest.mark.parametrize(("day", "selects"), [(date(2020, 12, 30), True), (date(2020, 12, 31), False)])
def test_who_left_is_a_part_until_all_have(day, selects):
    assert (LEFT in selected("脱贫户名单", "a.csv", day=day)) == selects


@pytest.mark.parametrize(
    ("words", "year"),
    [
        (("2020年脱贫户名单", "a.csv"), "2020"),
        (("二〇一九年度贫困户脱贫退出公示名单", "a.csv"), "2019"),
        (("花名册", "2018年脱贫户.csv"), "2018"),
        (("2022年脱贫户花名册", "a.csv"), None),  # nobody left as late as that: it is the year of the list
        (("建档立卡贫困户花名册(2020年)", "a.csv"), None),
    ],
)
def test_who_left_in_one_year_is_some_of_them_even_when_all_have(words, year):
    found = selected(*words, day=date(2022, 12, 31))
    assert found == ([("exit_year", year, f"{year}年已脱贫")] if year else [])


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("一般脱贫户名单", [("household_kind", "一般脱贫户", "一般脱贫户")]),
        ("缺技术致贫户名单", [("poverty_cause", "缺技术", "缺技术")]),
        ("建档立卡户(一般贫困户、低保贫困户)花名册", []),
        ("建档立卡户花名册(含低保户)", []),
        ("建档立卡脱贫户花名册", []),
    ],
)
def test_those_of_one_type_are_some_of_them(title, found):
    assert selected(title, "a.csv", day=date(2022, 12, 31)) == found


@pytest.mark.parametrize(
    ("register", "title", "found"),
    [
        ("monitored_households", "已消除风险户名单", [("is_risk_eliminated", "true", "已消除风险")]),
        ("monitored_households", "监测户名单(含已消除)", []),
        ("monitored_households", "未消除风险户名单", []),
        ("housing_renovations", "危房改造竣工台账", []),
    ],
)
def test_those_with_whom_something_is_done_are_some_of_a_roll(register, title, found):
    assert selected(title, "a.csv", register=register) == found


def test_other_registers_have_no_such_parts():
    assert selected("脱贫户项目", "a.csv", register="fund_ledger") == []
