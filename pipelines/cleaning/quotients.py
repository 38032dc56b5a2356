"""Tell of amounts that a formula divided, and that are read to the fen: 33333.3333333333 is 33333.33."""

from collections.abc import Iterator

from pipelines.cleaning.source import SheetSource
from pipelines.rules import Notice
from pipelines.values.numbers import QUOTIENT_DIGITS

_MOST_ROWS = 10


def rounded_amounts(source: SheetSource, cells: str) -> Iterator[Notice]:
    """A notice on each column with such amounts in rows of data."""
    amounts = [column.name for column in source.mapped if column.kind == "money"]
    if not amounts:
        return
    # All columns by one query: to plan one takes as long as a small sheet.
    found = source.db.execute(
        f"select {', '.join(f'list(row order by row) filter ({is_quotient(name)})' for name in amounts)} "
        f"from {cells} where class = 'data'"
    ).fetchall()
    for name, numbers in zip(amounts, found[0], strict=True):
        if numbers:
            fields = {"header": source.match.headers[name], "numbers": numbers[:_MOST_ROWS]}
            yield Notice("rounded_to_fen", fields, len(numbers))


def is_quotient(name: str) -> str:
    """SQL for whether the cell is one that a formula divided."""
    digits = f"ltrim(regexp_replace({name}, '[^0-9]', '', 'g'), '0')"
    return f"regexp_matches({name}, '[.][0-9]{{3,}}') and len({digits}) >= {QUOTIENT_DIGITS}"
