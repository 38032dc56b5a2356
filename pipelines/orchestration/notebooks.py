"""Notebooks as assets: each downstream of the marts that it reads and of the release that it runs on."""

import dagster as dg

from pipelines.catalogue.tables import Catalogue
from pipelines.common.errors import UserError
from pipelines.orchestration.assets import OWNER, RECONCILIATION, mart_key
from pipelines.orchestration.resources import Build
from pipelines.site.notebooks import Notebook, all_notebooks

GROUP = "notebooks"


def notebook_assets(catalogue: Catalogue) -> list[dg.AssetsDefinition]:
    """One asset per notebook of the project."""
    return [_notebook_asset(notebook, catalogue) for notebook in all_notebooks()]


def notebook_key(name: str) -> dg.AssetKey:
    return dg.AssetKey(["notebooks", name])


def _notebook_asset(notebook: Notebook, catalogue: Catalogue) -> dg.AssetsDefinition:
    reads = [mart_key(mart) for mart in catalogue.marts if notebook.reads(mart)]
    if notebook.reads("quality.reconciliation"):
        reads.append(RECONCILIATION)

    @dg.asset(
        key=notebook_key(notebook.name),
        deps=[*reads, "release"],
        description=notebook.question,
        group_name=GROUP,
        owners=[OWNER],
        kinds={"jupyter"},
    )
    def run_notebook(build: dg.ResourceParam[Build]) -> dg.MaterializeResult:
        from pipelines.site.notebook_runs import publish_notebook

        try:
            page, executed = publish_notebook(notebook, build.workspace.marts, build.catalogue)
        except UserError as problem:
            raise dg.Failure(str(problem)) from None
        captions = [f"- {figure['alt']}" for figure in executed.figures.values()]
        return dg.MaterializeResult(
            metadata={
                "preview": dg.MetadataValue.md("\n".join([f"**{executed.title}**", "", *captions])),
                "page": dg.MetadataValue.path(page),
            }
        )

    return run_notebook
