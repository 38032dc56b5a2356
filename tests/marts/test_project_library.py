"""The library of projects holds the projects of the ledger, whichever level pays them."""

from datetime import date
from typing import Any

from tests.support.marts import rows_of, sent_row


def project(name: str, level: str, /, **facts: Any) -> dict[str, Any]:
    stated = {"project_name": name, "fund_level": level, "category": "产业", "target": "到村"}
    return sent_row(date(2019, 12, 31), **stated) | facts


def test_projects_are_by_category_and_target_and_not_by_level() -> None:
    ledger = [
        project("甲", "中央", planned_yuan=100, allocated_yuan=90),
        project("乙", "省级", planned_yuan=50),
        project("丙", "省级", planned_yuan=20, target=None),
    ]
    columns = "project_target, projects, planned_yuan, funded_projects, allocated_yuan"
    found = rows_of("project_library", columns, fund_ledger=ledger)
    assert found == [("到村", 2, 150, 1, 90), ("未注明", 1, 20, 0, None)]


def test_a_project_with_a_row_for_each_source_is_one() -> None:
    """路 is paid by two levels and one more source; 桥 is built twice of one source."""
    ledger = [
        project("路", "中央", planned_yuan=100, row=1),
        project("路", "省级", planned_yuan=50, row=2),
        project("路", "省级", fund_source="社会捐助", planned_yuan=10, row=3),
        project("桥", "省级", planned_yuan=20, row=4),
        project("桥", "省级", planned_yuan=20, row=5),
    ]
    assert rows_of("project_library", "projects, planned_yuan", fund_ledger=ledger) == [(3, 200)]


def test_what_is_funded_is_unknown_where_no_row_states_an_allocation() -> None:
    ledger = [project("甲", "中央", planned_yuan=100)]
    assert rows_of("project_library", "projects, funded_projects", fund_ledger=ledger) == [(1, None)]


def test_a_project_whose_money_comes_from_two_levels_is_funded_once() -> None:
    ledger = [
        project("路", level, planned_yuan=50, allocated_yuan=40, row=row)
        for row, level in enumerate(("中央", "省级"))
    ]
    assert rows_of("project_library", "projects, funded_projects", fund_ledger=ledger) == [(1, 1)]


def test_of_how_many_projects_a_sum_was_allocated_its_row_does_not_say() -> None:
    """A village states the money of three projects, of which some may have none yet."""
    summary = project("", "省级", project_name=None, projects=3, planned_yuan=120, allocated_yuan=90)
    named = project("桥", "省级", planned_yuan=20, allocated_yuan=20)
    columns = "projects, funded_projects"
    assert rows_of("project_library", columns, fund_ledger=[summary]) == [(3, None)]
    assert rows_of("project_library", columns, fund_ledger=[summary, named]) == [(4, None)]
