"""Watches a process and all that it starts: seconds, seconds of CPU, and the most memory that they held together."""

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

import psutil

_INTERVAL = 0.02
_SAMPLES_PER_FAMILY = 10
_NEW_HIGH = 1.01


@dataclass(frozen=True)
class Cost:
    """What a command took: wall and CPU seconds, and its peak memory in bytes, all processes together."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int


def run(command: Sequence[str | Path], folder: Path) -> Cost:
    """Run the command in the folder to its end and measure its cost.

    Raises RuntimeError with the end of what it printed where it fails.
    """
    before, started = os.times(), time.perf_counter()
    with TemporaryFile("w+", encoding="utf-8", errors="replace") as printed:
        process = subprocess.Popen(command, cwd=folder, stdout=printed, stderr=subprocess.STDOUT)
        peak = _watch(process)
        seconds, after = time.perf_counter() - started, os.times()
        if process.returncode:
            printed.seek(0)
            raise RuntimeError(f"{' '.join(map(str, command))} failed:\n{printed.read()[-2000:]}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(seconds, cpu, peak)


def _watch(process: subprocess.Popen) -> int:
    """Wait for the process and return the peak memory of its tree.

    Resident memory, which is quick to ask for, decides when to ask how much of it is shared.
    """
    parent = psutil.Process(process.pid)
    family, samples, highest, peak = [parent], 0, 0.0, 0
    while process.poll() is None:
        if samples % _SAMPLES_PER_FAMILY == 0:
            family = _family(parent)
        resident = _total(family, lambda member: member.memory_info().rss)
        if resident > highest * _NEW_HIGH:
            highest = resident
            peak = max(peak, _total(family, _memory))
        samples += 1
        time.sleep(_INTERVAL)
    return peak


def _family(parent: psutil.Process) -> list[psutil.Process]:
    try:
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _total(family: list[psutil.Process], measure: Callable[[psutil.Process], int]) -> int:
    total = 0
    for member in family:
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):  # it may have ended since
            total += measure(member)
    return total


def _memory(process: psutil.Process) -> int:
    """Memory of its own and its share of what it shares, where the system reports it; else what is resident."""
    memory = process.memory_full_info()
    return getattr(memory, "pss", memory.rss)
