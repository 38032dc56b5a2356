"""What a person sees in the terminal: progress, summary, tables."""

import csv
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

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
from pipelines.quality.statements import Uncounted, uncounted
from pipelines.releases.causes import CAUSES
from pipelines.releases.diff import Change, Comparison, Total

_LONGEST_TABLE = 1_000
_MOST_BEHIND = 3
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
    table = Table(title="Deliveries 报送情况", title_justify="left")
    for title in ("unit 单位", "period 期间"):
        table.add_column(title, no_wrap=True)
    for title in ("files 文件", "rows 行", "accepted 采纳", "quarantined 隔离", "other 其他"):
        table.add_column(title, justify="right", no_wrap=True)
    with open_release(build.workspace.marts) as release:
        accounts = release.execute(
            """select unit, period, count(distinct file), sum(rows_read)::bigint, sum(accepted)::bigint,
                sum(quarantined)::bigint, sum(superseded + non_data)::bigint
            from quality.deliveries where status <> 'last_published' group by unit, period order by unit, period"""
        ).fetchall()
        [(cells,)] = release.execute("select sum(cells_set_aside)::bigint from quality.deliveries").fetchall()
        not_counted = uncounted(release)
    unread = {(one.delivery.unit, one.delivery.period.name) for one in build.deliveries if one.problems}
    for unit, period, *numbers in accounts:
        style = "yellow" if (unit, period) in unread else None
        table.add_row(unit, period, *(f"{number:,}" for number in numbers), style=style)
    table.add_section()
    total = [sum(column) for column in zip(*(row[2:] for row in accounts), strict=True)]
    table.add_row("total 合计", "", *(f"{number:,}" for number in total))
    _as_wide_as(table).print(table)
    if cells:
        text = f"{cells:,} cells of accepted rows were set aside (level cell in quality.quarantine)"
        console.print(f"cells      {text}", style="yellow", soft_wrap=True, highlight=False)
    for sentence in _not_used(build, not_counted):
        console.print(sentence, style="yellow", soft_wrap=True, highlight=False, markup=False)
    checks = build.record["checks"]
    console.print(
        f"checked    {checks['run']} expectations: {checks['critical']} critical, {checks['warning']} warnings, "
        f"{checks['info']} infos (see quality.findings)",
        highlight=False, soft_wrap=True, style="yellow" if checks["warning"] else None,
    )  # fmt: skip
    unused = unused_waivers(build.outcomes, build.waivers)
    for sentence in [*unused, *unmatched_reviews(build.outcomes, build.reviews)]:
        console.print(f"unused     {sentence}", style="yellow", soft_wrap=True, highlight=False, markup=False)
    rows = ", ".join(
        f"{table} {rows:,}" for table, rows in build.record["tables"].items() if "." not in table
    )
    console.print(f"marts      {rows} rows", highlight=False, soft_wrap=True)
    where = build.workspace.marts / "township.duckdb"
    if build.is_unchanged:
        console.print(
            f"unchanged  {build.record['release_id']} holds all of this already; nothing was published in "
            f"{seconds:.1f} s → {where}",
            highlight=False, soft_wrap=True, markup=False,
        )  # fmt: skip
        return
    if build.record["is_recoded"]:
        console.print(
            f"recoded    persons have other codes than in the release before: {build.workspace.identity_key} is "
            "another key. If nobody changed it, restore it from the back-up and build again.",
            highlight=False, soft_wrap=True, markup=False, style="yellow",
        )  # fmt: skip
    console.print(
        f"published  {build.record['release_id']} in {seconds:.1f} s → {where}",
        highlight=False,
        soft_wrap=True,
        markup=False,
    )


def _not_used(build: Any, not_counted: Sequence[Uncounted]) -> Iterator[str]:
    """A line for each file, sheet and delivery that does not count, with the reason."""
    for cleaned in build.deliveries:
        yield from (f"not read: {sentence}" for sentence in cleaned.problems)
    for entry in build.intake.unusable:
        if entry.is_stray or entry.unit is None:
            yield f"not read: {entry.sentences(build.intake.raw)[1]}"
    for held in build.record["held_back"]:
        yield f"held back: {held['delivery']}: {held['reason_en']}"
    for sheet in not_counted:
        if sheet.status != "held_back":
            yield f"not counted: {sheet.where}: {sheet.reason_en}"


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


def print_rows(answer: Any, format: str) -> None:
    """Print the rows of a DuckDB result as a table, CSV or JSON on standard output."""
    names = [column[0] for column in answer.description]
    if format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        while rows := answer.fetchmany(10_000):
            writer.writerows(rows)
    elif format == "json":
        rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
        print(json.dumps(rows, ensure_ascii=False, indent=2, default=_plain))
    else:
        rows = answer.fetchmany(_LONGEST_TABLE + 1)
        _print_table(names, rows[:_LONGEST_TABLE])
        if len(rows) > _LONGEST_TABLE:
            print(f"The first {_LONGEST_TABLE:,} rows; --format csv gives all of them.")


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
