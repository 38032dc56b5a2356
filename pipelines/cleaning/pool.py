"""All deliveries, each in one of the worker processes."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from contextlib import suppress
from pathlib import Path

from pipelines.cleaning.delivery import Cleaned, clean_delivery
from pipelines.common.workers import CORES
from pipelines.deliveries.delivery import Delivery
from pipelines.registers.contract import Register


def clean_deliveries(
    deliveries: Sequence[Delivery],
    registers: Mapping[str, Register],
    pieces: Path,
    key: bytes,
    pool: Executor,
    is_again: bool = False,
) -> Iterator[Cleaned]:
    """Begin to clean every delivery, the largest first; the iterator gives each as it is done.

    What was cleaned before is cleaned anew only where `is_again`.
    """
    threads = CORES // min(CORES, len(deliveries))
    by_size = sorted(deliveries, key=_size, reverse=True)
    return _as_done(
        [
            pool.submit(clean_delivery, delivery, registers, pieces, key, threads, is_again)
            for delivery in by_size
        ]
    )


def _as_done(tasks: list[Future[Cleaned]]) -> Iterator[Cleaned]:
    try:
        for task in as_completed(tasks):
            yield task.result()
    finally:
        for task in tasks:
            task.cancel()


def _size(delivery: Delivery) -> int:
    size = 0
    for path in delivery.files:
        with suppress(OSError):
            size += path.stat().st_size
    return size
