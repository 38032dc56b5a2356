"""Whatever clerks do with the files of a delivery, the marts stay as they are, or say what they do not count.

A delivery of persons, a fund ledger and payouts is copied, renamed, split, reordered, hidden, summed up, sent for another
period of the same last day and by the county, too, in random order: nothing may change. Or it is mended, sent again for a
later day, with or without a row, beside lists of other things: then the figures are those of what was mended, or
statements are held back.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.county import County, Selection
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


def add_whole_township(desk: Desk, file: File) -> None:
    """A first row of 全镇 in the place of a village; of persons there is none."""
    header, *rows = file.sheets[0]
    if not header[-1].endswith("(元)") or "行政村" not in header or len(rows) < 2:
        return
    total = sum(Decimal(row[-1]) for row in rows)
    desk.files.remove(file)
    first = tuple(
        {"乡镇": TOWNSHIP, "行政村": "全镇", header[-1]: str(total)}.get(name, "") for name in header
    )
    desk.put(_like(file, sheets=((header, first, *rows), *file.sheets[1:])))


REPEATS: list[Callable[[Desk, File], None]] = [
    copy_as_2, copy, rename, reorder, split_over_files, split_over_sheets, hide_a_copy, send_for_december,
    send_from_the_county,
]  # fmt: skip
"""What says the same again, or in another form."""
ACTIONS = [*REPEATS, add_total, add_whole_township]


def add_summary(desk: Desk, file: File) -> None:
    """A sheet with the total of each village; of lists without villages there is none."""
    header, *rows = file.sheets[0]
    if not header[-1].endswith("(元)") or "行政村" not in header or len(rows) < 2 or len(file.sheets) > 1:
        return
    village = header.index("行政村")
    sums: dict[str, Decimal] = {}
    for row in rows:
        sums[row[village]] = sums.get(row[village], Decimal(0)) + Decimal(row[-1])
    totals = (("行政村", header[-1]), *((name, str(total)) for name, total in sums.items()))
    desk.files.remove(file)
    desk.put(_like(file, sheets=(*file.sheets, totals)))


def add_extract(desk: Desk, file: File) -> None:
    """A list of those who work away, in the same folder."""
    facts = ("户编号", "姓名", "证件号码", "是否已务工", "务工所在县", "月收入(元)")
    rows = tuple((person(n)[3], person(n)[5], person(n)[6], "是", "某县", "3000") for n in (4, 5))
    desk.put(_like(file, name="外出务工人员信息", sheets=((facts, *rows),)))


def add_other_money(desk: Desk, file: File) -> None:
    """A list of what was paid for 低保: no dividends, no funds."""
    header = ("乡镇", "行政村", "姓名", "身份证号", "发放金额(元)")
    rows = tuple((TOWNSHIP, "薛宅村", person(n)[5], person(n)[6], "510") for n in (4, 5))
    desk.put(_like(file, name="低保金发放花名册", sheets=((header, *rows),)))


ADDITIONS = [add_summary, add_extract, add_other_money]
"""What may be sent beside the ledgers, and changes nothing either."""


@dataclass
class Truth:
    """What the figures of the township are, as the clerk knows: by register."""

    fund_ledger: Decimal = Decimal(7300)
    dividend_payouts: Decimal = Decimal(1050)
    persons: int = 10


def mend(file: File, truth: Truth) -> File:
    """The first row says something else: 10 yuan more; of persons, nobody more or less."""
    header, first, *rows = file.sheets[0]
    if not header[-1].endswith("(元)"):
        return file
    name = "fund_ledger" if "台账" in file.name and "资金" in file.name else "dividend_payouts"
    setattr(truth, name, getattr(truth, name) + 10)
    return _like(
        file, sheets=((header, (*first[:-1], str(Decimal(first[-1]) + 10)), *rows), *file.sheets[1:])
    )


def mend_in_place(desk: Desk, file: File, truth: Truth) -> None:
    desk.files.remove(file)
    desk.put(mend(file, truth))


def mend_as_version(desk: Desk, file: File, truth: Truth) -> None:
    desk.put(_like(mend(file, truth), name=f"{file.name}(更正)"))


def mend_beside(desk: Desk, file: File, truth: Truth) -> None:
    """Nothing says which of the two holds."""
    desk.put(_like(mend(file, Truth()), name=f"{file.name}之二"))


def send_for_next_year(desk: Desk, file: File, truth: Truth) -> None:
    """The same workbook, for a later day."""
    desk.put(_like(file, period="2019-03"))


def drop_a_row(desk: Desk, file: File, truth: Truth) -> None:
    """The last row is gone from the workbook that replaces the one that was sent."""
    header, *rows = file.sheets[0]
    desk.files.remove(file)
    desk.put(_like(file, sheets=((header, *rows[:-1]), *file.sheets[1:])))
    if not header[-1].endswith("(元)"):
        truth.persons -= 1
    else:
        name = "fund_ledger" if "资金" in file.name else "dividend_payouts"
        setattr(truth, name, getattr(truth, name) - Decimal(rows[-1][-1]))


CHANGES: list[Callable[[Desk, File, Truth], None]] = [
    mend_in_place, mend_as_version, mend_beside, send_for_next_year, drop_a_row,
]  # fmt: skip
"""Each is done to a file once, before anything else is."""


def marts(desk: Desk, folder: Path) -> dict[str, list[tuple]]:
    return select(desk, folder).marts()


def select(desk: Desk, folder: Path) -> Selection:
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
    return county.select()


def figures(selection: Selection) -> dict[str, Any]:
    """The township's figures of 2018."""
    found: dict[str, Any] = {
        name: sum(column for level, column, *_ in selection.marts()[mart] if level == "township")
        for name, mart in (("fund_ledger", "fund_execution"), ("dividend_payouts", "dividend_payouts"))
    }
    rows = [row for row in selection.registry if row["area_level"] == "township" and row["year"] == 2018]
    return found | {"persons": sum(row["persons"] for row in rows)}


def assert_true_or_held_back(selection: Selection, truth: Truth) -> None:
    held = {one["register"] for one in selection.statements if one["status"] == "undecided"}
    wrong = {
        name: (figure, getattr(truth, name))
        for name, figure in figures(selection).items()
        if figure != getattr(truth, name) and name not in held
    }
    assert not wrong


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    return marts(sent(), tmp_path_factory.mktemp("sent"))


def test_the_delivery_as_sent(expected):
    """By hand: 1000 + 2000 + 300 + 4000; 300 + 300 + 450; ten persons, two of them poor."""
    funds = [row for row in expected["fund_execution"] if row[0] == "township"]
    assert sum(row[1] for row in funds) == 7300
    assert sum(row[1] for row in expected["dividend_payouts"] if row[0] == "township") == 1050
    assert [row[1:] for row in expected["poverty_incidence"] if row[0] == "township"] == [(10, 2)]


@pytest.mark.parametrize("action", [*ACTIONS, *ADDITIONS], ids=lambda action: action.__name__)
def test_one_action_on_every_file_changes_nothing(action, expected, tmp_path):
    desk = sent()
    for file in [*desk.files]:
        action(desk, file)
    assert marts(desk, tmp_path) == expected


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_was_mended_counts_or_is_held_back(change, tmp_path):
    desk, truth = sent(), Truth()
    for file in [*desk.files]:
        change(desk, file, truth)
    selection = select(desk, tmp_path)
    assert_true_or_held_back(selection, truth)
    held = {one["register"] for one in selection.statements if one["status"] == "undecided"}
    assert held == ({"fund_ledger", "dividend_payouts"} if change is mend_beside else set())


@settings(max_examples=settings().max_examples // 12)
@example(changes=[mend_in_place, send_for_next_year], actions=[(add_summary, 3)])
@example(changes=[send_for_next_year, mend_beside], actions=[(copy_as_2, 4)])
@given(
    st.lists(st.sampled_from(CHANGES), max_size=3),
    st.lists(st.tuples(st.sampled_from([*ACTIONS, *ADDITIONS]), st.integers(0, 20)), max_size=4),
)
def test_no_sequence_of_changes_gives_a_wrong_figure(changes, actions):
    desk, truth = sent(), Truth()
    for change, file in zip(changes, [*desk.files], strict=False):
        change(desk, file, truth)
    for action, number in actions:
        action(desk, desk.files[number % len(desk.files)])
    with TemporaryDirectory() as folder:
        assert_true_or_held_back(select(desk, Path(folder)), truth)


@settings(max_examples=settings().max_examples // 20)
@given(st.lists(st.tuples(st.sampled_from(REPEATS), st.integers(0, 20)), min_size=2, max_size=5))
def test_no_sequence_of_actions_changes_a_mart(expected, actions):
    desk = sent()
    for action, number in actions:
        action(desk, desk.files[number % len(desk.files)])
    with TemporaryDirectory() as folder:
        assert marts(desk, Path(folder)) == expected
