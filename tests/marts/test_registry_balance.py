"""Stocks of the poor and what changed in between, of a few households that are counted by hand."""

from datetime import date
from typing import Any

from tests.support.marts import rows_of, sent_row

COLUMNS = """start_year, year, poor_persons_at_start, identified_persons, returned_persons, natural_increase_persons,
    net_moved_in_persons, exited_persons, removed_persons, natural_decrease_persons, poor_persons_at_end, residual_persons"""


def listed(year: int, household: str, size: int, status: str = "未脱贫", /, **facts: Any) -> dict[str, Any]:
    return sent_row(date(year, 12, 31), household_id=household, exit_status=status, row_persons=size) | facts


def change(year: int, kind: str, persons: int | None, **facts: Any) -> dict[str, Any]:
    return sent_row(
        date(year, 12, 31), file="调整.xlsx", change_year=year, change_type=kind, persons=persons, **facts
    )


def balance(
    persons: list[dict[str, Any]], changes: list[dict[str, Any]], level: str = "township"
) -> list[tuple]:
    return rows_of("registry_balance", COLUMNS, level=level, persons=persons, registry_changes=changes)


REGISTRIES = [
    listed(2018, "a", 3), listed(2018, "b", 2), listed(2018, "c", 4), listed(2018, "d", 5, "已脱贫"),
    listed(2018, "e", 6),
    # a left poverty, b had a child, c was removed, d returned, e lost one, f is new, g is new and left poverty at once
    listed(2019, "a", 3, "已脱贫"), listed(2019, "b", 3), listed(2019, "d", 5, "返贫"), listed(2019, "e", 5),
    listed(2019, "f", 4), listed(2019, "g", 2, "已脱贫"),
]  # fmt: skip
LEDGER = [
    change(2019, "新识别", 6), change(2019, "清退", 4), change(2019, "返贫", 5), change(2019, "自然增加", 1),
    change(2019, "自然减少", 1),
]  # fmt: skip


def test_stocks_and_changes_balance() -> None:
    """15 poor + 6 + 5 + 1 − 5 (a and g) − 4 − 1 = 17 (b, d, e, f)."""
    assert balance(REGISTRIES, LEDGER) == [(2018, 2019, 15, 6, 5, 1, 0, 5, 4, 1, 17, 0)]


def test_what_the_ledger_leaves_out_is_the_residual() -> None:
    """Without the removal of four there are four too many, without the return of five five too few."""
    without = [row for row in LEDGER if row["change_type"] != "清退"]
    assert balance(REGISTRIES, without) == [(2018, 2019, 15, 6, 5, 1, 0, 5, 0, 1, 17, 4)]
    without = [row for row in LEDGER if row["change_type"] != "返贫"]
    assert balance(REGISTRIES, without) == [(2018, 2019, 15, 6, 0, 1, 0, 5, 4, 1, 17, -5)]


def test_a_wrong_exit_and_a_household_missed_count_like_a_return_and_a_new_one() -> None:
    words = {"新识别": "漏评", "返贫": "错退"}
    changed = [row | {"change_type": words.get(row["change_type"], row["change_type"])} for row in LEDGER]
    assert balance(REGISTRIES, changed) == [(2018, 2019, 15, 6, 5, 1, 0, 5, 4, 1, 17, 0)]


def test_persons_that_a_row_does_not_state_leave_its_part_and_the_residual_unknown() -> None:
    unstated = [*LEDGER, change(2019, "返贫", None, household_id="h")]
    assert balance(REGISTRIES, unstated) == [(2018, 2019, 15, 6, None, 1, 0, 5, 4, 1, 17, None)]


def test_without_the_ledger_of_each_year_changes_are_unknown() -> None:
    """No ledger at all, and one of 2020 alone between registries of 2018 and 2020."""
    unknown = (None, None, None, 0, 0, None, None, 1, None)
    rows = [listed(2018, "a", 1), listed(2020, "a", 1)]
    assert balance(rows, []) == [(2018, 2020, 1, *unknown)]
    assert balance(rows, [change(2020, "新识别", 0)]) == [(2018, 2020, 1, *unknown)]
    both = [change(2019, "新识别", 2), change(2020, "清退", 2)]
    assert balance(rows, both) == [(2018, 2020, 1, 2, 0, 0, 0, 0, 2, 0, 1, 0)]


def test_a_move_within_the_township_balances_in_both_villages() -> None:
    rows = [listed(2018, "a", 2), listed(2018, "b", 1), listed(2018, "c", 1, village="乙村")]
    rows += [
        listed(2019, "a", 2, village="乙村"), listed(2019, "b", 1), listed(2019, "c", 1, village="乙村"),
    ]  # fmt: skip
    changes = [change(2019, "新识别", 0), change(2019, "新识别", 0, village="乙村")]
    assert balance(rows, changes, "village") == [
        (2018, 2019, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0),
        (2018, 2019, 3, 0, 0, 0, -2, 0, 0, 0, 1, 0),
    ]


def test_the_changes_of_a_township_are_not_those_of_no_village() -> None:
    """Six identified in the township, of which nobody says in which village."""
    stated = [row | {"village": None} for row in LEDGER if row["change_type"] == "新识别"]
    rest = [row for row in LEDGER if row["change_type"] != "新识别"]
    assert balance(REGISTRIES, [*stated, *rest], "village") == [
        (2018, 2019, 15, None, 5, 1, 0, 5, 4, 1, 17, None)
    ]
    assert balance(REGISTRIES, [*stated, *rest]) == [(2018, 2019, 15, 6, 5, 1, 0, 5, 4, 1, 17, 0)]
