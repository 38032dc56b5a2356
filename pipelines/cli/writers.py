"""Commands for who writes or checks reports: audit, report.

Heavy libraries are imported by the command that needs them.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.options import MartsOption
from pipelines.common.errors import UserError
from pipelines.common.language import say
from pipelines.common.workspace import Workspace

if TYPE_CHECKING:
    from pipelines.audit.audit import Audit, Release


class AuditFormat(StrEnum):
    """How an audit is printed."""

    text = "text"
    json = "json"
    html = "html"
    docx = "docx"


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

    with _open_for_audit(Workspace.of(marts=marts).marts, is_named=marts is not None) as release:
        audits = [audit_report(file, release, area) for file in files]
    if format is AuditFormat.json:
        print(json.dumps([as_json(one) for one in audits], ensure_ascii=False, indent=2))
    elif format is AuditFormat.html:
        print(as_page(audits), end="")
    elif format is AuditFormat.docx:
        _write_comments(list(zip(files, audits, strict=True)), to)
    else:
        print("\n".join(line for one in audits for line in as_lines(one)))


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
        say(f"已写入 {path}", f"Written: {path}")


@contextmanager
def _open_for_audit(marts: Path, is_named: bool) -> Iterator["Release | None"]:
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


def _write_comments(audits: Sequence[tuple[Path, "Audit"]], to: Path | None) -> None:
    """Write each audited .docx with comments, to `to`, which takes one alone, else into the current folder."""
    from pipelines.audit.comments import write_commented

    if to and len(audits) > 1:
        raise UserError("--to takes one report.", "--to 只能写一份报告。")
    for source, audit in audits:
        path = to or Path(f"{source.stem}-核对.docx")
        write_commented(audit, source, path)
        say(f"已写入 {path}", f"Written: {path}")
