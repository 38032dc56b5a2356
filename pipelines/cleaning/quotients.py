"""Tell of amounts that a formula divided, and that are read to the fen: 33333.3333333333 is 33333.33."""

from collections.abc import Iterator

from pipelines.cleaning.source import SheetSource
from pipelines.rules import Notice
from pipelines.values.numbers import QUOTIENT_DIGITS

_MOST_ROWS = 10


def rounded_amounts(source: SheetSource, cells: str) -> Iterator[Notice]:
    """A notice on each column with such amounts in rows of data."""
    for column in source.mapped:
        if column.kind != "money":
            continue
        found = source.db.execute(
            f"""select row from {cells} where class = 'data' and regexp_matches({column.name}, '[.][0-9]{{3,}}')
                and len(ltrim(regexp_replace({column.name}, '[^0-9]', '', 'g'), '0')) >= {QUOTIENT_DIGITS} order by row"""
        )
        if numbers := [row for (row,) in found.fetchall()]:
            header = source.match.headers[column.name]
            yield Notice("rounded_to_fen", {"header": header, "numbers": numbers[:_MOST_ROWS]}, len(numbers))
