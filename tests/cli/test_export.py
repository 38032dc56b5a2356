"""Answers as files: each kind holds the same rows, and Excel shows them under Chinese titles."""

import json
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pytest

from pipelines.cli.export import write_answer
from pipelines.common.errors import UserError

SQL = """-- a saved query begins with a comment
select township, year, paid_yuan, execution_rate, '=1+1' as remark from fund_execution
where area_level = 'township' and township = '木棠镇' and year = 2018 and category = '产业'"""


@pytest.fixture(scope="module")
def files(sample_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one answer in each kind of file."""
    folder = tmp_path_factory.mktemp("files")
    for kind in ("csv", "json", "xlsx", "parquet"):
        assert write_answer(SQL, folder / f"a.{kind}", sample_release) == 1
    return folder


def test_csv_opens_in_chinese_excel_and_holds_no_formula(files: Path) -> None:
    content = (files / "a.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines()[1].split(",")[:3] == ["木棠镇", "2018", "10663000.00"]
    assert content.decode("utf-8-sig").splitlines()[1].endswith(",'=1+1")


def test_json_and_parquet_hold_the_amount_to_the_cent(files: Path) -> None:
    [row] = json.loads((files / "a.json").read_text(encoding="utf-8"), parse_float=Decimal)
    assert row["paid_yuan"] == Decimal(10663000)
    with duckdb.connect() as db:
        [(paid,)] = db.execute("select paid_yuan from read_parquet(?)", [str(files / "a.parquet")]).fetchall()
    assert (paid, type(paid)) == (Decimal("10663000.00"), Decimal)


def test_a_workbook_has_titles_formats_and_where_it_comes_from(files: Path) -> None:
    book = openpyxl.load_workbook(files / "a.xlsx")
    head, cells = book["查询结果"].iter_rows()
    assert [cell.value for cell in head] == [
        "乡镇\ntownship", "年度\nyear", "实付资金(元)\npaid_yuan", "支出进度\nexecution_rate", "remark",
    ]  # fmt: skip
    assert [cell.value for cell in cells][:3] == ["木棠镇", 2018, 10663000]
    assert [cell.number_format for cell in cells][1:4] == ["0", "#,##0.00", "0.00%"]
    assert (cells[4].value, cells[4].data_type) == ("=1+1", "s")
    facts = dict(book["说明"].iter_rows(values_only=True))
    assert facts["查询"] == SQL and facts["生成时间"].endswith("北京时间")


@pytest.mark.parametrize(
    ("name", "sql", "message"),
    [
        ("a.pdf", "select 1", "ends in .xlsx"),
        ("none/a.csv", "select 1", "no folder"),
        ("a.csv", "from read_csv('/etc/passwd')", "reaches for a file"),
        ("a.parquet", "copy (select 1) to 'b.csv'", "only reads"),
        ("a.xlsx", "select repeat('字', 40000)", "a text of 40,000 characters"),
    ],
)
def test_what_cannot_be_written_is_one_sentence(
    empty_release: Path, tmp_path: Path, name: str, sql: str, message: str
) -> None:
    with pytest.raises(UserError, match=message):
        write_answer(sql, tmp_path / name, empty_release)
    assert not list(tmp_path.iterdir()), "nothing half is left"


def test_nothing_is_written_among_the_releases(empty_release: Path) -> None:
    with pytest.raises(UserError, match="holds releases"):
        write_answer("select 1", empty_release / "current" / "a.csv", empty_release)
