"""All deliveries, one worker process per core, each delivery in one of them."""

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import as_completed
from contextlib import suppress
from pathlib import Path

from pipelines.cleaning.delivery import Cleaned, clean_delivery
from pipelines.registers.contract import Register
from pipelines.workers import worker_pool
from pipelines.workspace import Delivery


def clean_all(
    deliveries: list[Delivery], registers: Mapping[str, Register], pieces: Path, key: bytes
) -> Iterator[Cleaned]:
    """Clean every delivery and yield each as it is done, the largest begun first."""
    workers = min(os.cpu_count() or 1, len(deliveries))
    threads = max(1, (os.cpu_count() or 1) // workers)
    by_size = sorted(deliveries, key=_size, reverse=True)
    with worker_pool(workers) as pool:
        tasks = [
            pool.submit(clean_delivery, delivery, registers, pieces, key, threads) for delivery in by_size
        ]
        try:
            for task in as_completed(tasks):
                yield task.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _size(delivery: Delivery) -> int:
    size = 0
    for path in delivery.files:
        with suppress(OSError):
            size += path.stat().st_size
    return size
