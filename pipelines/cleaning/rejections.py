"""Rows that do not count, each with its reason: tables (row, rule, reason_zh, reason_en) that the steps of cleaning make."""

from collections.abc import Mapping

from pipelines.cleaning.source import SheetSource
from pipelines.common.sql import literal
from pipelines.rules import Violation


def reason_columns(violation: Violation) -> str:
    """SQL for a rule and its reasons: the columns rule, reason_zh and reason_en of a SELECT."""
    zh, en = map(literal, violation.sentences)
    return f"{literal(violation.rule)} as rule, {zh} as reason_zh, {en} as reason_en"


def reject_rows(source: SheetSource, table: str, violations: Mapping[int, Violation]) -> str | None:
    """Make the table of the rows that break these rules, by number of row; None where none does."""
    if not violations:
        return None
    said = {id(one): (one.rule, *one.sentences) for one in violations.values()}
    rows = [(row, *said[id(one)]) for row, one in sorted(violations.items(), key=lambda pair: pair[0])]
    return source.make(
        table,
        """select unnest($1::bigint[]) as row, unnest($2::varchar[]) as rule, unnest($3::varchar[]) as reason_zh,
            unnest($4::varchar[]) as reason_en""",
        [list(values) for values in zip(*rows, strict=True)],
    )
