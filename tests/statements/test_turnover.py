"""A later list of a stock that is of other objects, or of some alone, takes no other's place unless somebody says so."""

import pytest

from tests.support.county import County
from tests.support.desk import Desk
from tests.synthetic.people import with_check_digit

HEADER = ["行政村", "户主姓名", "户主证件号码", "贷款金额(元)", "放款日期", "到期日期"]


def loans(title: str, *numbers: int, has_ids: bool = True, names: str = "王") -> list[list]:
    """A ledger of loans of some 10,000 yuan each."""
    ids = {n: with_check_digit(f"46900319700101{n:03}") if has_ids else "" for n in numbers}
    rows = [
        ["薛宅村", f"{names[n % len(names)]}测试", ids[n], 10000 + n, "2018-03-01", "2021-03-01"]
        for n in numbers
    ]
    return [[title], HEADER, *rows]


LEDGER, OVERDUE = "小额信贷台账", "小额信贷逾期名单"
CASES = {
    "renewed": ([loans(LEDGER, 1, 2, 3, 4, 5)], [loans(LEDGER, 2, 3, 4, 5, 6)], "", 5),
    "repaid": ([loans(LEDGER, 1, 2, 3, 4, 5)], [loans(f"2018年12月{LEDGER}", 1, 2, 3)], "", 3),
    "other": ([loans(LEDGER, 1, 2, 3, 4, 5)], [loans(LEDGER, 6, 7, 8, 9)], "", 5),
    "other, stated": (
        [loans(LEDGER, 1, 2, 3, 4, 5)],
        [loans(LEDGER, 6, 7, 8, 9)],
        "sheets: [{file: 0.csv, counts: true}]",
        4,
    ),
    "some by title": ([loans(LEDGER, 1, 2, 3, 4, 5)], [loans(OVERDUE, 1, 2, 3)], "", 5),
    "all, under titles of their own": (
        [loans(LEDGER, 1, 2, 3, 4, 5)],
        [loans("小额信贷未到期台账", 1, 2, 3), loans(OVERDUE, 4, 5)],
        "",
        5,
    ),
    "nobody named": (
        [loans(LEDGER, 1, 2, 3, 4, 5, has_ids=False)],
        [loans(LEDGER, 6, 7, 8, has_ids=False)],
        "",
        3,
    ),
    "other surnames": (
        [loans(LEDGER, 0, 1, 2, 3, has_ids=False, names="赵钱孙李")],
        [loans(LEDGER, 4, 5, 6, has_ids=False, names="吴周郑")],
        "",
        4,
    ),
}  # fmt: skip
"""Lists of June, those of December with their note, and the loans that stand at the end of the year."""


TOWNSHIPS = dict(zip(CASES, "甲乙丙丁戊己庚辛", strict=True))


def _lay_out(desk: Desk, lists: list[list[list]]) -> None:
    """No two townships lend equal amounts: equal lists would lie in a wrong folder."""
    more = 100 * "甲乙丙丁戊己庚辛".index(desk.unit[0])
    for number, (title, header, *rows) in enumerate(lists):
        desk.csv(f"{number}.csv", [title, header, *([*row[:3], row[3] + more, *row[4:]] for row in rows)])


@pytest.fixture(scope="module")
def selection(tmp_path_factory):
    county = County(tmp_path_factory.mktemp("county"))
    for case, (june, december, note, _) in CASES.items():
        _lay_out(county.desk(f"{TOWNSHIPS[case]}镇", "2018-06"), june)
        desk = county.desk(f"{TOWNSHIPS[case]}镇", "2018-12")
        _lay_out(desk, december)
        desk.write("delivery.yml", note)
    return county.select()


@pytest.mark.parametrize("case", CASES)
def test_loans_that_stand_at_the_end_of_the_year(selection, case):
    township = f"{TOWNSHIPS[case]}镇"
    standing = [
        row for row in selection.rows("loans") if row["township"] == township and row["replaced_on"] is None
    ]
    assert len(standing) == CASES[case][3]
    held = [
        one["rule"]
        for one in selection.statements
        if one["unit"] == township and one["status"] == "undecided"
    ]
    assert held == (["other_objects"] if case in ("other", "other surnames", "some by title") else [])


def test_the_reason_names_the_earlier_list_and_the_line_that_decides(selection):
    [reason] = [
        one["reason_en"]
        for one in selection.statements
        if one["unit"] == "丙镇" and one["status"] == "undecided"
    ]
    assert "it has 0 of the 5 objects in 丙镇/2018-06/0.csv" in reason
    assert "sheets: [{file: 0.csv, counts: true}]" in reason
