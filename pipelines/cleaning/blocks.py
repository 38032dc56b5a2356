"""Step: read the lines between rows that only head those below them: 一、产业发展, or the name of a village above the header
that stands there again."""

import re
from collections.abc import Mapping
from itertools import pairwise

from pipelines.cleaning.source import SheetSource
from pipelines.common.sql import literal
from pipelines.places.scope import village_in
from pipelines.registers.columns import AMOUNTS
from pipelines.rules import Notice

_NUMBERS = "一二三四五六七八九十"
_NUMBERED = re.compile(f"(?:[{_NUMBERS}]{{1,3}}[、.．]|[(（][{_NUMBERS}]{{1,3}}[)）][、.．]?)(?=.)")


def class_block_titles(source: SheetSource, cells: str) -> tuple[str, str | None, list[Notice]]:
    """Cells → titled_cells, where the only words of a row above a repeated header, or behind a number above rows that have
    none, are a title, row_villages(row, value), the village that such a title names for the rows below it, and a notice;
    None where none names one.

    A village that the sheet has in a column, or whose unit sent it, holds. A title that is numbered as one that names a
    village, and names none itself, ends what that one began.
    """
    titles = _titles(source, cells)
    if not titles:
        return cells, None, []
    titled = source.reclass("titled_cells", cells, titles, "title")
    found = {row: village_in(_NUMBERED.sub("", text), source.delivery) for row, text in titles.items()}
    levels = {level for row, village in found.items() if village and (level := _level(titles[row]))}
    named = {row: village for row, village in found.items() if village or _level(titles[row]) in levels}
    if not named or "village" in source.match.columns or source.delivery.area["village"]:
        return titled, None, []
    villages = source.make(
        "row_villages",
        f"""select data.row, named.value
            from (select row from {titled} where class = 'data') as data
            asof join (select unnest($1::bigint[]) as row, unnest($2::varchar[]) as value) as named
                on data.row >= named.row""",
        [[*named], [*named.values()]],
    ).partition(" ")[0]
    count = len({*named.values()} - {None})
    return titled, villages, [Notice("village_carried", {"villages": count}, len(named))]


def _titles(source: SheetSource, cells: str) -> dict[int, str]:
    """Row → its only words, of rows of data that stand directly above a repeated header, or are numbered above others that
    are not."""
    above = source.db.execute(
        f"""select above from (
                select row, class, lag(row) over (order by row) as above, lag(class) over (order by row) as class_above
                from {cells} where class <> 'blank'
            ) where class = 'header' and class_above = 'data'"""
    ).fetchall()
    numbered = _numbered(source, cells)
    wanted = {row for (row,) in above} | numbered.keys()
    found = {}
    for row, texts in source.lines() if wanted else ():
        words = [text for text in texts if text]
        if row in wanted and len(words) == 1:
            found[row] = words[0]
    return found


def _numbered(source: SheetSource, cells: str) -> Mapping[int, str]:
    """Row → how it is numbered (一 or (一), of rows that state nothing but words behind such a number, where rows below are
    not so numbered, and no row with more than its name is."""
    words = [column.name for column in source.mapped if column.kind not in AMOUNTS]
    if not words or len(words) == len(source.mapped):
        return {}
    rows = source.db.execute(
        f"""select row, begins[1], filled from (
                select row, list_filter([{", ".join(words)}],
                    lambda word: contains({literal(_NUMBERS + "(（")}, word[1])) as begins,
                    {" + ".join(f"({column.name} is not null)::integer" for column in source.mapped)} as filled
                from {cells} where class = 'data'
            ) order by row"""
    ).fetchall()
    levels = {row: level for row, text, _ in rows if text and (level := _level(text))}
    of_objects = {levels[row] for row, _, filled in rows if row in levels and filled > 1}
    heading = {
        levels[row] for (row, *_), (below, *_) in pairwise(rows) if row in levels and below not in levels
    }
    return {row: level for row, level in levels.items() if level in heading - of_objects}


def _level(text: str) -> str:
    """How the text is numbered, without its number: 一 or (一; '' where it is not."""
    return "" if not _NUMBERED.match(text) else "(一" if text[0] in "(（" else "一"
