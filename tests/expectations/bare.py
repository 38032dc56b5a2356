"""The rules as bare SQL, without Great Expectations: to hold its answers against, and its time."""

from pipelines.validation import UNEXPECTED_ROWS, Expectation, Suite
from pipelines.validation.conditions import CONDITIONS


def bare_sql(rule: Expectation, suite: Suite) -> str:
    """A query for the number of rows of the suite's table that break the rule."""
    days = {">=": rule.since, "<=": rule.until}
    in_force = " and ".join(f"as_of_on {sign} date '{day}'" for sign, day in days.items() if day)
    rows = f"(select * from {suite.table} where {in_force or 'true'})"
    if rule.type == UNEXPECTED_ROWS:
        return f"select count(*) from ({suite.standalone(rule).format(batch=rows)})"
    return f"select count(*) from {rows} where {CONDITIONS[rule.type](rule.kwargs)}"
