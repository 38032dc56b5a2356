"""The jobs: from raw deliveries to a release, and from a release to the pages of the notebooks."""

import dagster as dg

from pipelines.orchestration.notebooks import GROUP as NOTEBOOKS

build_job = dg.define_asset_job(
    "build",
    selection=dg.AssetSelection.all()
    - dg.AssetSelection.assets("deliveries")
    - dg.AssetSelection.groups(NOTEBOOKS),
    executor_def=dg.in_process_executor,
    description="Reads what is new in data/raw, builds every mart, checks all of it, and publishes a release.",
)

notebooks_job = dg.define_asset_job(
    "notebooks",
    selection=dg.AssetSelection.groups(NOTEBOOKS),
    executor_def=dg.in_process_executor,
    description="Runs every notebook on the current release and puts its page into the site; one that fails stops no other.",
)
