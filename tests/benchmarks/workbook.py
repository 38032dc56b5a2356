"""A workbook of 200,000 rows: reading it into text, against calamine alone making rows of it.

    python -m tests.benchmarks.workbook

Each runs in a process of its own, by turns; CPU seconds are compared.
"""

import csv
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import xlsxwriter
from python_calamine import CalamineWorkbook

from pipelines.reading.files import read_sheets
from tests.benchmarks.measuring import Cost, run
from tests.benchmarks.registry import CACHE, registry

PROJECT = Path(__file__).parents[2]
ROWS = 200_000
SLOWEST = 0.8
"""Goal: CPU seconds of calamine as a fraction of those of reading."""
LARGEST = 1e9
"""Goal: bytes of memory of the process that reads; calamine alone holds the whole sheet."""

_NUMBERS = {"人数", "务工时间", "人均纯收入"}


def goals(runs: int) -> dict[str, bool]:
    """What was measured and whether it meets its goal."""
    path = _workbook()
    costs: dict[str, list[Cost]] = {"calamine": [], "reading": []}
    for _ in range(runs):
        for way, cost in costs.items():
            cost.append(run([sys.executable, "-m", "tests.benchmarks.workbook", way, path], PROJECT))
    alone, reading = (median(cost.cpu_seconds for cost in of_way) for of_way in costs.values())
    peak, least = (max(cost.peak_bytes for cost in costs[way]) for way in ("reading", "calamine"))
    return {
        f"a workbook of {ROWS:,} rows is read at {alone / reading:.2f} × the speed of calamine alone "
        f"({reading:.1f} and {alone:.1f} CPU seconds); at least {SLOWEST:g} ×": alone / reading >= SLOWEST,
        f"reading it holds {peak / 1e6:,.0f} MB at most, calamine alone {least / 1e6:,.0f} MB; "
        f"under {LARGEST / 1e6:,.0f} MB": peak < LARGEST,
    }


def _workbook() -> Path:
    """A person export of that many rows, texts shared as Excel shares them; made once."""
    path = CACHE / f"persons-{ROWS}.xlsx"
    if not path.exists():
        made = path.with_suffix(".unfinished")
        with xlsxwriter.Workbook(made) as workbook:
            page, row = workbook.add_worksheet(), 0
            for file in sorted(registry(ROWS).rglob("*.csv")):
                with file.open(encoding="gb18030", newline="") as lines:
                    header, *persons = csv.reader(lines)
                for cells in persons if row else (header, *persons):
                    for place, cell in enumerate(cells):
                        if header[place] in _NUMBERS and cell.replace(".", "").isdecimal():
                            page.write_number(row, place, float(cell))
                        elif cell:
                            page.write_string(row, place, cell)
                    row += 1
        made.rename(path)
    return path


def _read(way: str, path: Path) -> None:
    if way == "calamine":
        with path.open("rb") as file:
            CalamineWorkbook.from_object(file).get_sheet_by_index(0).to_python()
        return
    with TemporaryDirectory(dir=CACHE) as folder:
        (sheet,) = read_sheets(path, Path(folder))
        assert sheet.rows > ROWS


if __name__ == "__main__":
    match sys.argv[1:]:
        case [way, path]:
            _read(way, Path(path))
        case _:
            reached = goals(runs=3)
            print("\n".join(f"{'pass' if is_met else 'FAIL'}  {goal}" for goal, is_met in reached.items()))
            sys.exit(not all(reached.values()))
