"""Unit × period: each delivery is a partition of the asset `deliveries`, so its view is the reporting board.

Grey is owed, or sent and not read; green is in a release. Red is what a build refused, or failed with, until one
succeeds.
"""

from collections.abc import Iterable

import dagster as dg
from dagster._core.events import AssetMaterializationPlannedData

DELIVERIES = dg.DynamicPartitionsDefinition(name="deliveries")


def sync(instance: dg.DagsterInstance, names: list[str]) -> None:
    """Make the known partitions those that are there now."""
    known = set(instance.get_dynamic_partitions("deliveries"))
    if fresh := [name for name in names if name not in known]:
        instance.add_dynamic_partitions("deliveries", fresh)
    for gone in sorted(known - set(names)):
        instance.delete_dynamic_partition("deliveries", gone)


def released(instance: dg.DagsterInstance, asset: dg.AssetKey, names: Iterable[str]) -> set[str]:
    """Those of the partitions whose last state is that a release holds them."""
    status = instance.get_status_by_partition(asset, [*names], DELIVERIES) or {}
    failed = {name for name, state in status.items() if state is not None and state.value == "FAILED"}
    # The status outlives the runs that it follows from, which are forgotten in time.
    return instance.get_materialized_partitions(asset) - failed


def plan(context: dg.AssetExecutionContext, asset: dg.AssetKey, name: str) -> None:
    """Say that this run is to bring the partition into a release; it has failed where the run ends without.

    Dagster says so by itself only of runs that are launched for a partition; it has no public way to say it.
    """
    planned = dg.DagsterEvent.build_asset_materialization_planned_event(
        context.job_name,
        str(context.op_execution_context.op_handle),
        AssetMaterializationPlannedData(asset, partition=name),
    )
    context.instance.report_dagster_event(planned, context.run.run_id)
