"""Amounts whose cell is merged over several rows: of a household with a row for each member, or of rows that share it."""

from collections.abc import Iterator, Sequence

from pipelines.cleaning.source import SheetSource
from pipelines.reading.levels import part_of
from pipelines.registers.columns import AMOUNTS, Column
from pipelines.rules import Notice

_PERSONAL = {"person_name", "person_id_number", "phone"}
Span = tuple[int, int]
"""The first and the last row of a merged cell."""


def class_members(source: SheetSource, cells: str) -> tuple[str, list[Notice]]:
    """Cells → cells_without_members, and a notice: below the first row of a household of which number or name and amount are
    one cell, rows that state no more than who its members are.

    A roll lists persons, and so has a row for each of them.
    """
    if source.register.is_roll or not source.sheet.merged:
        return cells, []
    heads = [source.match.serial, *(source.match.columns[one.name] for one in source.mapped if _names(one))]
    of_heads = {span for index in heads if index for span in spans_at(source, index)}
    spans = {span for column in _money(source) for span in _spans_of(source, column)} & of_heads
    more = [one.name for one in source.mapped if one.kind not in _PERSONAL and one.name != "relation"]
    members = _rows(source, cells, sorted(spans), f"coalesce({', '.join(more)}, null) is null")
    if not members:
        return cells, []
    table = source.reclass("cells_without_members", cells, members, "member")
    return table, [Notice("members_of_household", {"numbers": members[:10]}, len(members))]


def shared_amounts(source: SheetSource, cells: str) -> Iterator[tuple[int, str, str]]:
    """Row, column and rows of each amount that is merged over rows of data which state a group or another amount each."""
    for column in _money(source):
        spans = [
            one for one in _spans_of(source, column) if one not in spans_of_objects(source, cells, column)
        ]
        own = [
            one.name
            for one in source.mapped
            if (one.kind == "code" or one.kind in AMOUNTS)
            and one.name != column.name
            and not {*_spans_of(source, one)} & {*spans}
        ]
        if spans and own:
            rows = {*_rows(source, cells, spans, f"coalesce({', '.join(own)}, null) is not null")}
            for top, bottom in spans:
                if rows & {*range(top + 1, bottom + 1)}:
                    yield top, column.name, f"{top}-{bottom}"


def spans_of_objects(source: SheetSource, cells: str, column: Column) -> list[Span]:
    """The rows of each object whose name and whose amount of this stage before the last are one cell, if those below state
    no words of their own (a level, a source): they are its payments."""
    stages = source.register.stages
    stated = [name for name in (stages.amounts if stages else ()) if name in source.match.columns]
    if stages is None or stages.of not in source.match.columns or column.name not in stated[:-1]:
        return []
    named = _spans_of(source, source.register.by_name[stages.of])
    spans = [span for span in _spans_of(source, column) if span in named]
    words = [one for one in source.mapped if one.kind not in AMOUNTS and one.kind != "date"]
    for span in [*spans]:
        own = [one.name for one in words if span not in _spans_of(source, one)]
        if own and _rows(source, cells, [span], f"coalesce({', '.join(own)}, null) is not null"):
            spans.remove(span)
    return spans


def _names(column: Column) -> bool:
    """Whether the column names a household or its head."""
    return column.kind == "household_id" or column.name == "head_name"


def _money(source: SheetSource) -> list[Column]:
    return [
        one
        for one in source.mapped
        if one.kind == "money" and not one.is_per_unit and part_of(one.name) == one.name
    ]


def _spans_of(source: SheetSource, column: Column) -> list[Span]:
    return spans_at(source, source.match.columns[column.name])


def spans_at(source: SheetSource, index: int) -> list[Span]:
    """The rows of cells in the column that are merged over several rows below the header."""
    return [
        (top, bottom)
        for top, left, bottom, right in source.sheet.merged
        if left == index == right and source.match.header_row < top < bottom
    ]


def _rows(source: SheetSource, cells: str, spans: Sequence[Span], condition: str) -> list[int]:
    """Rows of data below the first of a span for which the condition holds."""
    below = [row for top, bottom in spans for row in range(top + 1, bottom + 1)]
    if not below:
        return []
    found = source.db.execute(
        f"""select row from {cells}
            where class = 'data' and row in (select unnest($1::bigint[])) and {condition} order by row""",
        [below],
    )
    return [row for (row,) in found.fetchall()]
