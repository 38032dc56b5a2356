"""The lines of delivery.yml name every statement that they are about, each in the file that it belongs to."""

import re

import pytest

from pipelines.statements import advice
from tests.support.county import County
from tests.support.desk import LEDGER
from tests.support.profiles import profile
from tests.support.statements import REGISTERS

LEDGERS, PERSONS = REGISTERS["fund_ledger"], REGISTERS["persons"]


def test_a_statement_replaces_what_lies_beside_it_and_what_lies_elsewhere_is_not_to_count():
    held, beside = profile("a.csv"), profile("b.xlsx", sheet="2018")
    elsewhere = profile("c.csv", period="2018Q1")
    assert advice.line(held, [beside, elsewhere]) == (
        "delivery.yml: sheets: [{file: a.csv, replaces: b.xlsx·2018}]; "
        "木棠镇/2018Q1/delivery.yml: sheets: [{file: c.csv, counts: false}]"
    )


def test_a_statement_of_fewer_villages_is_a_part():
    whole = profile("b.csv", villages=("薛宅村", "长岭村"))
    assert "role: part" in advice.line(profile("a.csv"), [whole])


def test_a_statement_elsewhere_that_has_more_villages_keeps_those():
    whole = profile("b.csv", villages=("薛宅村", "长岭村"), period="2018H2")
    part, of_village = profile("a.csv"), profile("a.csv", unit="薛宅村", unit_level="village")
    assert advice.line(part, [whole]) == (
        "木棠镇/2018/delivery.yml: sheets: [{file: a.csv, role: part, counts: true}]"
    )
    assert (
        advice.line(of_village, [whole]) == "薛宅村/2018/delivery.yml: sheets: [{file: a.csv, counts: true}]"
    )


def test_only_a_shorter_list_of_objects_may_correct_what_lies_beside_it():
    shorter, longer = profile("a.csv", rows=2), profile("b.csv", rows=9)
    assert "role: correction" in str(advice.correction(PERSONS, shorter, [longer]))
    assert advice.correction(PERSONS, longer, [shorter]) is None
    assert advice.correction(LEDGERS, shorter, [longer]) is None


def test_amounts_of_a_delivery_may_all_count_in_the_order_in_which_they_were_sent():
    first, second = profile("a.csv"), profile("b.csv")
    both = "delivery.yml: sheets: [{file: a.csv, counts: true}, {file: b.csv, counts: true}]"
    assert advice.both(LEDGERS, second, [first]) == both
    assert advice.both(PERSONS, second, [first]) is None
    assert advice.both(LEDGERS, second, [profile("c.csv", period="2018Q1")]) is None


# -- every line that is printed is followed ----------------------------------------------------------------------

COUNTY = "county: 儋州市\n"
PAID = [*LEDGER[:-1], "支出资金(元)"]
PLANNED = [*LEDGER[:-1], "计划资金(元)"]
UNREAD = [*LEDGER, "本月支出(元)"]
PAYOUTS = ["行政村", "户编号", "合作社", "分红金额(元)"]
PAYOUT = ["薛宅村", "46900300001", "养鸡合作社", "300"]


def project(name: str, *amounts: str, village: str = "薛宅村") -> list[str]:
    return ["木棠镇", village, "2018", name, *amounts]


def files(header, *tables):
    """Sheets of one delivery, each with the header."""

    def lay(county: County) -> None:
        desk = county.desk()
        for name, rows in zip(("甲.csv", "乙.csv", "丙.csv"), tables, strict=False):
            desk.csv(name, [header, *rows])

    return lay


def other_amounts(county: County) -> None:
    county.desk().csv("甲.csv", [PLANNED, project("道路", "100")])
    county.desk().csv("乙.csv", [PAID, project("道路", "60")])


def rounded(county: County) -> None:
    wells = [project("井", "14000", village="长岭村"), project("桥", "4000", village="长岭村")]
    roads = [project("道路", "26000"), project("水渠", "2000")]
    county.desk().csv("甲.csv", [LEDGER, *wells, *roads])
    totals = [["木棠镇", "长岭村", "2018", "20000"], ["木棠镇", "薛宅村", "2018", "30000"]]
    county.desk().csv("乙.csv", [["乡镇", "行政村", "年度", "下达资金(元)"], *totals])


def two_levels(county: County) -> None:
    county.desk().csv("甲.csv", [LEDGER, project("道路", "1000"), project("井", "300")])
    village = county.desk("薛宅村", area=f"{COUNTY}township: 木棠镇\nvillage: 薛宅村\n")
    village.csv("乙.csv", [LEDGER, project("道路硬化", "1000")])


def neighbours(county: County) -> None:
    rows = [["薛宅村", "2018", name, "1000"] for name in ("道路", "桥", "井")]
    for unit in ("木棠镇", "中和镇"):
        county.desk(unit).csv("甲.csv", [LEDGER[1:], *rows])


def two_quarters(county: County) -> None:
    for period in ("2018Q1", "2018Q2"):
        county.desk(period=period).csv(
            "分红.csv", [PAYOUTS, PAYOUT, [*PAYOUT[:1], "46900300002", *PAYOUT[2:]]]
        )


def draft(county: County) -> None:
    county.desk().csv("甲.csv", [["2018年资金台账(征求意见稿)"], LEDGER, project("道路", "1000")])


TWO, ONE = [project("路", "70"), project("桥", "30")], [project("井", "50")]
OTHER_TWO = [project("渠", "100"), project("闸", "50")]
FOLLOWED = [
    ("contradicting_statement", files(LEDGER, [project("路", "100")], [project("路", "90")]), {100, 90, 190}),
    ("unread_cells", files(UNREAD, [project("路", "100", "10")], [project("路", "100", "20")]), {100, 200}),
    ("other_amounts", other_amounts, {100, 60, 160}),
    ("equal_by_other_names", files(LEDGER, [project("路", "100")], [project("路", "100")]), {100, 200}),
    ("summary_with_objects", files(LEDGER, [project("路", "70"), project("桥", "30")], [project("渠", "100")]), {100, 200}),
    ("summary_of_several", files(LEDGER, TWO, ONE, OTHER_TWO), {150}),
    ("rounded_summary", rounded, {46000, 50000}),
    ("alike_rows", two_levels, {1300, 2300}),
    ("same_cells_elsewhere", neighbours, {3000}),
    ("repeated_round", two_quarters, {1200}),
    ("draft", draft, {1000}),
]  # fmt: skip
"""Rule that holds statements back → a delivery that it holds back, and what counts after each of its lines, by hand."""
LINE = re.compile(
    r"(?:(?:([^/\s]+)/([^/\s]+)/)?delivery\.yml(?: under sheets)?: )?(?:sheets: (\[.*?\}\])|- (\{.*?\}))(; )?"
)


def printed(reason: str, unit: str, period: str) -> list[dict[tuple[str, str], str]]:
    """What the reason offers to write: each offer by the delivery that it is for."""
    offers: list[dict[tuple[str, str], str]] = []
    end = None
    for place in LINE.finditer(reason):
        other_unit, other_period, listed, entry, more = place.groups()
        if not (other_unit and place.start() == end):
            offers.append({})
        offers[-1][other_unit or unit, other_period or period] = f"sheets: {listed or f'[{entry}]'}"
        end = place.end() if more else None
    return offers


def total(selection) -> int:
    money = ("planned_yuan", "allocated_yuan", "paid_yuan")
    rows = [*selection.rows("fund_ledger"), *selection.rows("dividend_payouts")]
    return int(sum(row.get(name) or 0 for row in rows for name in money))


@pytest.mark.parametrize(("rule", "lay", "totals"), FOLLOWED, ids=[rule for rule, *_ in FOLLOWED])
def test_each_line_that_is_printed_decides_what_it_says(tmp_path, rule, lay, totals):
    county = County(tmp_path / "first")
    lay(county)
    held = [one for one in county.select().statements if one["rule"] == rule]
    offers = {
        tuple(offer.items())
        for one in held
        for offer in printed(one["reason_en"], one["unit"], one["period"])
    }
    found = set()
    for number, offer in enumerate(sorted(offers)):
        county = County(tmp_path / str(number))
        lay(county)
        for (unit, period), line in offer:
            (county.folder / "raw" / unit / period / "delivery.yml").write_text(line, encoding="utf-8")
        selection = county.select()
        assert [one["rule"] for one in selection.statements if one["status"] == "undecided"] == [], offer
        found.add(total(selection))
    assert found == totals
