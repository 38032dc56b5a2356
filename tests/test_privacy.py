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
from openpyxl import Workbook

from pipelines.catalogue.tables import Catalogue
from pipelines.common.china_time import today_in_china
from pipelines.releases.store import current_release
from pipelines.site import write_notebook_page
from pipelines.site.notebooks import Notebook
from tests.conftest import run_township
from tests.support.catalogues import all_registers
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

NUMBERS = {
    where: (id_number(880 + number), f"154876559{number:02}")
    for number, where in enumerate(
        (
            "partner", "village", "village of a rejected row", "household", "header", "file", "broken file", "sheet",
            "unit", "period", "correction", "unit.yml", "rejected unit.yml",
        )
    )
}  # fmt: skip
"""Where text is that somebody wrote for everybody → the ID number and the telephone in it."""

NEIGHBOUR, STRANGER = "郝璀璨", "苗瑾瑜"
"""A person of the registry, after whom a partner, an ethnicity and a file are called, and somebody of no registry, who is
named in a cell that breaks a rule: released nowhere."""


def numbers_in(where: str) -> str:
    id, telephone = NUMBERS[where]
    return f"甲{id[:6]} {id[6:14]}-{id[14:]}电话{telephone}"


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


def write_shown_texts(raw: Path, folder: Path) -> None:
    """Numbers of persons in texts, names and notes that are shown as they are."""
    capital = [
        [
            "行政村",
            "户主姓名",
            "户主证件号码",
            "合作方",
            "入股年度",
            "入股金额(元)",
            "出资方",
            numbers_in("header"),
        ],
        [VILLAGE, "王甲", id_number(870), numbers_in("partner") + "合作社", "2017", "1000", "政府", ""],
    ]
    write_csv(folder / f"{numbers_in('file')}入股.csv", capital)
    of_neighbour = [*capital[1][:3], f"{NEIGHBOUR}养殖场", "2015", "2000", "政府", ""]
    write_csv(folder / f"{NEIGHBOUR}入股.csv", [capital[0], of_neighbour])
    (folder / f"{numbers_in('broken file')}.pdf").write_bytes(b"%PDF-1.4")
    book = Workbook()
    book.active.title = numbers_in("sheet")[:31]
    book.active.append(capital[0][:-1])
    book.active.append([*capital[1][:4], "2016", *capital[1][5:-1]])
    book.save(folder / "又一份入股.xlsx")
    by = f"{{file: 分红.csv, row: 2, column: 发放金额(元), found: '900', correct: 90, until: {today_in_china()}, by: 张三, "
    (folder / "corrections.yml").write_text(
        f"- {by} reason: {numbers_in('correction')}}}\n", encoding="utf-8"
    )
    of_village = f"{numbers_in('unit.yml')}西村"
    for unit, note in {
        f"{numbers_in('unit')}村": f"county: {COUNTY}\ntownship: {UNIT}\nvillage: {of_village}\n",
        "坏镇": f"county: [{numbers_in('rejected unit.yml')}]\n",
        "期镇": f"county: {COUNTY}\ntownship: 期镇\n",
    }.items():
        period = numbers_in("period") if unit == "期镇" else "2018"
        figures = [["乡镇", "行政村", "农村人口数"], [UNIT, of_village, "90"]]
        write_csv(raw / unit / period / "表.csv", figures)
        (raw / unit / "unit.yml").write_text(note, encoding="utf-8")


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of deliveries that are full of canaries; beside it all that the build left, and what it printed."""
    root = tmp_path_factory.mktemp("canaries")
    folder = township_folder(root)
    # Enough households that the village is shown on the site too.
    others = [row for number in range(700, 712) for row in Household(number, village=VILLAGE).rows()]
    [at_home] = Household(720, village=VILLAGE).rows()
    at_home[PERSON_HEADER.index("户编号")] = NUMBERS["household"][0]
    [elsewhere] = Household(721, village=numbers_in("village of a rejected row") + "北村").rows()
    [neighbour] = Household(722, village=VILLAGE).rows()
    neighbour[PERSON_HEADER.index("姓名")] = NEIGHBOUR
    neighbour[PERSON_HEADER.index("民族")] = f"汉({NEIGHBOUR[:1]} {NEIGHBOUR[1:]})"
    [stranger] = Household(723, village=VILLAGE).rows()
    stranger[PERSON_HEADER.index("民族")] = f"汉族（{STRANGER}）"
    rows = [*persons(), *others, at_home, elsewhere, neighbour, stranger]
    write_csv(folder / "名单.csv", [PERSON_HEADER, *rows])
    write_csv(folder / "分红.csv", payouts())
    write_villages(folder / "村.csv", **{VILLAGE: 100, numbers_in("village") + "村": 100})
    write_shown_texts(root / "raw", folder)
    built = run_township("build", "--raw", root / "raw", "--marts", root / "marts")
    (root / "printed.txt").write_text(built.stdout + built.stderr, encoding="utf-8")
    assert built.returncode == 3, built.stderr  # one unit is held back
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
        content = "\n".join((str(path.relative_to(root)), *texts(path)))
        # JSON may spell Chinese in escapes.
        content = re.sub(r"\\u([0-9a-f]{4})", lambda escape: chr(int(escape[1], 16)), content)
        found += [(kind, f"{path.name}: {canary}") for kind, canaries in CANARIES.items() for canary in canaries
                  if canary in content]  # fmt: skip
        found += [(where, f"{path.name}: {number}") for where, (id, telephone) in NUMBERS.items()
                  for number in (id, id[6:14] + "-" + id[14:], telephone) if number in content]  # fmt: skip
        # The state finds the sender's files where they are.
        found = [one for one in found if not (one[0] in NUMBERS and one[1].startswith("build.duckdb: "))]
        if harmless in content:
            known.add(path.suffix)
    return found, known


def test_every_private_kind_has_canaries() -> None:
    private = {c.kind for register in all_registers().values() for c in register.columns if c.is_private}
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


def test_files_and_units_are_found_by_the_names_that_show_no_number(marts: Path) -> None:
    with duckdb.connect(str(marts / "township.duckdb"), read_only=True) as db:
        query = "select unit, file, sheet, register, accepted from quality.deliveries"
        found = set(db.execute(query).fetchall())
        assert (UNIT, "*[证件号码]电话[电话号码]**.csv", "", "capital_contributions", 1) in found
        assert any(unit == "*[证件号码]电话[电话号码]村" and accepted for unit, *_, accepted in found)
        assert any(file == "又一份入股.xlsx" and "*[证件号码]" in sheet for _, file, sheet, *_ in found)
        query = "select distinct file from quality.findings where rule like 'correction_%'"
        assert db.execute(query).fetchall() == [("分红.csv",)]
        partners = db.execute("select distinct partner from main.dividend_payouts order by all").fetchall()
        assert ("*[证件号码]电话[电话号码]合作社",) in partners


def test_nothing_that_a_build_leaves_names_anybody(marts: Path) -> None:
    found, known = leaks(marts.parent, VILLAGE)
    assert found == []
    assert known >= {".duckdb", ".parquet", ".xlsx", ".html", ".js"}
    assert leaks(marts.parent, UNIT)[1] >= {".db", ".json", ".txt"}


def test_no_text_of_a_release_names_a_person_of_the_registry(marts: Path) -> None:
    with duckdb.connect(str(marts / "township.duckdb"), read_only=True) as db:
        partners = db.execute(
            "select partner from main.dividend_payouts where invested_year = 2015 and area_level = 'county'"
        ).fetchall()
        assert [re.sub(r"\(\w{6}\)", "()", partner) for (partner,) in partners] == ["郝某()养殖场"]
        shown = "select distinct regexp_replace(file, '\\(\\w{6}\\)', '()') from quality.deliveries"
        assert ("郝某()入股.csv",) in db.execute(shown).fetchall()
        value = "select value from quality.finding_rows where rule = 'ethnicity_is_one'"
        assert ("汉*（苗**）",) in db.execute(value).fetchall()
    for path in current_release(marts).rglob("*"):
        content = "\n".join(texts(path)) if path.is_file() else ""
        content = re.sub(r"\\u([0-9a-f]{4})", lambda escape: chr(int(escape[1], 16)), content)
        assert (
            NEIGHBOUR not in content and STRANGER not in content and f"郝 {NEIGHBOUR[1:]}" not in content
        ), path


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
