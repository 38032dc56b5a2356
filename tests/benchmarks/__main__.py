"""`python -m tests.benchmarks` measures a build of many persons against bare DuckDB, by turns in one run.

Exit 0: every goal is met. Exit 1: one is missed.
"""

import argparse
import json
import os
import sys
from importlib.metadata import version
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import duckdb
import psutil
from rich.console import Console
from rich.table import Table

from tests.benchmarks import workbook
from tests.benchmarks.measuring import Cost, run
from tests.benchmarks.registry import CACHE, registry

PROJECT = Path(__file__).parents[2]

SLOWEST = 3.0
"""Goal: seconds of a build with its expectations, as a multiple of those of the floor."""
LARGEST = 2e9
"""Goal: bytes of memory of a build and all its processes."""
STEEPEST = 1.15
"""Goal: memory of a build of three times as many persons, as a multiple; above 1 only by what varies from run to run."""

_SAME_MARTS = {
    "exits_by_year": """township, village, exit_year, households, persons, cumulative_households, cumulative_persons,
        returned_households, returned_persons""",
    "poverty_incidence": """township, village, registered_households, registered_persons, poor_households,
        poor_persons""",
}

_console = Console(highlight=False, soft_wrap=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "--persons", type=int, default=1_000_000, help="persons in the registry (%(default)s)"
    )
    parser.add_argument("--runs", type=int, default=2, help="runs of build and floor (%(default)s)")
    parser.add_argument("--flat", action="store_true", help="also build three times as many persons")
    arguments = parser.parse_args()
    _print_machine()
    builds, floors = [], []
    raw = _input(arguments.persons)
    for _ in range(arguments.runs):
        with TemporaryDirectory(dir=CACHE) as folder:
            builds.append(_build(raw, Path(folder)))
            floors.append(_floor(raw, Path(folder)))
            _compare(Path(folder))
    costs = {"township build --full": builds, "floor": floors}
    if arguments.flat:
        raw = _input(3 * arguments.persons)
        with TemporaryDirectory(dir=CACHE) as folder:
            costs["build of 3 × as many"] = [_build(raw, Path(folder))]
    _print_costs(costs)
    goals = _goals(costs) | workbook.goals(arguments.runs)
    for goal, is_met in goals.items():
        _console.print(f"{'pass' if is_met else 'FAIL'}  {goal}", style=None if is_met else "bold red")
    return 0 if all(goals.values()) else 1


def _input(persons: int) -> Path:
    raw = registry(persons)
    files = [path for path in raw.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    _console.print(f"input      {persons:,} persons, {len(files)} files of GB18030 CSV, {size / 1e6:,.0f} MB")
    return raw


def _build(raw: Path, folder: Path) -> Cost:
    arguments: list[str | Path] = ["build", "--full", "--raw", raw, "--marts", folder / "marts"]
    return run([sys.executable, "-m", "pipelines", *arguments], PROJECT)


def _floor(raw: Path, folder: Path) -> Cost:
    return run([sys.executable, Path(__file__).with_name("floor.py"), raw, folder / "floor"], PROJECT)


def _compare(folder: Path) -> None:
    """Hold the release against what the floor made of the same files. Raises AssertionError where they differ."""
    counts = json.loads((folder / "floor" / "counts.json").read_text(encoding="utf-8"))
    with duckdb.connect(str(folder / "marts" / "township.duckdb"), read_only=True) as db:
        built = db.execute(
            """select {accepted: sum(accepted)::bigint, quarantined: sum(quarantined)::bigint,
                       superseded: sum(superseded)::bigint} from quality.deliveries"""
        ).fetchall()[0][0]
        if any(built[name] != counts[name] for name in built):
            raise AssertionError(f"the build counts {built}, the floor {counts}")
        for mart, columns in _SAME_MARTS.items():
            release = f"select {columns} from {mart} where township is not null"
            floor = f"select {columns} from read_parquet('{folder / 'floor' / mart}.parquet')"
            odd = db.execute(f"({release} except {floor}) union all ({floor} except {release})").fetchall()
            if odd:
                raise AssertionError(f"{mart}: {len(odd)} rows differ, the first: {odd[0]}")


def _print_machine() -> None:
    memory = psutil.virtual_memory().total / 1e9
    _console.print(
        f"machine    {os.cpu_count()} cores, {memory:.0f} GB, {sys.platform}, load {os.getloadavg()[0]:.1f}"
    )
    packages = ("duckdb", "dagster", "great-expectations")
    _console.print(
        f"versions   Python {sys.version.split()[0]}, {', '.join(f'{p} {version(p)}' for p in packages)}"
    )


def _print_costs(costs: dict[str, list[Cost]]) -> None:
    table = Table("", title="median of the runs", title_justify="left")
    for title in ("seconds", "of each run", "CPU seconds", "peak MB"):
        table.add_column(title, justify="right")
    for name, runs in costs.items():
        table.add_row(
            name,
            f"{median(cost.seconds for cost in runs):.1f}",
            ", ".join(f"{cost.seconds:.1f}" for cost in runs),
            f"{median(cost.cpu_seconds for cost in runs):.1f}",
            f"{max(cost.peak_bytes for cost in runs) / 1e6:,.0f}",
        )
    _console.print(table)


def _goals(costs: dict[str, list[Cost]]) -> dict[str, bool]:
    builds, floors, *more = costs.values()
    ratio = median(cost.seconds for cost in builds) / median(cost.seconds for cost in floors)
    # Tells where the machine was busy with something else.
    cpu = median(cost.cpu_seconds for cost in builds) / median(cost.cpu_seconds for cost in floors)
    peak = max(cost.peak_bytes for cost in builds)
    goals = {
        f"a build takes {ratio:.2f} × the floor ({cpu:.2f} × its CPU seconds); at most {SLOWEST:g} ×": ratio
        <= SLOWEST,
        f"its processes hold {peak / 1e6:,.0f} MB at most; under {LARGEST / 1e6:,.0f} MB": peak < LARGEST,
    }
    for (larger,) in more:
        growth = larger.peak_bytes / peak
        goals[f"three times as many persons take {growth:.2f} × the memory; at most {STEEPEST:g} ×"] = (
            growth <= STEEPEST and larger.peak_bytes < LARGEST
        )
    return goals


if __name__ == "__main__":
    sys.exit(main())
