"""Unit × period: each delivery is a partition of the asset `deliveries`, so its view is the reporting board.

Grey is owed and has not come; green is in a release. Red is what is held back, or what a build refused or failed with,
until one succeeds.
"""

from collections.abc import Iterable, Mapping

import dagster as dg
from dagster._core.events import AssetMaterializationPlannedData

HELD_BACK = "held_back"
"""What a failed run is about: deliveries that it held back, for the next to go on without them, or that it only shows."""
BOARD = dg.AssetKey("deliveries")
DELIVERIES = dg.DynamicPartitionsDefinition(name="deliveries")


def sync(instance: dg.DagsterInstance, names: list[str]) -> None:
    """Make the known partitions those that are there now."""
    known = set(instance.get_dynamic_partitions("deliveries"))
    if fresh := [name for name in names if name not in known]:
        instance.add_dynamic_partitions("deliveries", fresh)
    for gone in sorted(known - set(names)):
        instance.delete_dynamic_partition("deliveries", gone)


def failed(instance: dg.DagsterInstance, asset: dg.AssetKey, names: Iterable[str]) -> set[str]:
    """Those of the partitions that a run failed to bring into a release, or that are held back."""
    status = instance.get_status_by_partition(asset, [*names], DELIVERIES) or {}
    return {name for name, state in status.items() if state is not None and state.value == "FAILED"}


def released(instance: dg.DagsterInstance, asset: dg.AssetKey, names: Iterable[str]) -> set[str]:
    """Those of the partitions whose last state is that a release holds them."""
    # The status outlives the runs that it follows from, which are forgotten in time.
    return instance.get_materialized_partitions(asset) - failed(instance, asset, names)


def plan(context: dg.AssetExecutionContext, asset: dg.AssetKey, name: str) -> None:
    """Record that this run is to bring the partition into a release; if it ends without, the partition has failed.

    Dagster records this by itself only for runs that are launched for a partition; it has no public call for it.
    """
    step = str(context.op_execution_context.op_handle)
    _report_planned(context.instance, context.run, step, asset, name)


def fail(instance: dg.DagsterInstance, asset: dg.AssetKey, reasons: Mapping[str, str]) -> None:
    """Show the partitions as failed, each for its reason.

    Dagster shows so only what a run that failed was to materialise. The run that published the others did not fail: so
    this is one of its own, in which nothing runs.
    """
    run = dg.DagsterRun(job_name=HELD_BACK, status=dg.DagsterRunStatus.STARTED)
    instance.add_run(run)
    for name in reasons:
        _report_planned(instance, run, HELD_BACK, asset, name)
    instance.report_run_failed(run, "\n".join(f"{name}: {reason}" for name, reason in reasons.items()))


def _report_planned(
    instance: dg.DagsterInstance, run: dg.DagsterRun, step: str, asset: dg.AssetKey, name: str
) -> None:
    planned = dg.DagsterEvent.build_asset_materialization_planned_event(
        run.job_name, step, AssetMaterializationPlannedData(asset, partition=name)
    )
    instance.report_dagster_event(planned, run.run_id)
