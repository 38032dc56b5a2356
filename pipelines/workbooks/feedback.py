"""The workbook that goes back to the unit that sent a delivery: its own sheets, with what to mend marked in them.

It holds what the unit itself sent, names and ID numbers included, and nothing else; only its owner may read it.
Mended and sent back it replaces the sheets that it was made from: headers, columns and rows keep their positions.
"""

import hashlib
import json
import os
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

import duckdb
import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

from pipelines.common.private_numbers import ShownNames
from pipelines.deliveries.delivery import Delivery
from pipelines.quality.suspect_rows import SuspectRow
from pipelines.reading.files import read_sheets
from pipelines.reading.origin import Origin, read_origins
from pipelines.reading.sheets import Sheet
from pipelines.registers.contract import Register
from pipelines.rules import RULES, UnreadableFile
from pipelines.workbooks.faults import UNSEEN, Content, Fault, Marks, unseen_doubts
from pipelines.workbooks.feedback_pages import Pages

MOST_WHOLE_ROWS = 50_000
"""Rows of a workbook that are given back whole; of sheets beyond only header and rows at fault, in their places."""


class Decision(NamedTuple):
    """A sheet that selection does not count: its status in quality.statements, and why."""

    file: str
    sheet: str
    status: str
    reason_zh: str


def feedback_path(delivery: Delivery, folder: Path) -> Path:
    """Path of the feedback on a delivery."""
    return folder / f"{delivery.unit}_{delivery.period.name}_反馈.xlsx"


def is_current(
    path: Path, pieces: Path, doubts: Sequence[SuspectRow], decided: Collection[Decision] = ()
) -> bool:
    """Whether the workbook exists and was made from these pieces, doubts and decisions."""
    try:
        with ZipFile(path) as book:
            return _digest(pieces, doubts, decided) in book.read("docProps/core.xml").decode()
    except (OSError, BadZipFile, KeyError):
        return False


def write_feedback(
    delivery: Delivery,
    pieces: Path,
    folder: Path,
    registers: Mapping[str, Register],
    doubts: Sequence[SuspectRow] = (),
    decided: Collection[Decision] = (),
) -> Path | None:
    """Write `folder`/<unit>_<period>_反馈.xlsx for a cleaned delivery and return its path; None where all is well
    (an earlier workbook is then removed).

    `pieces` is the delivery's folder of cleaned pieces, `doubts` are about rows that were accepted, `decided` are
    decisions on sheets that do not count beside others: replaced sheets are left out. Every other sheet is given back, so that
    nothing is lost where the workbook is sent instead of the files. The file is readable by its owner alone.
    """
    path = feedback_path(delivery, folder)
    feedback = _Feedback.of(pieces, doubts, decided)
    if not feedback.is_anything:
        path.unlink(missing_ok=True)
        return None
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with TemporaryDirectory(prefix="township-") as spools:
        contents = list(_contents(delivery, feedback, Path(spools)))
        # cells are written as the text they were read as: what begins like a formula stays text
        options = {"strings_to_formulas": False, "date_1904": _counts_from_1904(contents)}
        with xlsxwriter.Workbook(unfinished, options) as book:
            book.set_properties({"title": path.stem, "keywords": _digest(pieces, doubts, decided)})
            pages = Pages(book, registers)
            part_of = [_label(content.origin) for content in contents if not content.origin.is_whole]
            pages.cover(
                delivery,
                feedback.sheets,
                feedback.findings,
                feedback.marks,
                part_of,
                has_sheets=bool(contents),
            )
            for content in contents:
                pages.sheet(content)
            pages.finish()
    os.replace(unfinished, path)
    return path


def for_clerks(text: str) -> str:
    """The sentence without what only the steward can do: the parts between semicolons that name a file of hers."""
    kept = [part for part in re.split("[;；]", text.rstrip("。")) if ".yml" not in part]
    return "；".join(kept) if kept else "请告知数据管理员"


@dataclass(frozen=True)
class _Feedback:
    """The sheets of the delivery, what to mend in each, and warnings about none of them."""

    sheets: list[dict[str, Any]]
    marks: dict[tuple[str, str], Marks]
    findings: list[dict[str, Any]]
    warns: bool
    replaced: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, pieces: Path, doubts: Sequence[SuspectRow], decided: Collection[Decision]) -> "_Feedback":
        replaced = frozenset((one.file, one.sheet) for one in decided if one.status == "superseded")
        with duckdb.connect() as db:
            faults = _read(
                db, pieces / "_quarantine.parquet", "file, sheet, row, cell, rule, header, reason_zh"
            )
            sheets = _read(
                db,
                pieces / "_sheets.parquet",
                "file, sheet, register, rows_read, accepted, quarantined, status, message_zh, header_row, places",
            )
            found = _read(
                db, pieces / "_findings.parquet", "file, sheet, register, rule, severity, message_zh"
            )
        replaced |= {(sheet["file"], sheet["sheet"]) for sheet in sheets if sheet["status"] == "superseded"}
        marks: dict[tuple[str, str], Marks] = defaultdict(Marks)
        for fault in faults:
            marks[fault["file"], fault["sheet"]].faults.append(_fault(fault))
        for one in decided:
            if one.status != "superseded":
                marks[one.file, one.sheet].faults.append(
                    Fault(None, None, None, for_clerks(one.reason_zh), "")
                )
        for doubt in doubts:
            remedy = "请核实，有误的请改正" if doubt.row else "有这项内容的，请补上这一列"
            suspected = Fault(doubt.row or None, None, None, doubt.zh, remedy, is_doubt=True)
            marks[doubt.file, doubt.sheet].faults.append(suspected)
        sheets = [_in_words(sheet) for sheet in sheets if (sheet["file"], sheet["sheet"]) not in replaced]
        warnings = [
            _in_words(one)
            for one in found
            if one["severity"] != "info" and (one["file"], one["sheet"]) not in replaced
        ]
        own = {(sheet["file"], sheet["sheet"]) for sheet in sheets}
        for where, of_sheet in groupby(warnings, lambda one: (one["file"], one["sheet"])):
            if where in own:
                marks[where].faults += _warned(of_sheet)
        return cls(
            sheets,
            {where: of_sheet for where, of_sheet in sorted(marks.items()) if where not in replaced},
            [one for one in warnings if (one["file"], one["sheet"]) not in own],
            bool(warnings),
            replaced,
        )

    @property
    def is_anything(self) -> bool:
        unread = any(sheet["status"] == "unreadable" for sheet in self.sheets)
        faults = (fault for of_sheet in self.marks.values() for fault in of_sheet.faults)
        return bool(self.warns or unread or any(fault.row or not fault.is_doubt for fault in faults))


def _in_words(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"message_zh": for_clerks(row["message_zh"] or "")}


def _fault(fault: Mapping[str, Any]) -> Fault:
    row, column = fault["row"], None
    if fault["cell"]:
        _, column = xl_cell_to_rowcol(fault["cell"])
    rule = RULES[fault["rule"]]
    return Fault(row, column, fault["header"], for_clerks(fault["reason_zh"]), for_clerks(rule.remedy_zh))


def _warned(warnings: Iterable[Mapping[str, Any]]) -> Iterator[Fault]:
    """What is warned of about a sheet, each once; of hidden and struck rows and of comments its page says where they are."""
    told = {one["message_zh"]: one["rule"] for one in warnings if one["rule"] not in UNSEEN}
    for message, rule in told.items():
        remedy = for_clerks(RULES[rule].remedy_zh) if rule in RULES else "请核实，有误的请改正"
        yield Fault(None, None, None, message, remedy, is_doubt=True)


def _contents(delivery: Delivery, feedback: _Feedback, spools: Path) -> Iterator[Content]:
    """Every sheet of the delivery that was not replaced, read again; pages of an earlier feedback are not among them."""
    known: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for account in feedback.sheets:
        known[account["file"], account["sheet"]].append(account)
    rows_left = MOST_WHOLE_ROWS
    for file in delivery.files:
        earlier = read_origins(file).present
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        shown = ShownNames()
        for sheet in _read_again(file, spools):
            where = delivery.file_names[file.name], shown(sheet.name)
            if where in feedback.replaced or where not in known:
                continue
            is_whole = sheet.rows <= rows_left
            rows_left -= sheet.rows if is_whole else 0
            origin = Origin(
                delivery.period.name,
                file.name,
                sheet.name,
                digest,
                is_whole,
                delivery.unit,
                sheet.sent_rows(),
            )
            accounts = known[where]
            columns = {one["register"]: json.loads(one["places"]) for one in accounts if one["register"]}
            header_row = max(one["header_row"] for one in accounts)
            origins = (origin, *earlier.get(sheet.name, ()))
            marks = feedback.marks.setdefault(where, Marks())
            if columns:
                marks.faults += unseen_doubts(sheet, header_row)
            yield Content(sheet, origins, marks, header_row, columns)


def _label(origin: Origin) -> str:
    return f"“{origin.file} {origin.sheet}”" if origin.sheet else f"“{origin.file}”"


def _read_again(file: Path, spools: Path) -> Iterator[Sheet]:
    try:
        yield from read_sheets(file, spools)
    except (UnreadableFile, OSError):
        return  # the cover reports it


def _counts_from_1904(contents: Sequence[Content]) -> bool:
    """Whether days in the workbook count from 1904, as they did in all the sheets that it is made of."""
    return bool(contents) and all(content.sheet.counts_from_1904 for content in contents)


def _read(db: duckdb.DuckDBPyConnection, path: Path, columns: str) -> list[dict[str, Any]]:
    names = columns.split(", ")
    rows = db.execute(f"select {columns} from read_parquet(?) order by all", [str(path)]).fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]


def _digest(pieces: Path, doubts: Sequence[SuspectRow], decided: Collection[Decision]) -> str:
    """Digest of all that a workbook is made from: the name of the pieces identifies the delivery's content and the code."""
    sources = json.dumps([pieces.name, [*map(astuple, doubts)], sorted(decided)])
    return hashlib.sha256(sources.encode()).hexdigest()
