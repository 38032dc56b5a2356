"""Commands that make a release and its pages: build, pages.

Heavy libraries are imported by the command that needs them.
"""

from typing import Annotated

import typer

from pipelines.cli.options import MartsOption, RawOption
from pipelines.cli.stopping import stop_when_told
from pipelines.common.memory import require_memory
from pipelines.common.workspace import Workspace


def build(
    raw: RawOption = None,
    marts: MartsOption = None,
    full: Annotated[bool, typer.Option("--full", help="Read every delivery again.")] = False,
) -> None:
    """Read what is new, build every mart, check all of it, publish a release."""
    require_memory()
    from pipelines.cli.output import build_with_progress

    stop_when_told()
    if not build_with_progress(Workspace.of(raw, marts), is_full=full):
        raise typer.Exit(3)


def pages(marts: MartsOption = None) -> None:
    """Run the notebooks on the current release and put their pages into its site."""
    from pipelines.cli.output import make_pages

    make_pages(Workspace.of(marts=marts))
