"""Deliveries are partitions: those that are there, shown as failed where one is held back."""

import dagster as dg

from pipelines.orchestration.partitions import DELIVERIES, fail, failed, released, sync

BOARD = dg.AssetKey("deliveries")


@dg.asset(key=BOARD, partitions_def=DELIVERIES)
def board() -> None:
    """A delivery that is in a release."""


def test_partitions_are_those_that_are_there() -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        sync(instance, ["某镇/2017", "某镇/2018"])
        sync(instance, ["某镇/2018", "某镇/2019"])
        assert {*instance.get_dynamic_partitions("deliveries")} == {"某镇/2018", "某镇/2019"}


def test_what_is_held_back_is_shown_as_failed_and_the_others_as_released() -> None:
    names = ["某镇/2017", "某镇/2018"]
    with dg.DagsterInstance.ephemeral() as instance:
        sync(instance, names)
        for name in names:
            dg.materialize([board], instance=instance, partition_key=name)
        assert released(instance, BOARD, names) == {*names}
        fail(instance, BOARD, {"某镇/2018": "两张表说法不同"})
        assert failed(instance, BOARD, names) == {"某镇/2018"}
        assert released(instance, BOARD, names) == {"某镇/2017"}
