"""The jobs: from raw deliveries to a release, and from a release to the pages of the notebooks."""

from typing import Any

import dagster as dg

from pipelines.orchestration.notebooks import GROUP as NOTEBOOKS

BUILD = "build"
RETRIES = dg.RetryPolicy(max_retries=3, delay=10, backoff=dg.Backoff.EXPONENTIAL)
"""Where nobody watches: what fails for the moment (another build, a file in use, a full disk) may be over soon."""


def build_job(retries: dg.RetryPolicy | None = None) -> Any:  # its type is not exported
    """The job `build`; each of its steps that fails is tried again by the policy `retries`."""
    return dg.define_asset_job(
        BUILD,
        selection=dg.AssetSelection.all()
        - dg.AssetSelection.assets("deliveries")
        - dg.AssetSelection.groups(NOTEBOOKS),
        executor_def=dg.in_process_executor,
        op_retry_policy=retries,
        description="Reads what is new in data/raw, builds every mart, checks all of it, and publishes a release.",
    )


notebooks_job = dg.define_asset_job(
    "notebooks",
    selection=dg.AssetSelection.groups(NOTEBOOKS),
    executor_def=dg.in_process_executor,
    description="Runs every notebook on the current release and puts its page into the site; one that fails stops no other.",
)
