"""Three people's days, as they type them where Chinese is spoken: an analyst's, a steward's and an operator's."""

import csv
import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import openpyxl
import pytest
from docx import Document

from tests.conftest import run_township
from tests.journeys.county import COUNTY, PERIOD, TOWNSHIPS, write_county, write_township

Typed = Callable[..., CompletedProcess[str]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the deliveries of a county; each journey goes on where the one before ended."""
    folder = tmp_path_factory.mktemp("county")
    write_county(folder / "raw")
    return folder


@pytest.fixture
def typed(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """A command as it is typed in a Chinese locale; all that it says is Chinese."""
    monkeypatch.setenv("TOWNSHIP_LANG", "zh")
    monkeypatch.setenv("TOWNSHIP_RAW", str(desk / "raw"))
    monkeypatch.setenv("TOWNSHIP_MARTS", str(desk / "marts"))
    monkeypatch.setenv("COLUMNS", "160")

    def run(*arguments: object, status: int = 0) -> CompletedProcess[str]:
        ended = run_township(*arguments, module="tests.support.few_marts")
        assert ended.returncode == status, ended.stderr
        sentences = re.findall(r"(?:[a-z]+ ){3,}[a-z]+", ended.stdout + ended.stderr)
        assert sentences == [], "English is spoken"
        return ended

    return run


def faults_of(typed: Typed, township: str) -> list[dict[str, str]]:
    """What is amiss in a file of the township."""
    listed = typed("faults", township, PERIOD, "--format", "csv").stdout.splitlines()
    return [fault for fault in csv.DictReader(listed) if fault["file"]]


def test_steward_on_reporting_day(desk: Path, typed: Typed) -> None:
    """One township has sent an ID number with a digit too few: it is found, sent back, mended, and gone."""
    write_township(desk / "raw", "清水乡", spoiled=True)
    assert "已发布" in typed("build").stdout
    board = typed("deliveries").stdout
    assert all(township in board for township in TOWNSHIPS)
    [fault] = faults_of(typed, "清水乡")
    assert (fault["row"], fault["header"], fault["reason_zh"]) == ("2", "证件号码", "证件号码位数或格式不对")
    assert fault["raw"] == "#17", "what was written is masked"
    feedback = desk / "marts" / "feedback" / f"清水乡_{PERIOD}_反馈.xlsx"
    assert openpyxl.load_workbook(feedback).sheetnames
    write_township(desk / "raw", "清水乡")
    typed("build")
    assert faults_of(typed, "清水乡") == []


def test_analyst_of_a_county_with_twelve_townships(desk: Path, typed: Typed, tmp_path: Path) -> None:
    """Ranks the townships, takes the table along, and writes the page for the leader."""
    ranked = tmp_path / "发生率.xlsx"
    sql = "from zh.贫困发生率 where 层级 = '乡镇' order by 贫困发生率 desc"
    assert "12 行" in typed("query", sql, "-o", ranked).stdout
    [sheet, *_] = openpyxl.load_workbook(ranked).worksheets
    heads = [cell.value for cell in sheet[1]]
    rate = next(at for at, head in enumerate(heads) if str(head).startswith("贫困发生率"))
    names = [row[heads.index("乡镇")].value for row in sheet.iter_rows(min_row=2)]
    assert names == TOWNSHIPS[::-1] and sheet[2][rate].value == pytest.approx(36 / 2000)
    brief = tmp_path / "简报.docx"
    typed("brief", COUNTY, "-o", brief)
    [table] = Document(str(brief)).tables
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:3]] for row in table.rows}
    assert rows["未脱贫人数"] == [PERIOD, "234 人"]
    assert rows["当年脱贫人数"] == [PERIOD, "120 人"]
    page = (desk / "marts" / "site" / "poverty_incidence.html").read_text(encoding="utf-8")
    assert all(township in page for township in TOWNSHIPS)


def test_operator_of_a_month(desk: Path, typed: Typed) -> None:
    """A build of the same publishes nothing; what a report quotes is kept; an earlier release comes back and goes."""
    typed("build")
    last, first = (line.split()[0] for line in typed("releases").stdout.splitlines())
    assert "一直留着" in typed("pin", first, "--note", "2030年度报告").stdout
    changed = typed("diff", "--format", "csv").stdout
    assert "清水乡" in changed and "白石乡" not in changed
    assert "成为当前版本" in typed("rollback", first).stdout
    assert typed("releases").stdout.splitlines() == [last, f"{first}  当前  留着 2030年度报告"]
    typed("rollback", last)
