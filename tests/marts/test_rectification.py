"""Issues that inspections found, of a few that are counted by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import sent_row

JUNE, DECEMBER = date(2021, 6, 30), date(2021, 12, 31)

SOURCE = {"issue_source": "中央巡视"}
ROWS = {
    "rectification_items": [
        sent_row(JUNE, **SOURCE, issue_kind="项目", issue_count=90, issue_status="上报"),
        sent_row(DECEMBER, **SOURCE, issue_kind="项目", issue_count=3, issue_status="已完成", task_count=5, measure_count=7),
        sent_row(DECEMBER, **SOURCE, issue_kind="作风", issue_status="长期坚持", task_count=5),
        sent_row(DECEMBER, **SOURCE, issue_kind="作风", issue_count=1, issue_status="上报", measure_count=4),
        # a list that states only which issues are closed
        *(
            sent_row(date(2022, 12, 31), **SOURCE, issue_status=status, issue_count=2)
            for status in ("已完成", "正在整改")
        ),
        # a list of which one status is unknown
        *(
            sent_row(date(2023, 12, 31), **SOURCE, issue_status=status, issue_count=count, task_count=2 * count)
            for status, count in (("已完成", 3), (None, 4), ("正在整改", 1))
        ),
        # of one the words are of no term, and it was closed
        *(
            sent_row(date(2024, 12, 31), **SOURCE, issue_status=status, is_closed=is_closed)
            for status, is_closed in (("已完成", True), (None, True), ("长期坚持", False), (None, False))
        ),
    ]
}  # fmt: skip


def test_a_row_without_a_count_is_one_issue(figures: Figures) -> None:
    """By the list of December 3 + 1 + 1, of which 3 are done."""
    columns = "issue_kinds, issues, completed_issues, long_term_issues, escalated_issues, completion_rate"
    assert figures(f"year, {columns}")[0] == (2021, 2, 5, 3, 1, 1, 0.6)


def test_tasks_and_measures_are_of_rows_that_state_them(figures: Figures) -> None:
    columns = "tasks, completed_tasks, task_completion_rate, measures, completed_measures, fewest_issues, most_issues"
    assert figures(f"year, {columns}")[0] == (2021, 10, 5, 0.5, 11, 7, 1, 3)


def test_why_an_issue_is_open_is_unknown_where_a_list_says_only_that_it_is(figures: Figures) -> None:
    columns = "year, issues, completed_issues, long_term_issues, escalated_issues"
    assert figures(columns)[1] == (2022, 4, 2, None, None)


def test_an_issue_of_unknown_status_is_an_issue_that_no_rate_counts(figures: Figures) -> None:
    """3 of the 4 whose status is known are done, and 6 of their 8 tasks."""
    columns = (
        "issues, unknown_issues, completed_issues, long_term_issues, completion_rate, task_completion_rate"
    )
    assert figures(f"year, {columns}")[2] == (2023, 8, 4, 3, None, 0.75, 0.75)


def test_what_was_closed_is_done_where_its_status_could_not_be_read(figures: Figures) -> None:
    columns = "year, issues, completed_issues, long_term_issues, unknown_issues"
    assert figures(columns)[-1] == (2024, 4, 2, 1, 1)
