"""All deliveries, each in one of the worker processes."""

import pickle
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from contextlib import suppress
from functools import cache
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
    packed = pickle.dumps(registers)
    return _as_done(
        [pool.submit(_clean, delivery, packed, pieces, key, threads, is_again) for delivery in by_size]
    )


def _clean(
    delivery: Delivery, packed: bytes, pieces: Path, key: bytes, threads: int, is_again: bool
) -> Cleaned:
    return clean_delivery(delivery, _registers(packed), pieces, key, threads, is_again)


@cache
def _registers(packed: bytes) -> Mapping[str, Register]:
    """The same objects for all deliveries that a worker cleans: much is worked out once per register, and to find it by
    another that is only equal takes a third of the time of a small delivery.
    """
    return pickle.loads(packed)


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
