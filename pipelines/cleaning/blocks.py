"""Step: read blocks below each other, each under a line of its own and the header again: the lists of several villages on
one sheet."""

from pipelines.cleaning.source import SheetSource
from pipelines.places.scope import village_in
from pipelines.rules import Notice


def class_block_titles(source: SheetSource, cells: str) -> tuple[str, str | None, list[Notice]]:
    """Cells → titled_cells, where the only words of a row above a repeated header are a title, row_villages(row, village),
    the village that such a title names for the rows below it, and a notice; None where none names one.

    A village that the sheet has in a column, or whose unit sent it, holds.
    """
    titles = _titles(source, cells)
    if not titles:
        return cells, None, []
    titled = source.reclass("titled_cells", cells, titles, "title")
    named = {row: village for row, text in titles.items() if (village := village_in(text, source.delivery))}
    if not named or "village" in source.match.columns or source.delivery.area["village"]:
        return titled, None, []
    villages = source.make(
        "row_villages",
        f"""select data.row, named.village
            from (select row from {titled} where class = 'data') as data
            asof join (select unnest($1::bigint[]) as row, unnest($2::varchar[]) as village) as named
                on data.row >= named.row""",
        [[*named], [*named.values()]],
    ).partition(" ")[0]
    return titled, villages, [Notice("village_carried", {"villages": len({*named.values()})}, len(named))]


def _titles(source: SheetSource, cells: str) -> dict[int, str]:
    """Row → its only words, of rows of data that stand directly above a repeated header."""
    above = source.db.execute(
        f"""select above from (
                select row, class, lag(row) over (order by row) as above, lag(class) over (order by row) as class_above
                from {cells} where class <> 'blank'
            ) where class = 'header' and class_above = 'data'"""
    ).fetchall()
    wanted = {row for (row,) in above}
    found = {}
    for row, texts in source.lines() if wanted else ():
        words = [text for text in texts if text]
        if row in wanted and len(words) == 1:
            found[row] = words[0]
    return found
