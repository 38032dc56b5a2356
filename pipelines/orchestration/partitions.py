"""Unit × period: each delivery is a partition of the asset `deliveries`, so its view is the reporting board."""

import dagster as dg

DELIVERIES = dg.DynamicPartitionsDefinition(name="deliveries")


def sync(instance: dg.DagsterInstance, names: list[str]) -> None:
    """Make the known partitions those that are there now."""
    known = set(instance.get_dynamic_partitions("deliveries"))
    if fresh := [name for name in names if name not in known]:
        instance.add_dynamic_partitions("deliveries", fresh)
    for gone in sorted(known - set(names)):
        instance.delete_dynamic_partition("deliveries", gone)
