"""The command line: build, pages, deliveries, faults, template, workbook, query, audit, report, diff, releases, pin,
unpin, rollback, rekey.

Exit 0: published, unchanged or answered. Exit 3: published, with deliveries held back, which are named. Exit 1: nothing
of what was delivered could be published, the last release stays current. Exit 2: wrong usage or unreadable input. Exit
130: stopped. Every refusal is one plain sentence, in Chinese first.
Heavy libraries are imported by the command that needs them.
"""

import gc
import json
import os
import signal
import sys
import tempfile
import traceback
import warnings
from enum import StrEnum
from io import TextIOWrapper
from multiprocessing import active_children, resource_tracker
from pathlib import Path
from threading import Thread
from typing import Annotated

import typer

from pipelines.common.errors import RefusedBuild, UserError, lack_of
from pipelines.common.folders import require_folder
from pipelines.common.language import language, spoken
from pipelines.common.memory import require_memory
from pipelines.common.utf8_mode import ensure_utf8_mode
from pipelines.common.workspace import Workspace

app = typer.Typer(
    help="Township ledgers → figures that can be stood behind.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

RawOption = Annotated[Path | None, typer.Option("--raw", help="Deliveries: <unit>/<period>/<files>.")]
MartsOption = Annotated[Path | None, typer.Option("--marts", help="Folder of the releases.")]
WideOption = Annotated[bool, typer.Option("--wide", help="Every column, and no cell cut to the window.")]


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"


FormatOption = Annotated[Format, typer.Option("--format")]


class AuditFormat(StrEnum):
    """How an audit is printed."""

    text = "text"
    json = "json"
    html = "html"
    docx = "docx"


@app.command()
def build(
    raw: RawOption = None,
    marts: MartsOption = None,
    full: Annotated[bool, typer.Option("--full", help="Read every delivery again.")] = False,
) -> None:
    """Read what is new, build every mart, check all of it, publish a release."""
    require_memory()
    from pipelines.cli.output import build_with_progress

    _stop_when_told()
    if not build_with_progress(Workspace.of(raw, marts), is_full=full):
        raise typer.Exit(3)


@app.command()
def pages(marts: MartsOption = None) -> None:
    """Run the notebooks on the current release and put their pages into its site."""
    from pipelines.cli.output import make_pages

    make_pages(Workspace.of(marts=marts))


@app.command()
def deliveries(
    marts: MartsOption = None,
    format: FormatOption = Format.table,
    wide: WideOption = False,
    sheets: Annotated[
        bool, typer.Option("--sheets", help="Every sheet: what it was taken for, whether it counts, and why.")
    ] = False,
) -> None:
    """Who delivered what and who is late: files and rows by unit and period, as of the current release."""
    from pipelines.cli.listing import fetched, print_rows
    from pipelines.cli.output import print_board
    from pipelines.quality.calendar import board
    from pipelines.quality.statements import all_statements
    from pipelines.releases.store import open_release

    with open_release(Workspace.of(marts=marts).marts) as db:
        if sheets or wide or format is not Format.table:
            rows = all_statements(db) if sheets else board(db)
            print_rows(*fetched(rows), format.value, is_wide=wide)
        else:
            print_board(db)


@app.command()
def faults(
    unit: Annotated[str, typer.Argument(help="The unit whose deliveries are meant, for example 木棠镇.")],
    period: Annotated[str | None, typer.Argument(help="One period of it, for example 2018.")] = None,
    marts: MartsOption = None,
    format: FormatOption = Format.table,
    wide: WideOption = False,
) -> None:
    """What is amiss in a unit's deliveries: file, sheet, row, column, reason, what was written, and what to do."""
    from pipelines.cli.listing import fetched, print_rows
    from pipelines.quality.faults import faults as faults_of
    from pipelines.releases.store import open_release

    with open_release(Workspace.of(marts=marts).marts) as db:
        print_rows(*fetched(faults_of(db, unit, period)), format.value, is_wide=wide)


@app.command()
def template(
    register: Annotated[
        str | None, typer.Argument(help="Name or Chinese title of a register; without it, all are listed.")
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", help="For this unit, with its own place to choose.")
    ] = None,
    to: Annotated[Path | None, typer.Option("--to", help="The file to write.")] = None,
    raw: RawOption = None,
    format: FormatOption = Format.table,
    wide: WideOption = False,
) -> None:
    """Write an empty workbook for a clerk to fill in: a register's columns, drop-downs, checks, and how to fill it in."""
    from pipelines.cli.listing import print_rows
    from pipelines.deliveries.units import find_unit
    from pipelines.registers.contract import load_registers
    from pipelines.workbooks.template import file_name, find_register, write_template

    registers = load_registers()
    if register is None:
        listed = [(one.title, one.name, one.grain) for one in registers.values()]
        print_rows(["台账", "register", "一行"], listed, format.value, is_wide=wide)
        return
    chosen = find_register(registers, register)
    of = find_unit(Workspace.of(raw).raw, unit) if unit else None
    path = to or Path(file_name(chosen, of))
    write_template(chosen, path, of)
    print(f"已写入 {path} (written)")


@app.command()
def workbook(
    areas: Annotated[
        list[str] | None,
        typer.Argument(help="Counties or townships: 儋州市, 木棠镇, 儋州市·木棠镇.", metavar="[AREA…]"),
    ] = None,
    all: Annotated[bool, typer.Option("--all", help="One workbook over all areas.")] = False,
    to: Annotated[Path, typer.Option("--to", help="The folder to write into.")] = Path(),
    marts: MartsOption = None,
) -> None:
    """Write a workbook of all marts for each area, or one over all areas, small counts withheld as on the site."""
    from pipelines.catalogue.dictionary import dictionary
    from pipelines.catalogue.tables import Catalogue
    from pipelines.releases.store import DATABASE, current_release
    from pipelines.workbooks.area_workbooks import write_workbooks_of

    if bool(areas) == all:
        raise UserError("Expected the names of areas, or --all.", "请写地区名,或用 --all 写全部地区。")
    require_folder(to)
    catalogue = Catalogue.load()
    database = current_release(Workspace.of(marts=marts).marts) / DATABASE
    for path in write_workbooks_of(database, areas or [], to, catalogue, dictionary(catalogue)):
        print(f"已写入 {path} (written)")


# SQL may open with a comment, which looks like an option: what is not an option is taken for SQL.
@app.command(context_settings={"ignore_unknown_options": True})
def query(
    sql: Annotated[
        str,
        typer.Argument(
            help="One SELECT on the marts, for example: from exits_by_year; - reads it from input."
        ),
    ],
    marts: MartsOption = None,
    release: Annotated[
        str | None, typer.Option("--release", help="An earlier release: its id or beginning.")
    ] = None,
    format: FormatOption = Format.table,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write to this file instead: .xlsx, .csv, .parquet or .json."),
    ] = None,
    wide: WideOption = False,
) -> None:
    """Answer SQL from a release, read-only."""
    from pipelines.cli.listing import fetched, print_rows
    from pipelines.releases.query import Limits, answer
    from pipelines.releases.query_log import query_logged
    from pipelines.releases.store import find_release, open_release

    folder, limits = Workspace.of(marts=marts).marts, Limits.of_environment().settings
    sql = sys.stdin.read() if sql == "-" else sql
    with query_logged(sql, find_release(folder, release).name) as log:
        if output:
            from pipelines.cli.export import write_answer

            log(written := write_answer(sql, output, folder, release, limits))
            print(f"已写入 {output}：{written:,} 行 (rows written)")
            return
        with open_release(folder, release, limits) as db, answer(db, sql) as rows:
            log(print_rows(*fetched(rows), format.value, is_wide=wide))


@app.command()
def audit(
    files: Annotated[
        list[Path], typer.Argument(help="Written reports: .txt, .md, .html, .docx, .pdf.", metavar="FILE…")
    ],
    marts: MartsOption = None,
    area: Annotated[
        str | None,
        typer.Option("--area", help="The township that the reports are of, where they do not say it."),
    ] = None,
    format: Annotated[AuditFormat, typer.Option("--format")] = AuditFormat.text,
    to: Annotated[
        Path | None, typer.Option("--to", help="With --format docx: the file with comments to write.")
    ] = None,
) -> None:
    """Check the figures of written reports against each other and against the marts of the current release."""
    from pipelines.audit.audit import audit_report
    from pipelines.audit.output import as_json, as_lines
    from pipelines.audit.page import as_page
    from pipelines.cli.output import open_for_audit, write_comments

    with open_for_audit(Workspace.of(marts=marts).marts, is_named=marts is not None) as release:
        audits = [audit_report(file, release, area) for file in files]
    if format is AuditFormat.json:
        print(json.dumps([as_json(one) for one in audits], ensure_ascii=False, indent=2))
    elif format is AuditFormat.html:
        print(as_page(audits), end="")
    elif format is AuditFormat.docx:
        write_comments(list(zip(files, audits, strict=True)), to)
    else:
        print("\n".join(line for one in audits for line in as_lines(one)))


@app.command()
def report(
    unit: Annotated[str, typer.Argument(help="The township.")],
    period: Annotated[int, typer.Argument(help="The year.")],
    compare: Annotated[
        int | None, typer.Option("--compare", help="The year whose stocks are stated, too.")
    ] = None,
    to: Annotated[Path, typer.Option("--to", help="The folder to write to.")] = Path(),
    marts: MartsOption = None,
) -> None:
    """Write the figures that a township's yearly report needs, as .md and .docx, with the source of every number."""
    from pipelines.audit.released import read_released
    from pipelines.audit.yearly import write_report
    from pipelines.audit.yearly_files import write_files
    from pipelines.marts.loading import load_marts
    from pipelines.releases.store import current_release, open_release

    folder = Workspace.of(marts=marts).marts
    with open_release(folder) as db:
        written = write_report(read_released(db, load_marts().values()), unit, period, compare)
    for path in write_files(written, to, current_release(folder).name):
        print(f"已写入 {path} (written)")


@app.command()
def diff(
    old: Annotated[str | None, typer.Argument(help="Earlier release; by default the one before.")] = None,
    new: Annotated[str | None, typer.Argument(help="Later release; by default the current one.")] = None,
    marts: MartsOption = None,
    format: FormatOption = Format.table,
    wide: WideOption = False,
) -> None:
    """What changed between two releases, figure by figure, and why."""
    from pipelines.cli.output import print_comparison
    from pipelines.releases.diff import compare

    print_comparison(compare(Workspace.of(marts=marts).marts, old, new), format.value, is_wide=wide)


@app.command()
def releases(marts: MartsOption = None, format: FormatOption = Format.table) -> None:
    """The releases that are kept, the newest first; the current one and those pinned are marked."""
    from pipelines.cli.listing import print_rows
    from pipelines.releases.store import all_releases, current_release, pin_of

    folder = Workspace.of(marts=marts).marts
    current = current_release(folder)
    kept = [(release.name, release == current, pin_of(release)) for release in all_releases(folder)]
    if format is not Format.table:
        print_rows(["release", "is_current", "pinned_for"], kept, format.value)
        return
    for name, is_current, note in kept:
        marks = ["current"] * is_current + [f"pinned {note}".strip()] * (note is not None)
        print("  ".join([name, *marks]))


@app.command()
def pin(
    release: Annotated[str, typer.Argument(help="Release to keep for good: its id or beginning.")],
    note: Annotated[
        str, typer.Option("--note", help="What for, for example the report that quotes it.")
    ] = "",
    marts: MartsOption = None,
) -> None:
    """Keep a release for good; the others go in their turn."""
    from pipelines.releases import store

    chosen = store.find_release(Workspace.of(marts=marts).marts, release)
    store.pin(chosen, note)
    print(f"{chosen.name} is pinned.")


@app.command()
def unpin(
    release: Annotated[
        str, typer.Argument(help="Release to keep no longer than others: its id or beginning.")
    ],
    marts: MartsOption = None,
) -> None:
    """Let a pinned release go in its turn."""
    from pipelines.releases import store

    chosen = store.find_release(Workspace.of(marts=marts).marts, release)
    store.unpin(chosen)
    print(f"{chosen.name} is no longer pinned.")


@app.command()
def rollback(
    release: Annotated[str, typer.Argument(help="Release to return to: its id or beginning.")],
    marts: MartsOption = None,
) -> None:
    """Make an earlier release the current one again; the next build publishes a new one."""
    from pipelines.releases.store import find_release, make_current

    folder = Workspace.of(marts=marts).marts
    chosen = find_release(folder, release)
    make_current(folder, chosen)
    print(f"{chosen.name} is current.")


@app.command()
def rekey(marts: MartsOption = None) -> None:
    """Code persons under a new key from the next build on."""
    from pipelines.cleaning.identities import renew_key

    old = renew_key(Workspace.of(marts=marts).identity_key)
    print(f"There is a new key; the next build reads every delivery again. The old one is {old}.")


def main() -> None:
    """Entry point of `township`: every refusal becomes one sentence and an exit code."""
    ensure_utf8_mode()
    if isinstance(sys.stdout, TextIOWrapper):
        # Redirected on Windows, it takes the system's character set, in which names of many a village lack a sign.
        sys.stdout.reconfigure(errors="backslashreplace")
    # What the libraries make as they are imported stays: to look for garbage in it time and again costs half a second.
    gc.set_threshold(100_000, 50, 100)
    # A notice of an old name is one sentence like any other: its line of code helps nobody who reads it.
    warnings.formatwarning = lambda message, *_, **__: f"{message}\n"
    status = _run()
    # Leave at once: tearing down DuckDB's and SQLAlchemy's modules one by one costs a second and prints
    # reports of leaks that are none.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _run() -> int:
    if language() == "zh":
        from pipelines.cli.help import speak_chinese

        speak_chinese(app)
    try:
        app()
    except SystemExit as leave:
        if leave.code == 130:  # Typer's own way to end when it is interrupted
            return _stopped()
        return leave.code if isinstance(leave.code, int) else 2
    except RefusedBuild as refusal:
        _refuse(refusal)
        return 1
    except UserError as problem:
        _refuse(problem)
        return 2
    except BrokenPipeError:
        pass
    except KeyboardInterrupt:
        return _stopped()
    except Exception as fault:
        if (
            isinstance(fault, RuntimeError) and str(fault) == "Query interrupted"
        ):  # DuckDB's own KeyboardInterrupt
            return _stopped()
        if lack := lack_of(fault):
            _refuse(lack)
            return 2
        log = Path(tempfile.mkdtemp(prefix="township-")) / "fault.log"
        log.write_text(traceback.format_exc(), encoding="utf-8")
        print(
            f"程序出错({type(fault).__name__}),不是数据的问题;上一版仍然有效。请把 {log} 发给维护人员。\n"
            f"The program failed ({type(fault).__name__}); the last release stays current. "
            f"This is a fault of the program, not of the data: please send {log} to its maintainers.",
            file=sys.stderr,
        )
        return 2
    return 0


def _refuse(problem: UserError) -> None:
    print("\n".join(spoken(*problem.sentences)), file=sys.stderr)


def _stop_when_told() -> None:
    """Let Ctrl-C and SIGTERM end this process and its workers with one sentence, whatever runs. What they leave is what a
    kill leaves, which the next build clears away."""
    if not hasattr(signal, "pthread_sigmask"):
        return
    told = {signal.SIGINT, signal.SIGTERM}
    sys.warnoptions.append("ignore:resource_tracker:UserWarning")  # of what the workers held
    resource_tracker.ensure_running()  # it lets the signals through again when it starts
    signal.pthread_sigmask(signal.SIG_BLOCK, told)  # in threads and processes that begin from here on, too

    def wait() -> None:
        signal.sigwait(told)
        for worker in active_children():
            worker.kill()
        if sys.stderr.isatty():
            print("\x1b[?25h", file=sys.stderr)  # the cursor, which the progress hides
        os._exit(_stopped())

    Thread(target=wait, daemon=True).start()


def _stopped() -> int:
    print("已停止,上一版仍然有效。 Stopped; the last release stays current.", file=sys.stderr, flush=True)
    return 130


if __name__ == "__main__":
    main()
