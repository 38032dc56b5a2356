"""A desk on which tests lay out a delivery, have it cleaned, and look at what became of it."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import duckdb
import xlsxwriter
import xlwt

from pipelines.cleaning.delivery import Cleaned, clean_delivery
from pipelines.common.errors import UserError
from pipelines.deliveries.delivery import Delivery
from pipelines.deliveries.intake import take_in
from pipelines.registers.contract import Register
from tests.support.catalogues import all_registers
from tests.support.cells import ERROR_CODES, Formula, Percent
from tests.support.odsfile import write_ods
from tests.support.xlsbfile import write_xlsb
from tests.synthetic.forms import words
from tests.synthetic.people import with_check_digit

KEY = bytes(range(32))
REGISTERS = all_registers()
Row = Sequence[Any]


@dataclass
class Desk:
    """One delivery of one unit, in a folder of its own."""

    folder: Path
    unit: str = "木棠镇"
    period: str = "2018"
    registers: dict[str, Register] = field(default_factory=lambda: REGISTERS)

    def __post_init__(self) -> None:
        self.inbox.mkdir(parents=True, exist_ok=True)
        self.write("../unit.yml", "county: 儋州市\ntownship: 木棠镇\n")

    @property
    def inbox(self) -> Path:
        return self.folder / "raw" / self.unit / self.period

    def delivery(self) -> Delivery:
        """The delivery as a build takes it in. Raises UserError with the reason where it cannot be used."""
        intake = take_in(self.folder / "raw")
        if not intake.deliveries:
            raise UserError(" ".join(english for _, english in intake.sentences))
        return intake.deliveries[0]

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.inbox / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def csv(self, name: str, rows: Sequence[Row], encoding: str = "utf-8", delimiter: str = ",") -> Path:
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
        return self.write(name, text.getvalue().encode(encoding))

    def named_sheets(self, name: str, sheets: Mapping[str, Sequence[Row]]) -> Path:
        """A workbook whose sheets have names."""
        path = self.inbox / name
        with xlsxwriter.Workbook(path) as book:
            for title, rows in sheets.items():
                page = book.add_worksheet(title)
                for number, row in enumerate(rows):
                    page.write_row(number, 0, row)
        return path

    def xlsx(self, name: str, *sheets: Sequence[Row], merged: Sequence[str] = ()) -> Path:
        """A workbook whose sheets are Sheet1, Sheet2 …; `merged` areas are of the first."""
        path = self.inbox / name
        book = xlsxwriter.Workbook(path)
        percent = book.add_format({"num_format": "0.00%"})
        for number, rows in enumerate(sheets):
            page = book.add_worksheet()
            for area in merged if number == 0 else ():
                page.merge_range(area, "")
            for row, cells in enumerate(rows):
                for place, cell in enumerate(cells):
                    match cell:
                        case None | "":
                            pass
                        case Percent():
                            page.write_number(row, place, cell, percent)
                        case str() if cell in ERROR_CODES:
                            page.write_formula(row, place, "=A1", None, cell)
                        case str():
                            page.write_string(row, place, cell)
                        case _:
                            page.write(row, place, cell)
        book.close()
        return path

    def xls(self, name: str, rows: Sequence[Row]) -> Path:
        path = self.inbox / name
        book = xlwt.Workbook(encoding="utf-8")
        page = book.add_sheet("Sheet1")
        percent = xlwt.easyxf(num_format_str="0.00%")
        for row, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                match cell:
                    case None | "":
                        pass
                    case Percent():
                        page.write(row, place, cell, percent)
                    case Formula():
                        page.write(row, place, xlwt.Formula(cell))
                    case str() if cell in ERROR_CODES:
                        page.row(row).set_cell_error(place, ERROR_CODES[cell])
                    case _:
                        page.write(row, place, cell)
        book.save(str(path))
        return path

    def xlsb(self, name: str, rows: Sequence[Row]) -> Path:
        return write_xlsb(self.inbox / name, "Sheet1", rows)

    def ods(self, name: str, rows: Sequence[Row]) -> Path:
        return write_ods(self.inbox / name, "Sheet1", rows)

    def web_page(self, name: str, rows: Sequence[Row], encoding: str = "utf-8") -> Path:
        body = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows)
        return self.write(name, f"<html><body><table>{body}</table></body></html>".encode(encoding))

    def clean(self) -> "Outcome":
        delivery = self.delivery()
        return Outcome(clean_delivery(delivery, self.registers, self.folder / "pieces", KEY))


@cache
def _reader() -> duckdb.DuckDBPyConnection:
    """One for all tests: to open it takes far longer than what it reads."""
    return duckdb.connect(config={"threads": 1, "enable_external_file_cache": False})


@dataclass
class Outcome:
    """What became of a delivery. Every look at it asserts that no row is unaccounted for."""

    cleaned: Cleaned

    def __post_init__(self) -> None:
        for sheet in self.sheets:
            parts = (sheet["accepted"], sheet["quarantined"], sheet["superseded"], sheet["non_data"])
            assert sheet["rows_read"] == sum(parts), sheet

    def _table(self, name: str) -> list[dict[str, Any]]:
        path = self.cleaned.pieces / f"{name}.parquet"
        if not path.exists():
            return []
        with _reader().cursor() as db:
            answer = db.execute("select * from read_parquet(?)", [str(path)])
            names = [column[0] for column in answer.description]
            return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    @property
    def sheets(self) -> list[dict[str, Any]]:
        return self._table("_sheets")

    @property
    def sheet(self) -> dict[str, Any]:
        """The only sheet."""
        (sheet,) = self.sheets
        return sheet

    @property
    def faults(self) -> list[dict[str, Any]]:
        return self._table("_quarantine")

    @property
    def marks(self) -> list[tuple[str | None, str]]:
        """Cell and rule of each fault."""
        return [(fault["cell"], fault["rule"]) for fault in self.faults]

    @property
    def findings(self) -> list[dict[str, Any]]:
        return self._table("_findings")

    def rows(self, register: str) -> list[dict[str, Any]]:
        return sorted(self._table(register), key=lambda row: (row["file"], row["sheet"], row["row"]))

    def column(self, register: str, name: str) -> list[Any]:
        return [row[name] for row in self.rows(register)]

    def everything(self) -> str:
        """All tables as one text, to search for what must not be there."""
        names = [path.stem for path in self.cleaned.pieces.glob("*.parquet")]
        return json.dumps([self._table(name) for name in names], ensure_ascii=False, default=str)


def ledger(*rows: Row, header: Row | None = None) -> list[Row]:
    """A small fund ledger: amounts in 元 unless the header given has another unit."""
    return [header or LEDGER, *rows]


LEDGER = ("乡镇", "行政村", "资金年度", "项目名称", "下达资金(元)")


def person(number: int = 1, **changes: Any) -> list[Any]:
    """A row for PERSONS, each number another person; changes by header."""
    values = {
        "县": "儋州市", "乡镇": "木棠镇", "行政村": "薛宅村", "户编号": f"4690030{number // 4:05}",
        "人编号": f"4690030{number:07}", "姓名": "王甲一",
        "证件号码": with_check_digit(f"469003{1950 + number % 60}0{1 + number % 9}1{number % 9}99{number % 10}"),
        "人数": "4", "与户主关系": "户主", "脱贫属性": "已脱贫", "脱贫年度": "2017", "联系电话": f"154{number:08}",
    }  # fmt: skip
    assert set(changes) <= set(values), changes
    return list((values | changes).values())


PERSONS = words("县 乡镇 行政村 户编号 人编号 姓名 证件号码 人数 与户主关系 脱贫属性 脱贫年度 联系电话")
