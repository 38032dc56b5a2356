"""The one job: from raw deliveries to a release."""

from typing import Any

import dagster as dg

BUILD = "build"
RETRIES = dg.RetryPolicy(max_retries=3, delay=10, backoff=dg.Backoff.EXPONENTIAL)
"""Where nobody watches: what fails for the moment (another build, a file in use, a full disk) may be over soon."""


def build_job(retries: dg.RetryPolicy | None = None) -> Any:  # its type is not exported
    """The job `build`; each of its steps that fails is tried again as `retries` says."""
    return dg.define_asset_job(
        BUILD,
        selection=dg.AssetSelection.all() - dg.AssetSelection.assets("deliveries"),
        executor_def=dg.in_process_executor,
        op_retry_policy=retries,
        description="Reads what is new in data/raw, builds every mart, checks all of it, and publishes a release.",
    )
