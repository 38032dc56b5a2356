"""Steps from the spooled lines of a sheet to its cells as text: what each row is, and what the sheet states only once.

Each step takes the name of a table and returns that of the one it makes, or the same where there is nothing to do.
The table has row, class, line_hash, is_too_long, serial, remark, stands_alone, and a text column for each mapped column.
"""

import re

import duckdb

from pipelines.cleaning.merges import spans_of_objects
from pipelines.cleaning.rejections import reason_columns
from pipelines.cleaning.row_classes import (
    CONTINUED,
    CONTINUED_MARKS,
    MARKS,
    ORDINAL,
    SPACES,
    has_identity,
    holds_any,
    row_class_sql,
)
from pipelines.cleaning.source import LINES, SheetSource
from pipelines.common.sql import literal, scalar
from pipelines.reading.match import Match
from pipelines.reading.sheets import FILLER
from pipelines.reading.ticks import NO_TICKS, TICKS
from pipelines.registers.areas import AREA_LEVELS
from pipelines.registers.columns import AMOUNTS
from pipelines.rules import Notice, UnreadableFile, Violation

_NEXT_NOTE = "^(([(（]?[0-9]{1,2}[)）]|[0-9]{1,2}[、．.])[^\x1f0-9][^\x1f]*|(以上|其中|另|注)[^\x1f]*)$"
"""The only words of a row that goes on with the notes above it, as 2.其中… does."""
_DITTO = ("同上", "〃", "″", "〞", "”", '"', "''")
"""What a clerk writes for the words above."""
_REPEATED = {"area", "place", "text", "code", "year", "month", "date"}
_SHORTEST_SUFFIXED_VILLAGE = r"(村|社区|居|居委会|村委会)$"


def _text_sql(match: Match, name: str) -> str:
    """SQL for the text of a column in the cells `v` of a line."""
    index = match.columns[name]
    if terms := match.ticked.get(name):
        return f"concat_ws('、', {', '.join(_ticked_sql(term, at) for term, at in terms.items())})"
    if indices := match.joint.get(name):
        return f"concat({', '.join(f'v[{at}]' for at in indices)})"
    return f"concat(v[{index}], v[{index + 1}])" if name in match.in_two else f"v[{index}]"


def _ticked_sql(term: str, index: int) -> str:
    """SQL for a term whose column is ticked; what is no tick is left for what is wrong with it to be told."""
    ticks, none = (", ".join(map(literal, marks)) for marks in (TICKS, NO_TICKS))
    cell = f"coalesce(v[{index}], '')"
    return (
        f"case when {cell} in ({ticks}) then {literal(term)} when {cell} not in ('', {none}) then {cell} end"
    )


def load_cells(source: SheetSource) -> str:
    """Lines of the spooled sheet → loaded_cells."""
    match, separator = source.match, f"chr({ord(source.sheet.separator)})"
    held = source.sheet.held_below(match.header_row, MARKS)
    around = f"[{SPACES.replace(source.sheet.separator, '')}]*"
    between = literal(f"{around}{re.escape(source.sheet.separator)}{around}")
    # Asked once for the row: trimming every cell costs more than all else that is done here.
    trimmed = f"trim(regexp_replace(line, {between}, {separator}, 'g'), '{SPACES}')"
    lines = f"if({has_space}, {trimmed}, line)" if (has_space := holds_any(SPACES, held)) else "line"
    whole = f"regexp_replace(line, '{CONTINUED}', '')"
    uncontinued = (
        f"if({is_continued}, {whole}, line)" if (is_continued := holds_any(CONTINUED_MARKS, held)) else "line"
    )
    texts = [f"nullif({_text_sql(match, column.name)}, '') as {column.name}" for column in source.mapped]
    serial = f"v[{match.serial}]" if match.serial else "null"
    remark = f"nullif(v[{match.remark}], '')" if match.remark else "null::varchar"
    names = [column.name for column in source.mapped]
    head = source.sheet.head()[: match.header_row]
    width = max([len(row) for row in head] or [source.match.width])
    again = [source.sheet.separator.join(row) for row in head if any(cell.strip() for cell in row)]
    select = f"""
        with lines as ({LINES}),
        split as (
            select row, line, hash(line) as line_hash, string_split({lines}, {separator}) as v
            from lines where line <> chr({ord(FILLER)})
        ),
        texts as (
            select row, line, line_hash, v,
                {uncontinued} in ({", ".join(map(literal, again or [""]))}) as is_head_again,
                if(len(v) > {width}, trim(array_to_string(v[{width + 1}:], '')) <> '', false) as is_too_long,
                {", ".join(texts)}
            from split
        )
        select row, line_hash, {row_class_sql(match, source.sheet.separator, held)} as class,
            is_too_long, {serial} as serial, {remark} as remark, false as stands_alone,
            []::varchar[] as from_above, {", ".join(names)}
        from texts"""
    try:
        return source.make("loaded_cells", select, [str(source.sheet.spool)])
    except duckdb.Error as error:
        if "maximum line size" in str(error).lower() or "max_line_size" in str(error):
            raise UnreadableFile("giant_line") from None
        raise


def fill_merged(source: SheetSource, cells: str) -> str:
    """Cells → filled_cells: the text of a vertically merged cell, in every row of it, and an amount that an object has for
    all of its rows."""
    header_row = source.match.header_row
    below = [area for area in source.sheet.merged if header_row < area[0] < area[2]]
    filled = {}
    for column in source.mapped:
        index = source.match.columns[column.name]
        bounds = [[top, bottom] for top, left, bottom, right in below if left <= index <= right]
        if column.kind in AMOUNTS:
            bounds = [[*span] for span in spans_of_objects(source, cells, column)]
        if bounds:
            filled[column.name] = bounds
    if not filled:
        return cells
    values = ", ".join(f"coalesce(cells.{name}, above_{name}.{name}) as {name}" for name in filled)
    joins = "\n".join(
        f"""left join (select unnest({tops}) as top, unnest({bottoms}) as bottom) as area_{name}
                on cells.row > area_{name}.top and cells.row <= area_{name}.bottom
            left join {cells} as above_{name} on above_{name}.row = area_{name}.top"""
        for name, bounds in filled.items()
        for tops, bottoms in [map(list, zip(*bounds, strict=True))]
    )
    return source.make(
        "filled_cells", f"select cells.* replace ({values}) from {cells} as cells {joins} order by cells.row"
    )


def repeat_above(source: SheetSource, cells: str) -> str:
    """Cells → repeated_cells: where words say 同上, the words above them in their column; a blank above leaves the mark."""
    columns = [column.name for column in source.mapped if column.kind in _REPEATED]
    marks = ", ".join(map(literal, _DITTO))
    is_marked = {name: f"coalesce({name} in ({marks}), false)" for name in columns}
    if not columns or not scalar(
        source.db, f"select bool_or({' or '.join(is_marked.values())}) from {cells} where class = 'data'"
    ):
        return cells
    runs = ", ".join(
        f"count(*) filter (not {mark}) over (partition by class order by row) as run_{name}"
        for name, mark in is_marked.items()
    )
    values = ", ".join(
        f"coalesce(if({mark}, first({name}) over (partition by class, run_{name} order by row), null), {name}) as {name}"
        for name, mark in is_marked.items()
    )
    dropped = ", ".join(f"run_{name}" for name in columns)
    return source.make(
        "repeated_cells",
        f"select * exclude ({dropped}) replace ({values}) from (select *, {runs} from {cells}) order by row",
    )


def class_headings(source: SheetSource, cells: str) -> str:
    """Cells → headed_cells: a row numbered 一 among others numbered 1 sums up those below it, and is a row of its own where
    the next is numbered 二."""
    is_ordinal = f"regexp_full_match(serial, '{ORDINAL}')"
    # To look at the next row costs far more than to ask whether any is so numbered.
    if not source.match.serial or not scalar(
        source.db, f"select bool_or({is_ordinal}) from {cells} where class = 'data'"
    ):
        return cells
    return source.make(
        "headed_cells",
        f"""with data as (
            select row, serial, lead(coalesce(serial, '')) over (order by row) as following
            from {cells} where class = 'data'
        ),
        numbered as (
            select row, following is null or regexp_full_match(following, '{ORDINAL}')
                and not (starts_with(translate(following, '（', '('), '(一') and not regexp_matches(serial, '^[(（]'))
                as is_alone
            from data
            where {is_ordinal} and exists (from data where regexp_full_match(serial, '[0-9]+'))
        )
        select * exclude (is_alone, is_heading) replace (
            is_heading and is_alone as stands_alone, if(is_heading and not is_alone, 'subtotal', class) as class)
        from (
            select cells.*, is_alone, is_alone is not null and not ({has_identity(source.match)}) as is_heading
            from {cells} as cells left join numbered using (row)
        )""",
    )


def class_notes(source: SheetSource, cells: str) -> tuple[str, list[Notice]]:
    """Cells → noted_cells, and a notice on notes with amounts: rows below a footer with one cell each are notes, not data,
    and numbered ones too that state an amount beside it."""
    if not scalar(source.db, f"select bool_or(class in ('footer', 'note')) from {cells}"):
        return cells, []
    filled = " + ".join(f"({column.name} is not null)::integer" for column in source.mapped)
    words = ", ".join(column.name for column in source.mapped if column.kind not in AMOUNTS)
    amounts = ", ".join(column.name for column in source.mapped if column.kind in AMOUNTS)
    goes_on = f"regexp_matches(concat_ws(chr(31), nullif(serial, ''), {words or 'null'}), '{_NEXT_NOTE}')"
    noted = source.make(
        "noted_cells",
        f"""with below as (
            select row, {filled} as filled, {goes_on} as goes_on from {cells}
            where class = 'data' and row > (select min(row) from {cells} where class in ('footer', 'note'))
        ),
        last as (select max(row) as row from below where filled > 1 and not goes_on),
        notes as (select below.row from below, last where below.row > coalesce(last.row, 0))
        select * replace (if(row in (from notes), 'note', class) as class) from {cells}""",
    )
    rows = source.db.execute(
        f"select row from {noted} where class = 'note' and coalesce({amounts or 'null'}, null) is not null order by row"
    ).fetchall()
    numbers = [row for (row,) in rows]
    return noted, [Notice("amount_in_note", {"numbers": numbers[:10]}, len(numbers))] if numbers else []


def find_rows_without_content(source: SheetSource, cells: str) -> str:
    """Cells → rows_without_content(row, rule, reason_zh, reason_en): rows with nothing but places, where those are
    not what the rows are about, or nothing but amounts."""
    are_places = source.register.key and {*source.register.key} <= {*AREA_LEVELS}
    content = [c.name for c in source.mapped if c.name not in AREA_LEVELS and not are_places]
    words = [c.name for c in source.mapped if c.kind not in AMOUNTS]
    found = [
        f"""select row, {reason_columns(Violation(rule))}
            from {cells} where class = 'data' and coalesce({", ".join(names)}, null) is null"""
        for names, rule in ((content, "only_places"), (words, "only_amounts"))
        if names
    ]
    nothing = f"select row, {reason_columns(Violation('only_places'))} from {cells} where false"
    return source.make("rows_without_content", " union all ".join(found) or nothing)


def carry_down(source: SheetSource, cells: str) -> str:
    """Cells → carried_cells: what the contract marks as written only once, in every row of data below it, of which
    `from_above` names the columns."""
    names = [column.name for column in source.mapped if column.carry_down]
    if not names:
        return cells
    values = ", ".join(
        f"if(class = 'data', last_value({name} ignore nulls) over data, {name}) as {name}" for name in names
    )
    blank = ", ".join(f"if(class = 'data' and {name} is null, '{name}', null)" for name in names)
    return source.make(
        "carried_cells",
        f"""select * replace ({values}, list_filter([{blank}], lambda name: name is not null) as from_above) from {cells}
            window data as (partition by class = 'data' order by row) order by row""",
    )


def take_totals_for_data(source: SheetSource, cells: str) -> str:
    """Cells → summed_cells: where only total rows have amounts, the lowest of those rows are the data."""
    money = [column.name for column in source.mapped if column.kind == "money"]
    if not money:
        return cells
    present = scalar(
        source.db,
        f"""select list(distinct class) from {cells}
            where class in ('data', 'subtotal', 'total') and coalesce({", ".join(money)}, null) is not null""",
    )
    if not present or "data" in present:
        return cells
    lowest = "subtotal" if "subtotal" in present else "total"
    return source.make(
        "summed_cells", f"select * replace (if(class = '{lowest}', 'data', class) as class) from {cells}"
    )


def shift_left(source: SheetSource, cells: str) -> str:
    """Cells → shifted_cells: rows that leave out a cell, and so have the next column's value in its place."""
    shift = source.register.shifted_column
    if not shift or not {shift.origin, shift.into} <= set(source.match.columns):
        return cells
    others = [c.name for c in source.mapped if c.name not in (shift.origin, shift.into)]
    return source.make(
        "shifted_cells",
        f"""select * exclude (is_shifted) replace (
                if(is_shifted, {shift.origin}, {shift.into}) as {shift.into},
                if(is_shifted, null, {shift.origin}) as {shift.origin})
            from (
                select *, coalesce(class = 'data' and {shift.into} is null
                    and coalesce({", ".join(others)}, null) is not null
                    and not regexp_matches({shift.origin}, '{_SHORTEST_SUFFIXED_VILLAGE}'), false) as is_shifted
                from {cells}
            )""",
    )
