"""Step: set aside rows whose cells stand one column too far to the left: 省级 under 项目类别, and 30 under 资金级次."""

from collections.abc import Iterator

from pipelines.cleaning.parsing import Irregular
from pipelines.cleaning.rejections import reason_columns
from pipelines.cleaning.source import SheetSource
from pipelines.common.sql import literal
from pipelines.registers.columns import Column
from pipelines.rules import InvalidValue, Violation
from pipelines.values.parse import parse


def find_shifted_rows(source: SheetSource, cells: str, irregular: Irregular) -> str | None:
    """Cells → shifted_rows(row, rule, reason_zh, reason_en): rows with a term of the next column in one of codes, and no
    term of its own in that next one; None where there are none."""
    selects = []
    for column, after in _neighbours(source):
        strays = [text for text in irregular.invalid.get(column.name, []) if _is_term(source, after, text)]
        others = irregular.invalid.get(after.name, [])
        if strays and others:
            fields = {
                "title": column.title,
                "column": column.name,
                "next_title": after.title,
                "next": after.name,
            }
            reason = reason_columns(Violation("shifted_row", fields))
            here, there = (", ".join(map(literal, texts)) for texts in (strays, others))
            selects.append(
                f"""select row, {reason} from {cells}
                    where class = 'data' and {column.name} in ({here}) and {after.name} in ({there})"""
            )
    if not selects:
        return None
    return source.make("shifted_rows", " union all ".join(selects))


def _neighbours(source: SheetSource) -> Iterator[tuple[Column, Column]]:
    """Columns of codes, and the one to the right of each where that is of codes, too."""
    places = source.match.columns
    codes = [column for column in source.mapped if column.kind == "code"]
    for column in codes:
        yield from ((column, one) for one in codes if places[one.name] == places[column.name] + 1)


def _is_term(source: SheetSource, column: Column, text: str) -> bool:
    try:
        return parse(column, text, source.contexts[column.name]) is not None
    except InvalidValue:
        return False
