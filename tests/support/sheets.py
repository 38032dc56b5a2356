"""A sheet of given rows whose register is known, as the steps of cleaning take it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pipelines.cleaning.amendments import Amendments
from pipelines.cleaning.connection import connect
from pipelines.cleaning.source import SheetSource
from pipelines.deliveries.notes import Value
from pipelines.reading.known_headers import known_headers
from pipelines.reading.sheets import Sheet, spool_rows
from tests.support.desk import KEY, REGISTERS, Desk
from tests.support.statements import match_of


@contextmanager
def source_of(
    tmp_path: Path, *rows: Sequence[str], defaults: dict[str, Value] | None = None, is_1904: bool = False
) -> Iterator[SheetSource]:
    """The sheet, in a delivery of 木棠镇 for 2018."""
    match = match_of(tmp_path, *rows)
    spool = tmp_path / "sheet.txt"
    sheet = replace(Sheet("表", spool, spool_rows(rows, spool)), counts_from_1904=is_1904)
    desk = Desk(tmp_path)
    desk.csv("表.csv", rows)
    delivery = desk.delivery()
    with connect(KEY, threads=1, spill=tmp_path / "spill") as db:
        amendments = Amendments.of(delivery).of_sheet("表.csv", "表")
        yield SheetSource(db, delivery, sheet, match, amendments, known_headers(REGISTERS), defaults or {})
