"""Corrections and exemptions: applied with a reason, and reported when they are unused, broken or past their day."""

from datetime import timedelta
from decimal import Decimal

import pytest
import yaml

from pipelines.common.china_time import today_in_china
from pipelines.common.errors import UserError
from tests.support.desk import LEDGER, PERSONS, Desk, ledger, person

TOMORROW = today_in_china() + timedelta(days=1)
YESTERDAY = today_in_china() - timedelta(days=1)
ROAD = ["木棠镇", "薛宅村", "2018", "道路", "约1000"]


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    desk.csv("表.csv", ledger(ROAD, [*ROAD[:3], "桥", "20"]))
    return desk


def correct(desk, **changes):
    entry = {"file": "表.csv", "row": 2, "column": "下达资金(元)", "found": "约1000", "correct": "1003.5"}
    write(desk, "corrections.yml", entry | changes)


def exempt(desk, **changes):
    write(
        desk,
        "exemptions.yml",
        {"file": "表.csv", "rule": "approximate_value", "column": "下达资金"} | changes,
    )


def write(desk, name, *entries):
    why = {"reason": "电话核实", "by": "镇扶贫办 统计员", "until": TOMORROW}
    desk.write(name, "".join(yaml.safe_dump([why | entry], allow_unicode=True) for entry in entries))


def reported(outcome):
    return [(finding["rule"], finding["severity"]) for finding in outcome.findings]


@pytest.mark.parametrize("column", ["下达资金(元)", "下达资金", "allocated_yuan", "下达資金（元）"])
def test_correction_is_read_instead(desk, column):
    correct(desk, column=column)
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "allocated_yuan") == [Decimal("1003.5"), 20]
    assert reported(outcome) == [("correction_used", "info")]
    assert "电话核实" in outcome.findings[0]["message_zh"]


def test_correction_may_fill_or_empty_a_cell(desk):
    desk.csv("表.csv", ledger([*ROAD[:4], ""], ["木棠镇", "xx村", "2018", "桥", "20"]))
    write(
        desk,
        "corrections.yml",
        {"file": "表.csv", "row": 2, "column": "下达资金", "found": None, "correct": 7},
        {"file": "表.csv", "row": 3, "column": "行政村", "found": "xx村", "correct": ""},
    )
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "allocated_yuan") == [7, 20]
    assert outcome.column("fund_ledger", "village") == ["薛宅村", None]


def test_correction_stops_once_the_source_is_mended(desk):
    correct(desk)
    desk.csv("表.csv", ledger([*ROAD[:4], "999"]))
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "allocated_yuan") == [999]
    assert reported(outcome) == [("correction_outdated", "warning")]
    assert "999" in outcome.findings[0]["message_zh"]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"row": 1}, "correction_without_row"),
        ({"row": 99}, "correction_without_row"),
        ({"column": "没有的列"}, "correction_without_column"),
    ],
)
def test_correction_of_a_cell_that_is_not_there(desk, changes, rule):
    correct(desk, **changes)
    assert reported(desk.clean()) == [(rule, "warning")]


def test_broken_correction_shows_nothing_private(tmp_path):
    desk = Desk(tmp_path)
    desk.csv("名单.csv", [PERSONS, person(1)])
    correct(desk, file="名单.csv", column="证件号码", found="1", correct="2")
    outcome = desk.clean()
    assert reported(outcome) == [("correction_outdated", "warning")]
    assert person(1)[6] not in outcome.everything()


@pytest.mark.parametrize("changes", [{"file": "别的.csv"}, {"sheet": "Sheet9"}])
def test_correction_of_what_was_not_read(desk, changes):
    correct(desk, **changes)
    assert reported(desk.clean()) == [("correction_unused", "warning")]


def test_correction_and_exemption_past_their_day(desk):
    correct(desk, until=YESTERDAY)
    exempt(desk, until=YESTERDAY)
    outcome = desk.clean()
    assert sorted(reported(outcome)) == [("correction_ended", "warning"), ("exemption_ended", "warning")]
    assert outcome.marks == [("E2", "approximate_value")]


@pytest.mark.parametrize("row", [None, 2])
def test_exempted_cell_is_read_as_empty(desk, row):
    exempt(desk, row=row)
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "allocated_yuan") == [None, 20]
    assert reported(outcome) == [("exemption_used", "info")]
    assert outcome.marks == []


@pytest.mark.parametrize("changes", [{"row": 3}, {"rule": "range_value"}, {"column": "行政村"}])
def test_exemption_that_meets_nothing(desk, changes):
    exempt(desk, **changes)
    outcome = desk.clean()
    assert reported(outcome) == [("exemption_without_violation", "warning")]
    assert outcome.marks == [("E2", "approximate_value")]


def test_exemptions_are_read_under_their_former_name_with_a_notice(desk):
    write(desk, "waivers.yml", {"file": "表.csv", "rule": "approximate_value", "column": "下达资金"})
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "allocated_yuan") == [None, 20]
    assert sorted(reported(outcome)) == [("exemption_used", "info"), ("former_exemptions_name", "warning")]


def test_exempted_check_digit_keeps_the_number_as_written(tmp_path):
    desk = Desk(tmp_path)
    good = person(1)[6]
    wrong = good[:17] + ("1" if good[17] != "1" else "2")
    desk.csv("名单.csv", [PERSONS, person(1, 证件号码=wrong)])
    assert desk.clean().marks == [("G2", "wrong_check_digit")]
    exempt(desk, file="名单.csv", rule="wrong_check_digit", column="证件号码")
    outcome = desk.clean()
    assert (len(outcome.rows("persons")), outcome.marks) == (1, [])
    assert outcome.rows("persons")[0]["person_id"] is not None


def test_exemption_of_a_required_value(tmp_path):
    desk = Desk(tmp_path)
    desk.csv("名单.csv", [PERSONS, person(1, 户编号=""), person(2)])
    exempt(desk, file="名单.csv", rule="missing_value", column="户编号", row=2)
    assert desk.clean().sheet["accepted"] == 2


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("corrections.yml", "- file: 表.csv", r"corrections\.yml: line 1: entry 1: \w+: Field required"),
        ("corrections.yml", "file: 表.csv", "corrections.yml: line 1: expected a list"),
        ("corrections.yml", "- [", "not valid YAML"),
        ("exemptions.yml", "- {file: a, rule: conflicting_key, column: a, reason: bb, by: cc, until: 2099-01-01}", "not a rule"),
        ("exemptions.yml", "- {file: a, rule: gibt_es_nicht, column: a, reason: bb, by: cc, until: 2099-01-01}", "not a rule"),
        ("exemptions.yml", "- {file: a, rule: range_value, column: a, reason: bb, by: '', until: 2099-01-01}", "entry 1: by"),
        ("exemptions.yml", "- {file: a, rule: range_value, column: a, reason: bb, by: cc, until: bald}", "entry 1: until"),
    ],
)  # fmt: skip
def test_an_invalid_file_is_reported_in_a_sentence(desk, name, text, message):
    desk.write(name, text)
    with pytest.raises(UserError, match=message) as problem:
        desk.clean()
    assert "\n" not in str(problem.value)


def test_amendments_decide_whether_a_delivery_is_done_again(desk):
    assert desk.clean().cleaned.is_new
    correct(desk)
    assert desk.clean().cleaned.is_new
    assert not desk.clean().cleaned.is_new


# -- totals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "disagreements"),
    [
        ([["合计", "", "", "", "30"], "10", "20"], 0),
        (["10", "20", ["合计", "", "", "", "30"]], 0),
        (["10", "20", ["合计", "", "", "", "31"]], 1),
        (["10", ["小计", "", "", "", "10"], "20", ["小计", "", "", "", "20"], ["合计", "", "", "", "30"]], 0),
        (["10", ["小计", "", "", "", "11"], "20", ["小计", "", "", "", "21"], ["合计", "", "", "", "33"]], 3),
        ([["小计", "", "", "", "10"], "10", ["小计", "", "", "", "25"], "20", "5"], 0),
        (["10", "约20", ["合计", "", "", "", "31"]], 0),
        (["10", ["合计", "", "", "", ""]], 0),
    ],
)  # fmt: skip
def test_totals_are_held_against_their_rows(tmp_path, rows, disagreements):
    desk = Desk(tmp_path)
    laid = [row if isinstance(row, list) else [*ROAD[:3], f"项目{n}", row] for n, row in enumerate(rows)]
    desk.csv("表.csv", [LEDGER, *laid])
    told_of = [finding for finding in desk.clean().findings if finding["rule"] == "total_disagrees"]
    assert len(told_of) == disagreements
    if disagreements == 1:
        assert "31" in told_of[0]["message_zh"] and "30" in told_of[0]["message_zh"]


def test_totals_in_another_unit_are_compared_in_yuan(tmp_path):
    desk = Desk(tmp_path)
    header = [*LEDGER[:4], "下达资金(万元)"]
    desk.csv(
        "表.csv", [header, [*ROAD[:4], "1.5"], [*ROAD[:3], "桥", "20000元"], ["合计", "", "", "", "3.5"]]
    )
    assert desk.clean().findings == []


def test_a_total_of_persons_is_not_the_sum_of_their_households(tmp_path):
    desk = Desk(tmp_path)
    desk.csv("表.csv", [PERSONS, person(1), person(2), ["合计", *[""] * 6, "2", *[""] * 4]])
    assert desk.clean().findings == []
