"""The command `township` and what Dagster loads, over the headline marts alone: half of the work of all of them.

`python -m tests.support.few_marts build …` is the command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.catalogue.tables import Catalogue
from pipelines.cli.commands import main
from tests.support.catalogues import few_marts

if TYPE_CHECKING:
    import dagster as dg


def few_definitions() -> dg.Definitions:
    """What Dagster loads of them: `dagster … -m tests.support.few_marts -a few_definitions`."""
    # a command that builds nothing is done before Dagster is imported
    from pipelines.common.workspace import Workspace
    from pipelines.orchestration.project import RETRIES, definitions_for
    from pipelines.orchestration.resources import Build

    return definitions_for(Build(Workspace.of(), few_marts()), RETRIES)


if __name__ == "__main__":
    # Not before the command blocks signals: a thread of DuckDB that began earlier would let them through.
    Catalogue.load = classmethod(lambda _: few_marts())  # type: ignore[method-assign,assignment]
    main()
