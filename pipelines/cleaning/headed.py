"""Step: take the term of a code from the heading above its rows: 一、产业发展, 二、乡村建设行动."""

import re

from pipelines.cleaning.row_classes import ORDINAL
from pipelines.cleaning.source import SheetSource
from pipelines.common.sql import scalar
from pipelines.reading.normalise import normalise
from pipelines.reading.vocabularies import terms_of_code
from pipelines.registers.columns import AMOUNTS
from pipelines.rules import Notice

_NUMBERED = re.compile("[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?(?=.)")
_OPENED = ("(", "（")


def find_headed_rows(source: SheetSource, cells: str) -> tuple[dict[str, str], list[Notice]]:
    """headed_rows(row, value), by the column of which headings state the terms, and a notice; nothing where none does.

    A heading holds for the rows below it up to the next with a term; a row that is numbered as it is, or above it, ends it.
    """
    column = next((one for one in source.register.columns if one.by_headings), None)
    words = [one.name for one in source.mapped if one.kind not in AMOUNTS]
    if not (column and words):
        return {}, []
    terms = terms_of_code(column)
    headings = source.db.execute(
        f"""select row, coalesce(serial, ''), class = 'data',
                list_filter([{", ".join(words)}], lambda word: word is not null) from {cells}
            where row > $1 and (class in ('subtotal', 'title', 'sum')
                or class = 'data' and regexp_full_match(serial, '{ORDINAL}')) order by row""",
        [source.match.header_row],
    ).fetchall()
    named: dict[int, str | None] = {}
    level = ""
    for row, serial, is_object, texts in headings:
        number = (
            serial
            if re.fullmatch(ORDINAL, serial)
            else next((found[0] for text in texts if (found := _NUMBERED.match(text))), "")
        )
        own = "(一" if number.startswith(_OPENED) else "一" if number else ""
        bare = [normalise(_NUMBERED.sub("", text)) for text in texts]
        stated = [term for text in bare if (term := terms.get(text))]
        if len(stated) == 1 and own and not is_object:
            named[row], level = stated[0], own
        elif own and own in ("一", level):
            named[row] = None
    if not any(named.values()):
        return {}, []
    is_open = f"{column.name} is null" if column.name in source.match.columns else "true"
    table = source.make(
        "headed_rows",
        f"""select data.row, named.value
            from (select row from {cells} where class = 'data' and {is_open}) as data
            asof join (select unnest($1::bigint[]) as row, unnest($2::varchar[]) as value) as named
                on data.row >= named.row
            where value is not null""",
        [[*named], [*named.values()]],
    )
    if not (rows := scalar(source.db, f"select count(*) from {table}")):
        return {}, []
    values = tuple(filter(None, dict.fromkeys(named.values())))
    fields = {"title": column.title, "column": column.name, "found": values}
    return {column.name: table}, [Notice("terms_of_headings", fields, rows)]
