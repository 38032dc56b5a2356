"""Whatever a build leaves behind names nobody: canaries of every private kind are looked for in every artefact."""

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pytest

from pipelines.catalogue.tables import Catalogue
from pipelines.registers.contract import load_registers
from pipelines.releases.store import current_release
from pipelines.site import write_notebook_page
from pipelines.site.notebooks import Notebook
from tests.conftest import run_township
from tests.support.small import (
    PERSON_HEADER,
    Household,
    id_number,
    township_folder,
    write_csv,
    write_villages,
)
from tests.test_notebooks import NOTEBOOKS, kernel, run

COUNTY, UNIT, VILLAGE = "某县", "某镇", "金丝雀村"
"""Nothing private: they are found wherever the canaries would be, if they were there."""

CANARIES: dict[str, tuple[str, ...]] = {
    # each of a row that is accepted, of one that breaks expectations, and of one that is set aside
    "person_id_number": (id_number(871), id_number(872), id_number(873)[:17] + "?"),
    "person_name": ("欧阳蜂鸟", "王夜莺", "司马画眉"),
    "phone": ("15487655871", "15487655872", "1548765587"),
    "bank_account": ("6217001870008710871", "6217001870008710872", "62170018700087"),
    "text": ("46871008710", "46871008720", "46871008730"),
}
"""Kind of column → what it holds and nothing else may hold."""


def persons() -> Iterator[list[str]]:
    """Rows of a registry: each once as it should be, and once with its cells one and two columns too far left."""
    cells = zip(
        *(CANARIES[kind] for kind in ("person_name", "person_id_number", "phone", "text")), strict=True
    )
    for number, (name, id, phone, text) in enumerate(cells):
        [row] = Household(number, village=VILLAGE).rows()
        changes = {"姓名": name, "证件号码": id, "联系电话": phone, "人编号": text}
        if number == 1:
            changes |= {"民族": "不详", "人均纯收入": "1"}
        row = [changes.get(header, cell) for header, cell in zip(PERSON_HEADER, row, strict=True)]
        yield row
        for shift in (1, 2):
            yield [*row[shift:], *[""] * shift]


def payouts() -> Iterator[list[str]]:
    """Rows of a ledger of dividends, each once as it should be and once with its cells one column too far left."""
    yield ["乡镇", "行政村", "户主姓名", "户主证件号码", "一卡通账号", "合作方", "入股年度", "分红年度", "应发金额(元)",
           "发放金额(元)", "领款人电话"]  # fmt: skip
    cells = zip(
        *(CANARIES[kind] for kind in ("person_name", "person_id_number", "bank_account", "phone")),
        strict=True,
    )
    for name, id, account, phone in cells:
        row = [UNIT, VILLAGE, name, id, account, "合作社", "2017", "2018", "100", "900", phone]
        yield row
        yield [*row[1:], ""]


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of deliveries that are full of canaries; beside it all that the build left, and what it printed."""
    root = tmp_path_factory.mktemp("canaries")
    folder = township_folder(root)
    # Enough households that the village is shown on the site too.
    others = [row for number in range(700, 712) for row in Household(number, village=VILLAGE).rows()]
    write_csv(folder / "名单.csv", [PERSON_HEADER, *persons(), *others])
    write_csv(folder / "分红.csv", payouts())
    write_villages(folder / "村.csv", **{VILLAGE: 100})
    built = run_township("build", "--raw", root / "raw", "--marts", root / "marts")
    (root / "printed.txt").write_text(built.stdout + built.stderr, encoding="utf-8")
    assert built.returncode == 0, built.stderr
    return root / "marts"


def texts(path: Path) -> Iterator[str]:
    """All that somebody can read in the file, unpacked and decoded."""
    match path.suffix:
        case ".duckdb":
            with duckdb.connect(str(path), read_only=True) as db:
                tables = db.execute("select schema_name, table_name from duckdb_tables()").fetchall()
                for schema, table in tables:
                    yield from _rows(db, f'"{schema}"."{table}"')
        case ".parquet":
            with duckdb.connect() as db:
                yield from _rows(db, f"read_parquet('{path}')")
        case ".xlsx":
            with ZipFile(path) as book:
                yield from (book.read(name).decode() for name in book.namelist())
        case ".db":
            with sqlite3.connect(path) as db:
                yield from db.iterdump()
        case _:
            yield path.read_bytes().decode(errors="replace")


def _rows(db: duckdb.DuckDBPyConnection, table: str) -> Iterator[str]:
    yield from (text for (text,) in db.execute(f"select to_json(t) from {table} as t").fetchall())


def leaks(root: Path, harmless: str) -> tuple[list[tuple[str, str]], set[str]]:
    """Canaries with the file that holds them, and the kinds of files that hold the harmless word."""
    found, known = [], set()
    for path in sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink()):
        # What goes back to the sender holds what the sender wrote; the raw files are the sender's own.
        if {"raw", "feedback"} & {*path.relative_to(root).parts}:
            continue
        content = "\n".join(texts(path))
        # JSON may spell Chinese in escapes.
        content = re.sub(r"\\u([0-9a-f]{4})", lambda escape: chr(int(escape[1], 16)), content)
        found += [(kind, f"{path.name}: {canary}") for kind, canaries in CANARIES.items() for canary in canaries
                  if canary in content]  # fmt: skip
        if harmless in content:
            known.add(path.suffix)
    return found, known


def test_every_private_kind_has_canaries() -> None:
    private = {c.kind for register in load_registers().values() for c in register.columns if c.is_private}
    assert private == set(CANARIES)


def test_the_canaries_went_every_way(marts: Path) -> None:
    """Into rows that were accepted, into rows that were set aside, and into rows that broke an expectation."""
    with duckdb.connect(str(marts / "township.duckdb"), read_only=True) as db:

        def found(query: str) -> set[str]:
            return {value for (value,) in db.execute(query).fetchall()}

        assert found("select register from quality.deliveries where accepted > 0") >= {
            "persons",
            "dividend_payouts",
        }
        titles = {"证件号码", "户主证件号码", "行政村", "人数", "饮水困难"}
        assert found("select header from quality.quarantine") >= titles
        rules = {"ethnicity_is_one", "income_is_plausible"}
        assert found("select rule from quality.finding_rows where row is not null") >= rules


def test_nothing_that_a_build_leaves_names_anybody(marts: Path) -> None:
    found, known = leaks(marts.parent, VILLAGE)
    assert found == []
    assert known >= {".duckdb", ".parquet", ".xlsx", ".html", ".js"}
    assert leaks(marts.parent, UNIT)[1] >= {".db", ".json", ".txt"}


def test_notebooks_and_their_pages_name_nobody(marts: Path, catalogue: Catalogue, tmp_path: Path) -> None:
    release = current_release(marts)
    with kernel() as client:
        for path in NOTEBOOKS:
            executed = run(path, marts, client, COUNTY=COUNTY, TOWNSHIP=UNIT, UNIT=UNIT, YEAR=2018)
            (tmp_path / path.name).write_text(json.dumps(executed, ensure_ascii=False), encoding="utf-8")
            page = write_notebook_page(release, catalogue, Notebook(path, tuple(executed.cells)))
            shutil.copy(page, tmp_path)
    shutil.copytree(release / "site" / "data", tmp_path / "data")
    found, known = leaks(tmp_path, VILLAGE)
    assert found == []
    assert known == {".ipynb", ".html", ".js"}
