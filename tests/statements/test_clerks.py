"""Whatever clerks do with the files of a delivery, the marts stay as they are.

A delivery of persons, a fund ledger and payouts is copied, renamed, split, reordered, hidden, summed up, sent for another
period of the same last day and by the county, too, in random order.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.county import County
from tests.support.desk import LEDGER, PERSONS, person

TOWNSHIP, COUNTY = "木棠镇", "儋州市"
Table = list[list[str]]


@dataclass(frozen=True)
class File:
    """A workbook of one or more sheets of one table; `is_doubled` where the last of them is hidden."""

    unit: str
    period: str
    name: str
    sheets: tuple[tuple[tuple[str, ...], ...], ...]
    is_last_hidden: bool = False


def payouts() -> Table:
    header = ["乡镇", "行政村", "户主姓名", "身份证号", "合作社", "分红年度", "分红金额(元)"]
    rows = [[TOWNSHIP, village, person(n)[5], person(n)[6], "养鸡合作社", "2018", amount]
            for n, village, amount in ((1, "薛宅村", "300"), (5, "薛宅村", "300"), (9, "长岭村", "450"))]  # fmt: skip
    return [header, *rows]


def ledger() -> Table:
    rows = [
        ("薛宅村", "道路", "1000"),
        ("薛宅村", "桥", "2000"),
        ("长岭村", "井", "300"),
        ("长岭村", "水渠", "4000"),
    ]
    return [list(LEDGER), *([TOWNSHIP, village, "2018", name, amount] for village, name, amount in rows)]


def persons() -> Table:
    """Two households that have left poverty, and one that has not."""
    members = [person(n) for n in range(4, 12)]
    members += [person(n, 脱贫属性="未脱贫", 脱贫年度="") for n in range(12, 14)]
    return [list(PERSONS), *members]


SENT = {"扶贫资金台账": ledger(), "分红发放台账": payouts(), "建档立卡人口花名册": persons()}


@dataclass
class Desk:
    files: list[File] = field(default_factory=list)

    def put(self, file: File) -> None:
        if all((file.unit, file.period, file.name) != (f.unit, f.period, f.name) for f in self.files):
            self.files.append(file)


def sent() -> Desk:
    return Desk([File(TOWNSHIP, "2018", name, (tuple(map(tuple, table)),)) for name, table in SENT.items()])


def _like(file: File, **changes: object) -> File:
    return File(**(vars(file) | changes))


def copy_as_2(desk: Desk, file: File) -> None:
    desk.put(_like(file, name=f"{file.name}(2)"))


def copy(desk: Desk, file: File) -> None:
    desk.put(_like(file, name=f"{file.name} - 副本"))


def rename(desk: Desk, file: File) -> None:
    desk.files.remove(file)
    desk.put(_like(file, name=f"最新{file.name}"))


def reorder(desk: Desk, file: File) -> None:
    desk.files.remove(file)
    desk.put(_like(file, sheets=tuple((header, *reversed(rows)) for header, *rows in file.sheets)))


def split_over_files(desk: Desk, file: File) -> None:
    header, *rows = file.sheets[0]
    if len(rows) < 2 or len(file.sheets) > 1:
        return
    desk.files.remove(file)
    desk.put(_like(file, name=f"{file.name}上", sheets=((header, *rows[:1]),)))
    desk.put(_like(file, name=f"{file.name}下", sheets=((header, *rows[1:]),)))


def split_over_sheets(desk: Desk, file: File) -> None:
    header, *rows = file.sheets[0]
    if len(rows) < 2 or len(file.sheets) > 1:
        return
    desk.files.remove(file)
    desk.put(_like(file, sheets=((header, *rows[:1]), (header, *rows[1:]))))


def hide_a_copy(desk: Desk, file: File) -> None:
    desk.files.remove(file)
    desk.put(_like(file, sheets=(*file.sheets, file.sheets[0]), is_last_hidden=True))


def send_for_december(desk: Desk, file: File) -> None:
    desk.put(_like(file, period="2018-12"))


def send_from_the_county(desk: Desk, file: File) -> None:
    desk.put(_like(file, unit=COUNTY))


def add_total(desk: Desk, file: File) -> None:
    """A last row of all; of persons there is none."""
    header, *rows = file.sheets[0]
    if not header[-1].endswith("(元)") or len(rows) < 2:
        return
    total = sum(Decimal(row[-1]) for row in rows)
    desk.files.remove(file)
    last = ("合计", *[""] * (len(header) - 2), str(total))
    desk.put(_like(file, sheets=((header, *rows, last), *file.sheets[1:])))


ACTIONS: list[Callable[[Desk, File], None]] = [
    copy_as_2, copy, rename, reorder, split_over_files, split_over_sheets, hide_a_copy, send_for_december,
    send_from_the_county, add_total,
]  # fmt: skip


def marts(desk: Desk, folder: Path) -> dict[str, list[tuple]]:
    county = County(folder)
    for unit, period in {(file.unit, file.period) for file in desk.files}:
        county.desk(unit, period, f"county: {COUNTY}\n" if unit == COUNTY else None)
    for file in desk.files:
        path = folder / "raw" / file.unit / file.period / f"{file.name}.xlsx"
        with xlsxwriter.Workbook(path) as book:
            for sheet in file.sheets:
                page = book.add_worksheet()
                for row, cells in enumerate(sheet):
                    page.write_row(row, 0, cells)
            if file.is_last_hidden:
                page.hide()
    return county.select().marts()


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    return marts(sent(), tmp_path_factory.mktemp("sent"))


def test_the_delivery_as_sent(expected):
    """By hand: 1000 + 2000 + 300 + 4000; 300 + 300 + 450; ten persons, two of them poor."""
    funds = [row for row in expected["fund_execution"] if row[0] == "township"]
    assert sum(row[1] for row in funds) == 7300
    assert sum(row[1] for row in expected["dividend_payouts"] if row[0] == "township") == 1050
    assert [row[1:] for row in expected["poverty_incidence"] if row[0] == "township"] == [(10, 2)]


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.__name__)
def test_one_action_on_every_file_changes_nothing(action, expected, tmp_path):
    desk = sent()
    for file in [*desk.files]:
        action(desk, file)
    assert marts(desk, tmp_path) == expected


@settings(max_examples=5)
@given(st.lists(st.tuples(st.sampled_from(ACTIONS[:-1]), st.integers(0, 20)), min_size=2, max_size=5))
def test_no_sequence_of_actions_changes_a_mart(expected, actions):
    desk = sent()
    for action, number in actions:
        action(desk, desk.files[number % len(desk.files)])
    with TemporaryDirectory() as folder:
        assert marts(desk, Path(folder)) == expected
