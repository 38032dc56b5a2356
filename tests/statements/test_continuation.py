"""A sheet without a header goes on from the one before it where its cells are of the same kinds."""

import pytest

from tests.support.desk import LEDGER, PERSONS, Desk, person

ROAD = ["木棠镇", "薛宅村", "2018", "道路", "1000"]


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_rows_of_a_sheet_without_a_header_count(desk):
    desk.xlsx("册.xlsx", [PERSONS, person(4)], [person(8), person(12)])
    outcome = desk.clean()
    assert outcome.column("persons", "sheet") == ["Sheet1", "Sheet2", "Sheet2"]
    assert "continued_sheet" in [finding["rule"] for finding in outcome.findings]


def test_a_title_may_precede_what_goes_on(desk):
    desk.xlsx(
        "账.xlsx",
        [LEDGER, ["木棠镇", "薛宅村", "2018", "道路", "1000"]],
        [["续表"], ["木棠镇", "长岭村", "2018", "桥", "20"]],
    )
    assert [int(amount) for amount in desk.clean().column("fund_ledger", "allocated_yuan")] == [1000, 20]


@pytest.mark.parametrize(
    "rows",
    [
        [["木棠镇", "2018", "薛宅村", "1000", "道路"]],
        [["一、本表由各村填报"], ["二、金额为元"]],
        [["甲", "乙", "丙", "丁", "戊"]],
    ],
    ids=["other columns", "notes", "words"],
)
def test_other_content_is_not_a_continuation(desk, rows):
    desk.xlsx("账.xlsx", [LEDGER, ROAD], rows)
    assert desk.clean().column("fund_ledger", "sheet") == ["Sheet1"]
