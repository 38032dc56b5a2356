"""Values whose meaning hangs on their unit, their cell and their workbook."""

from datetime import date

import pytest

from tests.support.desk import LEDGER, PERSONS, person
from tests.support.ledgers import ROAD


@pytest.mark.parametrize(
    ("title", "header", "notes", "yuan"),
    [
        ("", "下达资金(元)", "", 12),
        ("", "下达资金（万元）", "", 120_000),
        ("", "下达资金\n(单位:万元)", "", 120_000),
        ("", "下达资金/万元", "", 120_000),
        ("", "下达资金【千元】", "", 12_000),
        ("单位:万元", "下达资金", "", 120_000),
        ("单位:万元", "下达资金(元)", "", 12),
        ("", "下达资金", "money_unit: 万元", 120_000),
        ("单位:元", "下达资金", "money_unit: 万元", 12),
        ("", "下达资金", "", None),
        ("填报单位:元坝镇", "下达资金", "", None),
    ],
)
def test_unit_of_money(desk, title, header, notes, yuan):
    if notes:
        desk.write("delivery.yml", notes)
    desk.xlsx("表.xlsx", [[title], [*LEDGER[:4], header], [*ROAD[:4], "12"]])
    outcome = desk.clean()
    if yuan is None:
        assert outcome.marks == [("E3", "money_without_unit")]
    else:
        assert outcome.column("fund_ledger", "allocated_yuan") == [yuan]


def test_numbers_that_excel_has_spoilt(desk):
    desk.xlsx(
        "表.xlsx", [PERSONS, person(1, 证件号码=469003195101019990), person(2, 人编号=469003000000200123)]
    )
    assert desk.clean().marks == [("G2", "precision_lost"), ("E3", "precision_lost")]


def test_dates_of_cells(desk):
    header = ["行政村", "合作方", "分红日期", "分红金额(元)"]
    desk.xlsx("表.xlsx", [header, ["薛宅", "某甲公司", 43465, 5], ["薛宅", "某甲公司", "2018年12月31日", 6]])
    assert desk.clean().column("dividend_payouts", "payout_on") == [date(2018, 12, 31)] * 2
