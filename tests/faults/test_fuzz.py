"""Mutated files of every kind: no traceback, no hang, and no row unaccounted for.

TOWNSHIP_FUZZ is how many files are made (default 160; 20000 is a night's work).
"""

import os
import time
import zipfile
from pathlib import Path
from random import Random

import pytest

from tests.support.desk import LEDGER, PERSONS, Desk, person
from tests.support.mutations import mutate_bytes

FILES = int(os.environ.get("TOWNSHIP_FUZZ", "160"))
BATCH = 40
SECONDS_PER_FILE = 10
NASTY = ["\0", "\x1e", "\x1f", "\x02", '"', '""', "\r", "\n", ",", "\t", "\ufffd", "\u2028", "=1+1", "#REF!", "合计", "小计",
         "9" * 400, "-", "１２", "٣", "½", "E+5", "1E400", "nan", "inf", "𠮷", "填表人:", "村", "x" * 40_000]  # fmt: skip
CELLS = [
    [list(PERSONS), *(person(n) for n in range(1, 8)), ["合计", *[""] * 11]],
    [
        list(LEDGER),
        *(["木棠镇", "薛宅村", "2018", f"项目{n}", f"{n}"] for n in range(1, 8)),
        ["合计", "", "", "", "28"],
    ],
]


def mutate_cells(rng: Random) -> list[list[str]]:
    rows = [[str(cell) for cell in row] for row in rng.choice(CELLS)]
    for _ in range(rng.randint(1, 6)):
        row = rng.choice(rows)
        place = rng.randrange(len(row)) if row else 0
        match rng.randrange(6):
            case 0:
                row[place : place + 1] = [rng.choice(NASTY)]
            case 1:
                row[place : place + 1] = [row[place][: rng.randrange(6)] + rng.choice(NASTY) if row else ""]
            case 2:
                row[place:place] = [rng.choice(NASTY)] * rng.randrange(4)
            case 3:
                del row[place : place + rng.randrange(3)]
            case 4:
                rows.insert(rng.randrange(len(rows)), list(rng.choice(rows)))
            case 5:
                rng.shuffle(rows)
    return rows


def mutate_parts(rng: Random, path: Path) -> None:
    """Mutate what is inside a workbook and pack it whole again: such damage passes the container's own checks."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chosen = rng.choice(sorted(parts))
    parts[chosen] = mutate_bytes(rng, parts[chosen])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def make(rng: Random, desk: Desk, number: int) -> None:
    rows = mutate_cells(rng)
    clean = [[cell.replace("\0", "")[:30_000] for cell in row] for row in rows]
    match rng.randrange(6):
        case 0:
            encoding = rng.choice(["utf-8", "gb18030", "utf-16", "utf-8-sig"])
            path = desk.csv(f"{number}.csv", rows, encoding, rng.choice(",;\t"))
        case 1:
            path = desk.xlsx(f"{number}.xlsx", clean)
        case 2:
            path = desk.xls(f"{number}.xls", clean)
        case 3:
            path = desk.xlsb(f"{number}.xlsb", clean)
        case 4:
            path = desk.web_page(f"{number}.xls", rows, rng.choice(["utf-8", "gb18030", "utf-16"]))
        case _:
            path = desk.ods(f"{number}.ods", [[c.translate(_NO_XML) for c in row] for row in clean])
    match rng.randrange(3):
        case 0:
            path.write_bytes(mutate_bytes(rng, path.read_bytes()))
        case 1 if path.suffix in (".xlsx", ".xlsb", ".ods"):
            mutate_parts(rng, path)


_NO_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], " ")


@pytest.mark.parametrize("batch", range(-(-FILES // BATCH)))
def test_mutated_files(tmp_path, batch):
    rng = Random(batch)
    desk = Desk(tmp_path)
    for number in range(min(BATCH, FILES)):
        make(rng, desk, number)
    begun = time.monotonic()
    outcome = desk.clean()  # the desk itself asserts that every row is accounted for
    assert time.monotonic() - begun < SECONDS_PER_FILE * BATCH
    assert {sheet["file"] for sheet in outcome.sheets} == {
        path.name for path in outcome.cleaned.delivery.files
    }
    assert all("\n" not in "".join(problem) for problem in outcome.cleaned.problems)
