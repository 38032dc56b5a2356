"""Titles by which a list is of some objects of its register alone."""

from datetime import date

import pytest

from pipelines.registers.contract import load_registers
from pipelines.statements.selections import selection_of

REGISTERS = load_registers()


@pytest.mark.parametrize(
    ("words", "term"),
    [
        (("石桥村未脱贫户花名册", "名单.xlsx"), "未脱贫"),
        (("2019年贫困户脱贫退出公示名单", "名单.xlsx"), "已脱贫"),
        (("花名册", "未脱贫户.xlsx"), "未脱贫"),
        (("未脱贫户", "脱贫户和未脱贫户.xlsx"), "未脱贫"),
        (("脱贫户、未脱贫户花名册", "名单.xlsx"), None),
        (("建档立卡贫困户花名册(含已脱贫户)", "名单.xlsx"), None),
        (("脱贫攻坚建档立卡户花名册", "名单.xlsx"), None),
    ],
)
def test_the_nearest_words_select(words, term):
    found = selection_of(REGISTERS["persons"], words, date(2019, 12, 31))
    assert (found and found.term) == term


@pytest.mark.parametrize(("day", "selects"), [(date(2020, 12, 30), True), (date(2020, 12, 31), False)])
def test_who_left_is_a_part_until_all_have(day, selects):
    assert (selection_of(REGISTERS["persons"], ("脱贫户名单", "a.csv"), day) is not None) == selects


def test_other_registers_have_no_such_parts():
    assert selection_of(REGISTERS["fund_ledger"], ("脱贫户项目", "a.csv"), date(2018, 12, 31)) is None
