"""The workbooks show what the marts hold, in Chinese, and nothing in them is a formula."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pytest

from pipelines.catalogue.areas import EVERYWHERE, Area, areas
from pipelines.catalogue.tables import Catalogue
from pipelines.common.errors import UserError
from pipelines.disclosure.suppression import open_publishable, shown_rows
from pipelines.marts.coverage import describe_coverage
from pipelines.marts.mart import Mart
from pipelines.releases.store import DATABASE
from pipelines.workbooks.area_workbooks import file_names, write_excel, write_workbooks_of
from pipelines.workbooks.cells import header
from tests.support.catalogues import traced
from tests.support.workbooks import cells


def plain(value: object) -> object:
    """As Excel holds it: money as a double, a day as midnight."""
    if isinstance(value, Decimal):
        return float(value)
    return datetime.datetime.combine(value, datetime.time()) if isinstance(value, datetime.date) else value


def test_a_workbook_for_each_county_and_for_each_unit_without_one(
    pack: dict[str, Path], sample_release: Path, catalogue: Catalogue
) -> None:
    with open_publishable(sample_release / DATABASE, catalogue) as release:
        known = areas(release, catalogue.marts.values())
    assert sorted(pack) == sorted([EVERYWHERE.name, *(area.name for area in known if area.is_top)])
    assert {"儋州市", "二台镇"} <= set(pack)
    assert "木棠镇" not in pack  # it lies in a county


def test_every_row_of_every_mart_is_in_one_workbook(
    pack: dict[str, Path], sample_release: Path, catalogue: Catalogue
) -> None:
    written: dict[str, list[tuple]] = {name: [] for name in catalogue.marts}
    for path in (path for name, path in pack.items() if name != EVERYWHERE.name):
        book = openpyxl.load_workbook(path, read_only=True)
        for name, mart in catalogue.marts.items():
            if mart.title in book.sheetnames:
                rows = book[mart.title].iter_rows(values_only=True)
                assert next(rows) == tuple(heads(mart))
                # A row of a read-only sheet ends at its last written cell.
                width = len(heads(mart))
                written[name] += [(*row, *[None] * (width - len(row))) for row in rows]
    with open_publishable(sample_release / DATABASE, catalogue) as release:
        for name, mart in catalogue.marts.items():
            wanted = [
                (*(plain(c.shown(named[c.name])) for c in mart.shown_columns), *told(mart, named))
                for row in shown_rows(release, mart)
                for named in [dict(zip((c.name for c in mart.columns), row, strict=True))]
            ]
            assert len(wanted) == len(written[name]), name
            # A double is written with as many digits as Excel keeps.
            assert sorted(map(rounded, written[name])) == sorted(map(rounded, wanted)), name


def heads(mart: Mart) -> list[str]:
    return [
        *(header(one.title, one.unit) for one in mart.shown_columns),
        *(["数据情况"] if mart.coverage else []),
    ]


def told(mart: Mart, row: dict) -> list[str | None]:
    """A row that rests on nothing, as a year that is only planned, leaves the cell blank."""
    return [describe_coverage([row]) or None] if mart.coverage else []


def rounded(row: tuple) -> list[str]:
    return [f"{value:.12g}" if isinstance(value, (int, float)) else repr(value) for value in row]


def test_what_looks_like_a_formula_stays_text(
    sample_release: Path, catalogue: Catalogue, tmp_path: Path
) -> None:
    database = tmp_path / "release.duckdb"
    shutil.copyfile(sample_release / DATABASE, database)
    traps = ['=HYPERLINK("http://example.com")', "+1+1", "-2", "@SUM(A1)", "http://example.com", "\t=1"]
    with duckdb.connect(str(database)) as release:
        release.execute(
            "insert into dividend_payouts by name (select * replace (unnest(?::varchar[]) as partner, "
            "'=甲/县:*?' as county) from (from dividend_payouts where area_level = 'county' limit 1))",
            [traps],
        )
    [path] = [
        path for path in write_excel(database, tmp_path, catalogue, traced(catalogue)) if "甲" in path.name
    ]
    assert path.name == "=甲_县___.xlsx"
    book = openpyxl.load_workbook(path)
    column = [cell.value for cell in book["分红发放"][1]].index("合作方")
    partners = {row[column] for row in cells(book["分红发放"])}
    assert partners == set(traps)
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)


def test_workbooks_of_a_township_and_of_all_areas(
    sample_release: Path, catalogue: Catalogue, tmp_path: Path
) -> None:
    """The rows of 木棠镇 and its villages; and all that are shown."""
    database, columns = sample_release / DATABASE, traced(catalogue)
    [township] = write_workbooks_of(database, ["木棠镇"], tmp_path, catalogue, columns)
    [everywhere] = write_workbooks_of(database, [], tmp_path, catalogue, columns)
    assert (township.name, everywhere.name) == ("儋州市·木棠镇.xlsx", "全部地区.xlsx")
    exits = catalogue.marts["exits_by_year"]
    with open_publishable(database, catalogue) as release:
        wanted = len(shown_rows(release, exits)), len(shown_rows(release, exits, "township = '木棠镇'"))
    books = [openpyxl.load_workbook(path, read_only=True) for path in (everywhere, township)]
    assert tuple(len(list(book[exits.title].iter_rows())) - 1 for book in books) == wanted
    assert books[1]["封面"]["A1"].value == "木棠镇 台账汇总" and "图表" not in books[0].sheetnames


def test_an_area_that_nobody_knows_is_one_sentence(
    sample_release: Path, catalogue: Catalogue, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="0 areas are called 无此镇; expected one of "):
        write_workbooks_of(sample_release / DATABASE, ["无此镇"], tmp_path, catalogue, [])


def test_the_same_release_gives_the_same_bytes(
    pack: dict[str, Path], sample_release: Path, catalogue: Catalogue, tmp_path: Path
) -> None:
    again = write_excel(sample_release / DATABASE, tmp_path, catalogue, traced(catalogue))
    assert {path.stem: path.read_bytes() for path in again} == {
        name: path.read_bytes() for name, path in pack.items()
    }


def test_an_empty_release_has_no_workbooks(empty_release: Path, catalogue: Catalogue, tmp_path: Path) -> None:
    assert write_excel(empty_release / DATABASE, tmp_path / "excel", catalogue, traced(catalogue)) == []
    assert (tmp_path / "excel").is_dir()


def test_file_names_are_safe_and_differ() -> None:
    assert file_names(["a/b", "a:b", "A_B", "CON", "..", "城东 镇"]) == [
        "a_b.xlsx",
        "a_b 2.xlsx",
        "A_B 3.xlsx",
        "_CON.xlsx",
        "_.xlsx",
        "城东 镇.xlsx",
    ]


def test_an_area_names_its_rows() -> None:
    assert Area("儋州市", "木棠镇").holds() == ("county = ? and township = ?", ["儋州市", "木棠镇"])
    assert Area("", "", "甲村").holds() == ("county is null and township is null and village = ?", ["甲村"])
    assert (EVERYWHERE.holds(), EVERYWHERE.name) == (("true", []), "全部地区")
    assert Area("", "二台镇").is_top and not Area("儋州市", "木棠镇").is_top


def test_opens_in_libreoffice(pack: dict[str, Path], tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: that workbooks open in it was not tried")
    run = subprocess.run(
        [
            office,
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            *("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path), str(pack["儋州市"])),
        ],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    ours, theirs = openpyxl.load_workbook(pack["儋州市"]), openpyxl.load_workbook(tmp_path / "儋州市.xlsx")
    assert theirs.sheetnames == ours.sheetnames
    for name in set(ours.sheetnames) - {"封面", "图表"}:
        assert cells(theirs[name]) == [
            [pytest.approx(v) if isinstance(v, float) else v for v in row] for row in cells(ours[name])
        ]
    assert len(theirs["图表"]._charts) == len(ours["图表"]._charts) > 0
