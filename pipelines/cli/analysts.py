"""Commands for who takes figures out of a release: query, workbook, brief.

Heavy libraries are imported by the command that needs them.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.options import Format, FormatOption, MartsOption, WideOption
from pipelines.common.errors import UserError
from pipelines.common.folders import require_folder
from pipelines.common.language import say
from pipelines.common.workspace import Workspace


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
    from pipelines.releases.query import Limits, run_query
    from pipelines.releases.query_log import query_logged
    from pipelines.releases.store import find_release, open_release

    folder, limits = Workspace.of(marts=marts).marts, Limits.of_environment().settings
    sql = sys.stdin.read() if sql == "-" else sql
    with query_logged(sql, find_release(folder, release).name) as log:
        if output:
            from pipelines.cli.export import write_answer

            log(written := write_answer(sql, output, folder, release, limits))
            say(f"已写入 {output}：{written:,} 行", f"Written: {output}, {written:,} rows")
            return
        with open_release(folder, release, limits) as db, run_query(db, sql) as rows:
            log(print_rows(*fetched(rows), format.value, is_wide=wide))


def workbook(
    areas: Annotated[
        list[str] | None,
        typer.Argument(help="Counties or townships: 儋州市， 木棠镇， 儋州市·木棠镇.", metavar="[AREA…]"),
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
        raise UserError("Expected the names of areas, or --all.", "请写地区名，或用 --all 写全部地区。")
    require_folder(to)
    catalogue = Catalogue.load()
    database = current_release(Workspace.of(marts=marts).marts) / DATABASE
    for path in write_workbooks_of(database, areas or [], to, catalogue, dictionary(catalogue)):
        say(f"已写入 {path}", f"Written: {path}")


def brief(
    county: Annotated[str, typer.Argument(help="The county.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file to write: .docx, .pdf or .png; by default a .docx."),
    ] = None,
    marts: MartsOption = None,
) -> None:
    """Write the one-page brief of a county, as it stands on the site, for a leader."""
    from pipelines.releases.store import current_release
    from pipelines.site.brief_files import find_brief, write_brief

    path = output or Path(f"{county}简报.docx")
    require_folder(path.parent)
    write_brief(find_brief(current_release(Workspace.of(marts=marts).marts) / "site", county), path)
    say(f"已写入 {path}", f"Written: {path}")
