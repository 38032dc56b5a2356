"""What a person sees in the terminal: progress, summary, tables."""

import csv
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

from pipelines.common.errors import UserError
from pipelines.common.workspace import Workspace
from pipelines.quality.accounts import SHEET_ACCOUNTS
from pipelines.quality.statements import (
    came_back,
    commented_cells,
    disagreeing_totals,
    doubtful_units,
    empty_lists,
    gaps,
    struck_rows,
    uncounted,
    unread_columns,
    unreadable,
    unused_notes,
)
from pipelines.registers.contract import Register
from pipelines.releases.causes import CAUSES
from pipelines.releases.diff import Change, Comparison, Total

if TYPE_CHECKING:
    from pipelines.audit.audit import Release

_LONGEST_TABLE = 1_000
_MOST_BEHIND = 3
_LABEL = 20
_FORMULA = re.compile(r"[\t\n]|\s*[=+\-@＝＋－＠](?!$)")
"""What a spreadsheet program may take for a formula. Source: OWASP, CSV Injection."""
_SIGNED_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?(e[+-]?\d+)?%?", re.IGNORECASE | re.ASCII)
_NOTES = {
    "not counted 未计入": uncounted,
    "empty 空表": empty_lists,
    "unread 列未读取": unread_columns,
    "unused 未用到": unused_notes,
    "missing 缺报": gaps,
    "total 合计不符": disagreeing_totals,
    "unit 单位可疑": doubtful_units,
    "struck out 划去": struck_rows,
    "comments 批注": commented_cells,
}
"""Label → what is told under it of sheets that were read."""
_STAGES = {"reading": "reading deliveries", "checking": "checking tables", "marts": "building marts"}


def build_with_progress(workspace: Workspace, is_full: bool) -> bool:
    """Run the job `build` in this process with progress bars, then print what was read, checked and published.

    Returns whether every delivery counts as it was sent; those that are held back are named. Raises RefusedBuild where
    a critical expectation fails, UserError where the input cannot be used.
    """
    from pipelines.catalogue.tables import Catalogue
    from pipelines.orchestration.resources import Build

    console = Console(stderr=True)
    started = time.monotonic()
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description:<20}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    ) as progress:
        tasks = {stage: progress.add_task(label, total=None) for stage, label in _STAGES.items()}

        def report(stage: str, done: int, total: int) -> None:
            progress.update(tasks[stage], completed=done, total=total)

        build = Build(workspace, Catalogue.load(), report, is_full)
        build.begin_cleaning()  # while Dagster is imported
        from pipelines.orchestration.run import run_build

        run_build(build)
    _print_summary(build, time.monotonic() - started)
    return not build.record["held_back"]


def make_pages(workspace: Workspace) -> None:
    """Run the job `notebooks` in this process and print where the pages are.

    Raises UserError with a sentence for each notebook that failed; the pages of the others are made all the same.
    """
    from pipelines.catalogue.tables import Catalogue
    from pipelines.orchestration.resources import Build
    from pipelines.orchestration.run import run_notebooks
    from pipelines.releases.store import current_release

    current_release(workspace.marts)  # where there is none, it fails at once
    with Console(stderr=True).status("running the notebooks"):
        pages, failures = run_notebooks(Build(workspace, Catalogue.load()))
    for page in pages:
        print(f"made  {page}")
    if failures:
        raise UserError("\n".join(failures))


def _print_summary(build: Any, seconds: float) -> None:
    from pipelines.quality.findings import unused_waivers
    from pipelines.quality.reviews import unmatched_reviews
    from pipelines.releases.store import open_release

    console = Console()
    with open_release(build.workspace.marts) as release:
        _print_accounts(build, release)
        [(cells,)] = release.execute("select sum(cells_set_aside)::bigint from quality.deliveries").fetchall()
        if cells:
            zh = f"采纳的行中有 {cells:,} 个单元格没有采用（见 quality.quarantine，level 为 cell）"
            en = f"{cells:,} cells of accepted rows were set aside (level cell in quality.quarantine)"
            _tell(console, "cells 单元格", zh, en, "yellow")
        for delivery, sheets in came_back(release):
            zh = f"{delivery}: 反馈工作簿已发回，替代 {sheets}"
            en = f"{delivery}: a feedback workbook was sent back and replaces {sheets}"
            _tell(console, "replaced 已替代", zh, en)
        for line in _not_used(build, release):
            _tell(console, *line, "yellow")
        for path, rows, set_aside in _feedback(build, release):
            _tell(console, "feedback 反馈", f"{path} ({rows:,} rows 行, {set_aside:,} cells 格)")
    checks = build.record["checks"]
    _tell(
        console,
        "checked 检查",
        f"{checks['run']} expectations 规则: {checks['critical']} critical 严重, {checks['warning']} warnings 警告, "
        f"{checks['info']} infos 提示 (quality.findings)",
        style="yellow" if checks["warning"] else None,
    )
    unused = unused_waivers(build.outcomes, build.waivers)
    for sentence in [*unused, *unmatched_reviews(build.outcomes, build.reviews)]:
        _tell(console, "unused 未用到", sentence, style="yellow")
    tables = build.record["tables"].items()
    counts = ", ".join(f"{table} {rows:,}" for table, rows in tables if "." not in table)
    _tell(console, "marts 数据集市", f"{counts} rows 行")
    release_id, where = build.record["release_id"], build.workspace.marts / "township.duckdb"
    if build.is_unchanged:
        zh = f"没有变化，{release_id} 已经包含这些内容；用时 {seconds:.1f} 秒 → {where}"
        en = f"{release_id} holds all of this already; nothing was published in {seconds:.1f} s"
        _tell(console, "unchanged 未变", zh, en)
        return
    if build.record["is_recoded"]:
        key = build.workspace.identity_key
        zh = f"与上一版相比，人员代码都变了：{key} 换了密钥。如果不是有意更换，请从备份恢复后重新运行。"
        en = (
            f"persons have other codes than in the release before: {key} is another key. If nobody changed it, "
            "restore it from the back-up and build again."
        )
        _tell(console, "recoded 换码", zh, en, "yellow")
    _tell(console, "published 已发布", f"{release_id} in 用时 {seconds:.1f} s → {where}")


def _tell(console: Console, label: str, sentence: str, english: str = "", style: str | None = None) -> None:
    """One matter: its label in both languages, the sentence, and below it the same in English where that says more."""
    options: dict[str, Any] = {"highlight": False, "soft_wrap": True, "markup": False}
    console.print(f"{label}{' ' * (_LABEL - cell_len(label))}{sentence}", style=style, **options)
    if english:
        console.print(f"{' ' * _LABEL}{english}", style="dim", **options)


def _print_accounts(build: Any, release: Any) -> None:
    """Where the rows of each delivery went: read = accepted + quarantined + superseded + non-data."""
    table = Table(title="Deliveries 报送情况", title_justify="left")
    for title in ("unit 单位", "period 期间"):
        table.add_column(title, no_wrap=True)
    for title in (
        "files 文件",
        "read 读取",
        "accepted 采纳",
        "quarantined 隔离",
        "repeated 重复",
        "no data 非数据",
    ):
        table.add_column(title, justify="right", no_wrap=True)
    accounts = release.execute(
        f"""select unit, period, count(distinct file), sum(rows_read)::bigint, sum(accepted)::bigint,
            sum(quarantined)::bigint, sum(superseded)::bigint, sum(non_data)::bigint
        from {SHEET_ACCOUNTS} where status <> 'last_published' group by unit, period order by unit, period"""
    ).fetchall()
    unread = {(one.delivery.unit, one.delivery.period.name) for one in build.deliveries if one.problems}
    for unit, period, *numbers in accounts:
        style = "yellow" if (unit, period) in unread else None
        table.add_row(Text(unit), Text(period), *(f"{number:,}" for number in numbers), style=style)
    table.add_section()
    total = [sum(column) for column in zip(*(row[2:] for row in accounts), strict=True)]
    table.add_row("total 合计", "", *(f"{number:,}" for number in total))
    _as_wide_as(table).print(table)


def _not_used(build: Any, release: Any) -> Iterator[tuple[str, str, str]]:
    """A label and the reason in both languages for each file, sheet, column and delivery that does not count, or is doubtful."""
    for note in unreadable(release):
        yield "not read 未读取", f"{note.where}: {note.zh}", f"{note.where}: {note.en}"
    for entry in build.intake.unusable:
        if entry.is_stray or entry.unit is None:
            yield "not read 未读取", *entry.sentences(build.intake.raw)
    for held in build.record["held_back"]:
        name = held["delivery"]
        yield "held back 暂缓", f"{name}: {held['reason_zh']}", f"{name}: {held['reason_en']}"
    for label, notes in _NOTES.items():
        for note in notes(release):
            where = f"{note.where}: " if note.where else ""
            yield label, where + note.zh, where + note.en


def _feedback(build: Any, release: Any) -> Iterator[tuple[str, int, int]]:
    """Each feedback workbook, and how many rows and cells of the delivery it asks to be mended."""
    from pipelines.workbooks.feedback import feedback_path

    faults = {
        (unit, period): (rows, cells)
        for unit, period, rows, cells in release.execute(
            f"""select unit, period, sum(quarantined)::bigint, sum(cells_set_aside)::bigint
            from {SHEET_ACCOUNTS} where status <> 'last_published' group by unit, period"""
        ).fetchall()
    }
    for cleaned in build.deliveries:
        delivery = cleaned.delivery
        path = feedback_path(delivery, build.workspace.marts / "feedback")
        if path.exists():
            yield str(path), *faults.get((delivery.unit, delivery.period.name), (0, 0))


def print_comparison(found: Comparison, format: str) -> None:
    """Print what differs between two releases: files, a total for each mart and area, and each figure, with the cause."""
    if format == "json":
        content = {name: value for name, value in asdict(found).items() if name != "is_possible"}
        print(json.dumps(content, ensure_ascii=False, indent=2, default=_plain))
        return
    print(f"{found.old} → {found.new}: {len(found.changes)} changes")
    for name, cause in found.inputs.items():
        print(f"  {CAUSES[cause]} {cause}: {name}")
    if found.totals:
        names = ["mart", "area", "rows", "figures", "sums"]
        totals = [(t.mart, "·".join(filter(None, t.area)), t.rows, t.figures, _sums(t)) for t in found.totals]
        _print_table(names, totals[:_LONGEST_TABLE])
    if found.changes:
        names = ["mart", "row", "column", "old", "new", "cause", "behind"]
        rows: list[tuple] = [
            (c.mart, c.key, c.column, c.old, c.new, f"{CAUSES[c.cause]} {c.cause}", _behind(c))
            for c in found.changes[:_LONGEST_TABLE]
        ]
        _print_table(names, rows)
    if len(found.changes) > _LONGEST_TABLE:
        print(f"The first {_LONGEST_TABLE:,} changes; --format json gives all of them.")


def _sums(total: Total) -> str:
    """paid_yuan 100 → 120; planned_yuan — → 5"""
    return "; ".join(
        f"{name} " + " → ".join("—" if value is None else f"{value:,f}".removesuffix(".00") for value in pair)
        for name, pair in total.sums.items()
    )


def _behind(change: Change) -> str:
    """The first sheets behind a figure, and how many more there are."""
    more = len(change.behind) - _MOST_BEHIND
    return "; ".join(change.behind[:_MOST_BEHIND]) + (f"; + {more}" if more > 0 else "")


def print_registers(registers: Iterable[Register]) -> None:
    """List the registers of which there are templates: by Chinese title and by name, either of which may be asked for."""
    _print_table(["台账", "register", "一行"], [(one.title, one.name, one.grain) for one in registers])


def print_rows(answer: Any, format: str) -> int:
    """Print the rows of a DuckDB result as a table, CSV or JSON on standard output. How many were printed.

    Text that a spreadsheet program may take for a formula gets an apostrophe in CSV; numbers stay numbers.
    """
    names = [column[0] for column in answer.description]
    if format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(map(_without_formula, names))
        printed = 0
        while rows := answer.fetchmany(10_000):
            writer.writerows([_without_formula(value) for value in row] for row in rows)
            printed += len(rows)
        return printed
    if format == "json":
        if twice := next((name for name, count in Counter(names).items() if count > 1), None):
            raise UserError(
                f"Two columns are called {twice}; expected a name of its own for each in JSON: write {twice} AS ….",
                f"有两列都叫 {twice},JSON 里各列名称不能相同;请写成 {twice} AS …。",
            )
        rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
        print(json.dumps(rows, ensure_ascii=False, indent=2, default=_plain))
        return len(rows)
    rows = answer.fetchmany(_LONGEST_TABLE + 1)
    _print_table(names, rows[:_LONGEST_TABLE])
    if len(rows) > _LONGEST_TABLE:
        print(f"The first {_LONGEST_TABLE:,} rows; --format csv gives all of them.")
    return min(len(rows), _LONGEST_TABLE)


def _without_formula(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = re.sub(r"\r\n?", "\n", value)  # a line break that csv puts in quotes, too, in every Python
    return f"'{text}" if _FORMULA.match(text) and not _SIGNED_NUMBER.fullmatch(text) else text


def _print_table(names: list[str], rows: list[tuple]) -> None:
    table = Table()
    for place, name in enumerate(names):
        is_number = any(_is_number(row[place]) for row in rows)
        table.add_column(Text(name), justify="right" if is_number else "left", no_wrap=True)
    for row in rows:
        table.add_row(*(Text("" if value is None else str(value)) for value in row))
    console = _as_wide_as(table)
    if not console.is_terminal or console.width <= Console().width:
        console.print(table)
        return
    for row in rows:  # too wide for the window: one line per value
        console.rule(style="dim")
        width = max(map(cell_len, names))
        for name, value in zip(names, row, strict=True):
            padding = " " * (width - cell_len(name))
            console.print(Text(f"{name}{padding}  {'' if value is None else value}"))


def _as_wide_as(table: Table) -> Console:
    """A console on which no cell is cut: lines that are too long for a window can still be piped and searched."""
    console = Console()
    console.width = max(console.width, Console(width=10_000).measure(table).maximum)
    return console


def _is_number(value: object) -> bool:
    from decimal import Decimal

    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _plain(value: object) -> object:
    """JSON has no decimals and dates: money stays exact as a number of its own digits, the rest is text."""
    from decimal import Decimal

    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


@contextmanager
def open_for_audit(marts: Path, is_named: bool) -> Iterator["Release | None"]:
    """The current release for comparing reports with it. None, with a sentence, where nothing was published in a folder
    that nobody named. Raises UserError as `open_release` does."""
    from pipelines.audit.audit import Release
    from pipelines.audit.released import coverage_of, read_released
    from pipelines.marts.loading import load_marts
    from pipelines.releases.store import open_release

    try:
        connection = open_release(marts)
    except UserError as problem:
        if is_named:
            raise
        print("\n".join(problem.sentences), file=sys.stderr)
        yield None
        return
    with connection as db:
        yield Release(read_released(db, load_marts().values()), lambda number: coverage_of(db, number))
