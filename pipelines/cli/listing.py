"""Rows as a person or a program reads them: a table that fits the window, CSV or JSON."""

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice
from typing import Any, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.common.errors import UserError

_LONGEST_TABLE = 1_000
_NARROWEST = 12
"""Columns of a window below which no text is cut."""
_FRAME = 3
"""What a column takes beside its text: a line and two blanks."""
_FORMULA = re.compile(r"[\t\n]|\s*[=+\-@＝＋－＠](?!$)")
"""What a spreadsheet program may take for a formula. Source: OWASP, CSV Injection."""
_SIGNED_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?(e[+-]?\d+)?%?", re.IGNORECASE | re.ASCII)

Row = Sequence[object]


def fetched(answer: Any) -> tuple[list[str], Iterator[Row]]:
    """Names of the columns of a DuckDB result, and its rows, which are fetched as they are read."""
    names = [column[0] for column in answer.description]
    return names, chain.from_iterable(iter(lambda: answer.fetchmany(10_000), []))


def print_rows(names: Sequence[str], rows: Iterable[Row], format: str, *, is_wide: bool = False) -> int:
    """Print rows as a table, CSV or JSON on standard output. How many were printed.

    is_wide: every column and cell of a table is printed whole, and row by row where the window is too narrow for that.
    Raises UserError where JSON would have two values of one name.
    """
    if format == "csv":
        return write_csv(names, rows, sys.stdout)
    if format == "json":
        return write_json(names, rows, sys.stdout)
    rows = iter(rows)
    shown = list(islice(rows, _LONGEST_TABLE))
    print_table(names, shown, is_wide=is_wide)
    if next(rows, None) is not None:
        print(f"The first {_LONGEST_TABLE:,} rows; --format csv gives all of them.")
    return len(shown)


def write_csv(names: Sequence[str], rows: Iterable[Row], file: TextIO) -> int:
    """Write rows as CSV, and return how many they were.

    Text that a spreadsheet program may take for a formula gets an apostrophe; numbers stay numbers.
    """
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(map(_without_formula, names))
    written = 0
    for written, row in enumerate(rows, start=1):
        writer.writerow([_without_formula(value) for value in row])
    return written


def _without_formula(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = re.sub(r"\r\n?", "\n", value)  # a line break that csv puts in quotes, too, in every Python
    return f"'{text}" if _FORMULA.match(text) and not _SIGNED_NUMBER.fullmatch(text) else text


def write_json(names: Sequence[str], rows: Iterable[Row], file: TextIO) -> int:
    """Write rows as a JSON list of objects, and return how many they were."""
    if twice := next((name for name, count in Counter(names).items() if count > 1), None):
        raise UserError(
            f"Two columns are called {twice}; expected a name of its own for each in JSON: write {twice} AS ….",
            f"有两列都叫 {twice}，JSON 里各列名称不能相同；请写成 {twice} AS …。",
        )
    objects = [dict(zip(names, row, strict=True)) for row in rows]
    print(as_json(objects), file=file)
    return len(objects)


def as_json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: object) -> object:
    """JSON has no decimals and dates: money stays exact as a number of its own digits, the rest is text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


def print_table(names: Sequence[str], rows: Sequence[Row], *, is_wide: bool = False) -> None:
    """Print rows as a table: whole where nobody watches, for files and searches, else as much as the window holds."""
    console = Console()
    texts = [["" if value is None else str(value) for value in row] for row in rows]
    wanted = [max(map(cell_len, column)) for column in zip(names, *texts, strict=True)]
    numeric = [any(map(_is_number, column)) for column in zip(*rows, strict=True)] or [False] * len(names)
    if not console.is_terminal:
        console.width = max(console.width, sum(wanted) + _FRAME * len(wanted) + 1)
    if is_wide and console.width < sum(wanted) + _FRAME * len(wanted) + 1:
        _print_by_value(console, names, texts)
        return
    widths = fit(wanted, numeric, console.width)
    table = Table()
    for name, width, is_number in zip(names, widths, numeric, strict=False):
        options: dict[str, Any] = {"justify": "right" if is_number else "left", "width": width}
        table.add_column(Text(name), no_wrap=True, overflow="ellipsis", **options)
    for row in texts:
        table.add_row(*map(Text, row[: len(widths)]))
    console.print(table)
    if widths != wanted:
        left_out = ", ".join(names[len(widths) :])
        print(f"…  --wide 显示全部 (shows all){': ' if left_out else ''}{left_out}")


def fit(wanted: Sequence[int], numeric: Sequence[bool], room: int) -> list[int]:
    """Widths of the columns that a window of `room` shows, from the left: of texts the longest are cut first, numbers never."""
    least = [
        width if is_number else min(width, _NARROWEST)
        for width, is_number in zip(wanted, numeric, strict=True)
    ]
    shown = max(1, sum(total <= room for total in _totals(least)))
    room -= 1 + _FRAME * shown
    widths, smallest = list(wanted[:shown]), least[:shown]
    for cut in range(max(widths), 0, -1):
        if sum(widths) <= room:
            break
        widths = [max(one, min(width, cut)) for one, width in zip(smallest, widths, strict=True)]
    return widths


def _totals(widths: Sequence[int]) -> Iterator[int]:
    """How wide a table of the first column is, of the first two, and so on."""
    total = 1
    for width in widths:
        total += width + _FRAME
        yield total


def print_as_wide_as_needed(table: Table) -> None:
    """Print a table in the window; where nobody watches, no line is broken, so that lines can be searched."""
    console = Console()
    if not console.is_terminal:
        console.width = max(console.width, Console(width=10_000).measure(table).maximum)
    console.print(table)


def _print_by_value(console: Console, names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """One line per value."""
    width = max(map(cell_len, names))
    for row in rows:
        console.rule(style="dim")
        for name, value in zip(names, row, strict=True):
            console.print(Text(f"{name}{' ' * (width - cell_len(name))}  {value}"))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
