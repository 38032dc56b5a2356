"""The one job: from raw deliveries to a release."""

import dagster as dg

build_job = dg.define_asset_job(
    "build",
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets("deliveries"),
    executor_def=dg.in_process_executor,
    description="Reads what is new in data/raw, builds every mart, checks all of it, and publishes a release.",
)
