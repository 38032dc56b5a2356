"""What a build prints: its progress, and a summary of what it read, set aside, checked and published."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
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

from pipelines.cli.board import print_board
from pipelines.common.errors import UserError
from pipelines.common.language import label as spoken_label
from pipelines.common.language import spoken
from pipelines.common.notices import TOLD
from pipelines.common.workspace import Workspace
from pipelines.quality.accounts import SHEET_ACCOUNTS
from pipelines.quality.statements import (
    amounts_left_out,
    came_back,
    commented_cells,
    disagreeing_totals,
    doubtful_units,
    empty_lists,
    figures_above,
    foreign_townships,
    gaps,
    rows_set_aside,
    struck_rows,
    uncounted,
    unread_columns,
    unreadable,
    unused_notes,
)

if TYPE_CHECKING:
    from pipelines.engines.base import Engine
    from pipelines.orchestration.standing import Answer

_LABEL = 20
_NOTES = {
    "not counted 未计入": uncounted,
    "not paid 未计作发放": amounts_left_out,
    "quarantined 隔离": rows_set_aside,
    "empty 空表": empty_lists,
    "unread 列未读取": unread_columns,
    "above 表头以上": figures_above,
    "unused 未用到": unused_notes,
    "missing 缺报": gaps,
    "elsewhere 外乡镇": foreign_townships,
    "total 合计不符": disagreeing_totals,
    "unit 单位可疑": doubtful_units,
    "struck out 划去": struck_rows,
    "comments 批注": commented_cells,
}
"""Label → what is reported under it of sheets that were read."""
_SEVERITIES = {"critical": ("严重", "critical"), "warning": ("警告", "warnings"), "info": ("提示", "infos")}
_FINDINGS = "select severity, count(*) from quality.findings group by severity"
"""Rows of the table: a rule has one for each delivery in which it finds something, and one for each notice on a sheet."""
_STAGES = {"reading": "reading deliveries", "checking": "checking tables", "marts": "building marts"}


def build_with_progress(workspace: Workspace, is_full: bool, engine: "Engine") -> bool:
    """Run the job `build` in this process with progress bars, then print what was read, checked and published. Where
    nothing has changed, print that, and import neither Dagster nor the contracts.

    Returns whether every delivery counts as it was sent; those that are held back are named. Raises RefusedBuild where
    a critical expectation fails, UserError where the input cannot be used.
    """
    from pipelines.orchestration.standing import keep, sources_of, standing

    started = time.monotonic()
    sources = sources_of(workspace)
    answer = None if is_full else standing(workspace, sources)
    if answer is None:
        answer = _build(workspace, is_full, engine)
        if not TOLD:  # the next build is to tell it again
            keep(workspace, sources, answer)
    _print_summary(workspace, answer, time.monotonic() - started)
    return not answer.record["held_back"]


def _build(workspace: Workspace, is_full: bool, engine: "Engine") -> "Answer":
    """Run the job `build` with progress bars; what it has to say."""
    from pipelines.catalogue.tables import Catalogue
    from pipelines.orchestration.resources import Build
    from pipelines.orchestration.standing import Answer
    from pipelines.quality.findings import unused_waivers
    from pipelines.quality.reviews import unmatched_reviews

    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description:<20}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as progress:
        tasks = {stage: progress.add_task(label, total=None) for stage, label in _STAGES.items()}

        def report(stage: str, done: int, total: int) -> None:
            progress.update(tasks[stage], completed=done, total=total)

        build = Build(workspace, Catalogue.load(), report, is_full, engine)
        build.begin_cleaning()  # while Dagster is imported
        from pipelines.orchestration.run import run_build

        run_build(build)
    unused = [
        *unused_waivers(build.outcomes, build.waivers),
        *unmatched_reviews(build.outcomes, build.reviews),
    ]
    return Answer(build.intake, build.record, unused, build.is_unchanged)


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


def _print_summary(workspace: Workspace, answer: "Answer", seconds: float) -> None:
    from pipelines.releases.store import open_release

    console = Console()
    with open_release(workspace.marts) as release:
        print_board(release)
        [(cells,)] = release.execute("select sum(cells_set_aside)::bigint from quality.deliveries").fetchall()
        if cells:
            zh = f"采纳的行中有 {cells:,} 个单元格没有采用（见 quality.quarantine，level 为 cell）"
            en = f"{cells:,} cells of accepted rows were set aside (level cell in quality.quarantine)"
            _tell(console, "cells 单元格", zh, en, "yellow")
        for delivery, sheets in came_back(release):
            zh = f"{delivery}：反馈工作簿已发回，替代 {sheets}"
            en = f"{delivery}: a feedback workbook was sent back and replaces {sheets}"
            _tell(console, "replaced 已替代", zh, en)
        for line in _not_used(answer, release):
            _tell(console, *line, "yellow")
        for path, rows, set_aside in _feedback(workspace, answer, release):
            zh, en = f"{rows:,} 行，{set_aside:,} 格待改", f"{rows:,} rows and {set_aside:,} cells to mend"
            _tell(console, "feedback 反馈", f"{path}：{zh}", f"{path}: {en}")
        findings = Counter(dict(release.execute(_FINDINGS).fetchall()))
    checks = answer.record["checks"]
    broken = [
        _by_severity(counted, chinese=chinese) for counted in (checks, findings) for chinese in (True, False)
    ]
    zh, en = (
        f"{checks['run']:,} 条规则，不符合的：{broken[0]}",
        f"{checks['run']:,} expectations, failed: {broken[1]}",
    )
    _tell(console, "checked 检查", zh, en, "yellow" if checks["warning"] else None)
    zh = f"quality.findings 中 {findings.total():,} 条：{broken[2]}"
    _tell(console, "findings 问题", zh, f"{findings.total():,} in quality.findings: {broken[3]}")
    for sentence in answer.unused:
        _tell(console, "unused 未用到", sentence, style="yellow")
    _tell(console, "marts 数据集市", *_filled(answer.record["tables"]))
    release_id, where = answer.record["release_id"], workspace.marts / "township.duckdb"
    if answer.is_unchanged:
        zh = f"没有变化，{release_id} 已经包含这些内容；用时 {seconds:.1f} 秒 → {where}"
        en = f"{release_id} holds all of this already; nothing was published in {seconds:.1f} s"
        _tell(console, "unchanged 未变", zh, en)
        return
    if gone := answer.record["gone"]:
        zh = f"不再有文件，数据已撤下：{'、'.join(gone)}；不是有意删除的，请把文件放回后重新运行。"
        en = f"{', '.join(gone)}: no file is there, and the rows are gone; put files back where nobody meant it, and build again."
        _tell(console, "gone 已撤下", zh, en, "yellow")
    if answer.record["is_recoded"]:
        key = workspace.identity_key
        zh = f"与上一版相比，人员代码都变了：{key} 换了密钥。如果不是有意更换，请从备份恢复后重新运行。"
        en = (
            f"persons have other codes than in the release before: {key} is another key. If nobody changed it, "
            "restore it from the back-up and build again."
        )
        _tell(console, "recoded 换码", zh, en, "yellow")
    zh, en = f"{release_id}，用时 {seconds:.1f} 秒 → {where}", f"{release_id} in {seconds:.1f} s → {where}"
    _tell(console, "published 已发布", zh, en)


def _by_severity(counted: Mapping[str, int], *, chinese: bool) -> str:
    words = [f"{counted[severity]:,} {both[not chinese]}" for severity, both in _SEVERITIES.items()]
    return ("，" if chinese else ", ").join(words)


def _filled(tables: Mapping[str, int]) -> tuple[str, str]:
    """The marts that have rows, and how many have none, in both languages."""
    marts = {table: rows for table, rows in tables.items() if "." not in table}
    filled = [f"{mart} {rows:,}" for mart, rows in marts.items() if rows]
    empty = len(marts) - len(filled)
    rest_zh, rest_en = (f"；另有 {empty} 个没有行", f"; {empty} have none") if empty else ("", "")
    return f"{'、'.join(filled)} 行{rest_zh}", f"{', '.join(filled)} rows{rest_en}"


def _tell(console: Console, label: str, sentence: str, english: str = "", style: str | None = None) -> None:
    """One matter: its label, the sentence, and below it the same in English where that says more, as far as they are spoken."""
    label = spoken_label(label)
    sentence, *english_too = spoken(sentence, english)
    options: dict[str, Any] = {"highlight": False, "soft_wrap": True, "markup": False}
    console.print(f"{label}{' ' * (_LABEL - cell_len(label))}{sentence}", style=style, **options)
    for english in english_too:
        console.print(f"{' ' * _LABEL}{english}", style="dim", **options)


def _not_used(answer: "Answer", release: Any) -> Iterator[tuple[str, str, str]]:
    """A label and the reason in both languages for each file, sheet, column and delivery that does not count, or is doubtful."""
    for note in unreadable(release):
        yield "not read 未读取", f"{note.where}: {note.zh}", f"{note.where}: {note.en}"
    for entry in answer.intake.unusable:
        if entry.is_stray or entry.unit is None:
            yield "not read 未读取", *entry.sentences(answer.intake.raw)
    for held in answer.record["held_back"]:
        name = held["delivery"]
        yield "held back 暂缓", f"{name}: {held['reason_zh']}", f"{name}: {held['reason_en']}"
    for label, notes in _NOTES.items():
        for note in notes(release):
            where = f"{note.where}: " if note.where else ""
            yield label, where + note.zh, where + note.en


def _feedback(workspace: Workspace, answer: "Answer", release: Any) -> Iterator[tuple[str, int, int]]:
    """Each feedback workbook, and how many rows and cells of the delivery it asks to be mended."""
    from pipelines.workbooks.feedback import feedback_path

    faults = {
        (unit, period): (rows, cells)
        for unit, period, rows, cells in release.execute(
            f"""select unit, period, sum(quarantined)::bigint, sum(cells_set_aside)::bigint
            from {SHEET_ACCOUNTS} where status <> 'last_published' group by unit, period"""
        ).fetchall()
    }
    for delivery in sorted(answer.intake.deliveries, key=lambda delivery: delivery.name):
        path = feedback_path(delivery, workspace.marts / "feedback")
        if path.exists():
            yield str(path), *faults.get((delivery.unit, delivery.period.name), (0, 0))
