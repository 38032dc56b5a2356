"""Step: find totals by arithmetic, rows that are the sums of rows beside them and name no object of their own.

Words alone (see `row_classes`) miss 全镇, a township's own name, Excel's subtotals, a heading with the sum of what is below
it, or a row of bare amounts; each of them counted as data doubles the money.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from itertools import accumulate

from pipelines.cleaning.parsing import Irregular, value_sql
from pipelines.cleaning.rejections import reject_rows
from pipelines.cleaning.source import SheetSource
from pipelines.cleaning.total_candidates import (
    BEGUN_AS_TOTAL,
    NAMED_BY_WORDS,
    Candidate,
    Sums,
    find_candidates,
    is_nobody,
)
from pipelines.cleaning.totals import added_up
from pipelines.common.sql import literal, scalar
from pipelines.registers.columns import Column
from pipelines.rules import Notice, Violation


@dataclass(frozen=True)
class _Block:
    """The rows of data between two candidates: how many, and their sums."""

    rows: int
    sums: Sums


def find_totals(
    source: SheetSource, cells: str, irregular: Irregular
) -> tuple[str, str | None, list[Notice]]:
    """Cells → cells_without_totals, and unclear_totals(row, rule, reason_zh, reason_en): rows that by their words are
    totals and by their amounts are not, where one is as large as any row; None where there is none.
    """
    columns = added_up(source)
    if not columns or not scalar(
        source.db, f"select bool_or({is_nobody(source)}) from {cells} where class = 'data'"
    ):
        return cells, None, []
    candidates = find_candidates(source, cells, columns)
    if not candidates:
        return cells, None, [*_possible_totals(source, cells, irregular, columns)]
    blocks, largest = _blocks(source, cells, irregular, columns, [candidate.row for candidate in candidates])
    parts = _parts(source, cells, irregular, columns, candidates)
    heads = _tiling_heads(candidates, blocks)
    sums, unclear = [], []
    for number, candidate in enumerate(candidates):
        if candidate.row in parts:
            continue
        if candidate in heads:
            sums.append(candidate)
            continue
        group = _group(source, cells, irregular, columns, candidate, candidates)
        if _is_sum(candidate, blocks[: number + 1], _beneath(number, candidates, blocks)) or (
            group and _agrees(candidate, group)
        ):
            sums.append(candidate)
        elif candidate.kind == "part" or (
            candidate.kind in {*NAMED_BY_WORDS, "worded"} and _is_as_large(candidate, largest, blocks)
        ):
            unclear.append(candidate.row)
    by_chance = [] if heads else _by_chance(sums)
    totals = [candidate for candidate in sums if candidate not in by_chance]
    unclear += [candidate.row for candidate in by_chance]
    notices = [*_told(totals, parts)]
    if totals or parts:
        sums_up = [*parts, *(total.row for total in totals)]
        cells = source.reclass("cells_without_totals", cells, sums_up, "sum")
    notices += _possible_totals(source, cells, irregular, columns)
    rejected = dict.fromkeys(unclear, Violation("unclear_total"))
    return cells, reject_rows(source, "unclear_totals", rejected), notices


def _blocks(
    source: SheetSource, cells: str, irregular: Irregular, columns: Sequence[Column], edges: list[int]
) -> tuple[list[_Block], Sums]:
    """The rows of data between candidates, and the largest amount of each column; columns with a cell that is not a
    number are left out."""
    values = {column: value_sql(source, irregular, column, is_data=True) for column in columns}
    parts = [
        f"sum({value}), max({value}), count(*) filter (cells.{column.name} is not null and ({value}) is null)"
        for column, value in values.items()
    ]
    found = source.db.execute(
        f"""select len(list_filter($1, lambda edge: edge <= cells.row)) as block, count(*), {", ".join(parts)}
            from {cells} as cells {irregular.joins}
            where class = 'data' and cells.row not in (select unnest($1)) group by block""",
        [edges],
    ).fetchall()
    readable = [
        (column, index)
        for index, column in enumerate(columns)
        if not any(block[2 + 3 * index + 2] for block in found)
    ]
    by_number = {
        number: _Block(rows, {column: Decimal(parts[3 * index] or 0) for column, index in readable})
        for number, rows, *parts in found
    }
    nothing = _Block(0, {column: Decimal(0) for column, _ in readable})
    largest = {
        column: max((Decimal(block[2 + 3 * index + 1] or 0) for block in found), default=Decimal(0))
        for column, index in readable
    }
    return [by_number.get(number, nothing) for number in range(len(edges) + 1)], largest


def _group(
    source: SheetSource,
    cells: str,
    irregular: Irregular,
    columns: Sequence[Column],
    candidate: Candidate,
    candidates: Sequence[Candidate],
) -> _Block | None:
    """All rows of data of the group that the candidate states, anywhere on the sheet; None where it states none."""
    if not candidate.groups:
        return None
    values = {
        column: value_sql(source, irregular, column, is_data=True)
        for column in columns
        if column in candidate.stated
    }
    is_of_group = " and ".join(f"cells.{name} = {literal(text)}" for name, text in candidate.groups.items())
    [(rows, *sums)] = source.db.execute(
        f"""select {", ".join(["count(*)", *(f"sum({value})" for value in values.values())])}
            from {cells} as cells {irregular.joins}
            where class = 'data' and cells.row not in (select unnest($1)) and {is_of_group}""",
        [[one.row for one in candidates]],
    ).fetchall()
    return _Block(rows, {column: Decimal(amount or 0) for column, amount in zip(values, sums, strict=True)})


def _parts(
    source: SheetSource,
    cells: str,
    irregular: Irregular,
    columns: Sequence[Column],
    candidates: Sequence[Candidate],
) -> list[int]:
    """Rows that break down the row of data or the total above them: the first has 其中 and together they are not more than
    it, or there are several and together they are as much."""
    by_row = {candidate.row: candidate for candidate in candidates}
    previous = source.db.execute(
        f"""select row, previous from (
                select row, lag(row) over (order by row) as previous from {cells} where class in ('data', 'total')
            ) where row in (select unnest($1)) order by row""",
        [[*by_row]],
    ).fetchall()
    runs: dict[int, list[Candidate]] = {}
    head = None
    for row, before in previous:
        head = head if before in by_row else before
        if head is not None:
            runs.setdefault(head, []).append(by_row[row])
    values = ", ".join(value_sql(source, irregular, column, is_data=False) for column in columns)
    heads = source.db.execute(
        f"""select cells.row, {values} from {cells} as cells {irregular.joins}
            where cells.row in (select unnest($1::bigint[]))""",
        [[*runs]],
    ).fetchall()
    return sorted(
        part.row
        for row, *amounts in heads
        for part in _broken_down(dict(zip(columns, amounts, strict=True)), runs[row])
    )


def _broken_down(whole: dict[Column, Decimal | None], run: list[Candidate]) -> list[Candidate]:
    added, taken = dict.fromkeys(whole, Decimal(0)), []
    for part in run:
        more = {column: amount + part.stated.get(column, Decimal(0)) for column, amount in added.items()}
        if any(amount > (whole[column] or 0) for column, amount in more.items()):
            break
        added = more
        taken.append(part)
    is_whole = any(added.values()) and all(amount in (0, whole[column]) for column, amount in added.items())
    if run[0].kind == "part":
        return taken if is_whole else [part for part in taken if part.kind == "part"]
    is_unnamed = all(part.kind in ("heading", "named", "bare", "part") for part in run)
    return taken if is_whole and is_unnamed and len(taken) == len(run) > 1 else []


def _beneath(number: int, candidates: list[Candidate], blocks: list[_Block]) -> list[_Block]:
    """The blocks below the candidate: below a numbered heading those as far as the next one of its level or a higher one."""
    order = [*dict.fromkeys(one.level for one in candidates if one.level)]
    level = candidates[number].level
    if level is None:
        return blocks[number + 1 :]
    next_heading = (
        later
        for later, one in enumerate(candidates[number + 1 :], start=number + 1)
        if one.level and order.index(one.level) <= order.index(level)
    )
    return blocks[number + 1 : next(next_heading, len(candidates)) + 1]


def _is_sum(candidate: Candidate, above: list[_Block], beneath: list[_Block]) -> bool:
    """Whether the amounts are the sums of the rows next to the candidate, as far as any other one, or of all rows: of a
    numbered heading those beneath it."""
    runs = [*accumulate(beneath, _added)]
    if not candidate.level:
        runs += [*accumulate(reversed(above), _added), reduce(_added, [*above, *beneath])]
    return any(_agrees(candidate, run) for run in runs)


def _tiling_heads(candidates: Sequence[Candidate], blocks: Sequence[_Block]) -> list[Candidate]:
    """The headings, where they leave no row above them and each states the sum of the rows as far as the next one: that
    some of several head one row alone is no coincidence then."""
    numbers = [
        number
        for number, one in enumerate(candidates)
        if one.kind in ("heading", "named", "constant") and not one.level
    ]
    if len(numbers) < 2 or any(block.rows for block in blocks[: numbers[0] + 1]):
        return []
    beneath = [
        reduce(_added, blocks[start + 1 : end + 1])
        for start, end in zip(numbers, [*numbers[1:], len(candidates)], strict=True)
    ]
    heads = [candidates[number] for number in numbers]
    tile = all(_is_exact(head, block) for head, block in zip(heads, beneath, strict=True))
    return heads if tile and any(block.rows > 1 for block in beneath) else []


def _is_exact(candidate: Candidate, block: _Block) -> bool:
    """Whether every amount that the candidate states is the sum of the rows."""
    stated = {column: amount for column, amount in candidate.stated.items() if column in block.sums}
    return (
        bool(block.rows)
        and any(stated.values())
        and all(block.sums[column] == amount for column, amount in stated.items())
    )


def _by_chance(sums: Sequence[Candidate]) -> list[Candidate]:
    """The sum that may be an object of its own, by its name, and agrees in one amount alone: it may be as large as other
    rows by chance, where no other name heads a sum."""
    named = [candidate for candidate in sums if candidate.kind == "named"]
    amounts = {amount for candidate in named for amount in candidate.stated.values() if amount}
    return named if len(named) == 1 and len(amounts) == 1 else []


def _added(one: _Block, other: _Block) -> _Block:
    return _Block(
        one.rows + other.rows, {column: amount + other.sums[column] for column, amount in one.sums.items()}
    )


def _agrees(candidate: Candidate, block: _Block) -> bool:
    stated = {column: amount for column, amount in candidate.stated.items() if column in block.sums}
    if not (block.rows and any(stated.values())) or any(
        abs(block.sums[column] - amount) > candidate.rounding[column] for column, amount in stated.items()
    ):
        return False
    # one row with the same amount may be a coincidence
    agrees_twice = sum(amount != 0 for amount in stated.values()) > 1
    return (
        block.rows > 1
        or candidate.kind in {*NAMED_BY_WORDS, "bare"}
        or (candidate.kind in ("heading", "named") and agrees_twice)
    )


def _is_as_large(candidate: Candidate, largest: Sums, blocks: list[_Block]) -> bool:
    """Whether the candidate may be the sum of several rows, as far as their amounts can be read."""
    comparable = [
        (amount, largest[column]) for column, amount in candidate.stated.items() if column in largest
    ]
    several = sum(block.rows for block in blocks) > 1
    return several and (not comparable or any(amount >= most for amount, most in comparable))


def _told(totals: list[Candidate], parts: list[int]) -> Iterator[Notice]:
    """Notices on rows that break down the row above, and on those that are totals by their amounts and by no word."""
    if parts:
        yield Notice("parts_of_row", {"numbers": parts[:10]}, len(parts))
    rows = [total.row for total in totals if total.kind not in {"collective", *BEGUN_AS_TOTAL}]
    if rows:
        yield Notice("total_without_words", {"numbers": rows[:10]}, len(rows))


def _possible_totals(
    source: SheetSource, cells: str, irregular: Irregular, columns: Sequence[Column]
) -> Iterator[Notice]:
    """A notice for a row of data that names an object and whose amounts are those of all others together."""
    values = [f"coalesce({value_sql(source, irregular, column, is_data=True)}, 0)" for column in columns]
    names = [column.name for column in columns]
    is_half = " and ".join(f"2 * {name} = sum({name}) over ()" for name in names)
    positive = " + ".join(f"({name} > 0)::integer" for name in names)
    found = source.db.execute(
        f"""with amounts as (
                select cells.row, {", ".join(f"{value} as {name}" for value, name in zip(values, names, strict=True))}
                from {cells} as cells {irregular.joins} where class = 'data'
            )
            select row from amounts
            qualify {is_half} and (({positive}) > 1 and count(*) over () > 2 or ({positive}) > 0 and count(*) over () > 4)
            order by row"""
    )
    for (row,) in found.fetchall():
        yield Notice("possible_total", {"row": row}, 1)
