"""Commands that make a release and its pages: build, pages.

Heavy libraries are imported by the command that needs them.
"""

from enum import StrEnum
from typing import Annotated

import typer

from pipelines.cli.options import MartsOption, RawOption
from pipelines.cli.stopping import stop_when_told
from pipelines.common.memory import require_memory
from pipelines.common.workspace import Workspace


class EngineName(StrEnum):
    """Where the SELECTs of the marts run."""

    duckdb = "duckdb"
    spark = "spark"


def build(
    raw: RawOption = None,
    marts: MartsOption = None,
    full: Annotated[bool, typer.Option("--full", help="Read every delivery again.")] = False,
    engine: Annotated[
        EngineName, typer.Option("--engine", help="Where the marts are built: here, or by Spark.")
    ] = EngineName.duckdb,
) -> None:
    """Read what is new, build every mart, check all of it, publish a release."""
    require_memory()
    from pipelines.cli.output import build_with_progress
    from pipelines.engines.duckdb import DUCKDB
    from pipelines.engines.spark import SPARK

    engines = {EngineName.duckdb: DUCKDB, EngineName.spark: SPARK}
    stop_when_told()
    if not build_with_progress(Workspace.of(raw, marts), is_full=full, engine=engines[engine]):
        raise typer.Exit(3)


def pages(marts: MartsOption = None) -> None:
    """Run the notebooks on the current release and put their pages into its site."""
    from pipelines.cli.output import make_pages

    make_pages(Workspace.of(marts=marts))
