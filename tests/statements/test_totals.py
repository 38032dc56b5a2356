"""Which statement holds the sums of another one, or of several."""

from dataclasses import replace
from decimal import Decimal

import pytest

from pipelines.statements.totals import Detail, Summed, Totals
from tests.support.projects import BRIDGE, ROAD, WELL

POND, PATH = ("长岭村", "塘", 700), ("薛宅村", "小路", 50)


@pytest.fixture
def compared(projects):
    """compared(rows, rows …) → the comparison of totals, and the profiles of statements with these rows."""

    def of(*statements):
        rows, profiles = projects(*statements)
        return Totals(rows), *profiles

    return of


@pytest.mark.parametrize(
    ("sums", "is_whole"),
    [([("薛宅村", "全村", 3500), ("长岭村", "全村", 300)], True),
     ([("薛宅村", "全村", 3500), ("长岭村", "全村", 300), ("前湾村", "全村", 7)], False)],
)  # fmt: skip
def test_totals_by_village_are_those_of_the_rows(compared, sums, is_whole):
    """1000 + 2500 = 3500 in 薛宅村."""
    totals, one, other = compared([ROAD, BRIDGE, WELL, ("长岭村", "渠", 0)], sums)
    assert totals.detail(one, other) == Detail(one.number, is_whole, is_rounded=False)


def test_totals_in_whole_wan_are_nearly_the_sums(compared):
    """24,000 and 36,000 are 2万 and 4万 to the nearest."""
    rows = [
        ("薛宅村", "道路", 14_000),
        ("薛宅村", "桥", 10_000),
        ("长岭村", "井", Decimal(30_000)),
        ("长岭村", "渠", 6_000),
    ]
    totals, one, other = compared(rows, [("薛宅村", "全村", 20_000), ("长岭村", "全村", 40_000)])
    assert totals.detail(one, other) == Detail(one.number, is_whole=True, is_rounded=True)


BY_VILLAGE = [("薛宅村", "全村", 3500), ("长岭村", "全村", 1000)]
"""Of ROAD, BRIDGE, WELL and POND: 1000 + 2500 and 300 + 700."""


@pytest.mark.parametrize(
    ("details", "summary", "is_summary"),
    [
        ([[ROAD, BRIDGE], [WELL, POND]], BY_VILLAGE, True),
        ([[ROAD, WELL], [BRIDGE, POND]], BY_VILLAGE, True),
        ([[ROAD, BRIDGE], [WELL, POND]], [BY_VILLAGE[0], ("长岭村", "全村", 1001)], False),
        ([[ROAD, BRIDGE, WELL, POND]], BY_VILLAGE, False),
    ],
    ids=["of two villages", "of other rows of both", "a yuan more", "of one statement"],
)
def test_sums_of_several_statements(compared, details, summary, is_summary):
    totals, *of_details, of_summary = compared(*details, summary)
    expected = Summed(tuple(of_details), names_own=False) if is_summary else None
    assert totals.summed_by(of_summary, of_details) == expected


DEPARTMENTS = [("薛宅村", "交通局", 1300), ("薛宅村", "农业局", 3200)]
"""ROAD with WELL, and BRIDGE with POND: 1000 + 300 and 2500 + 700."""


@pytest.mark.parametrize(
    ("titles", "names_own"), [(("扶贫资金交通局", "农业局"), False), (("一", "二"), True)]
)
def test_a_summary_names_what_titles_of_its_details_name(compared, titles, names_own):
    totals, *details, summary = compared([ROAD, WELL], [BRIDGE, POND], DEPARTMENTS)
    details = [replace(one, naming=(title, "")) for one, title in zip(details, titles, strict=True)]
    assert totals.summed_by(summary, details) == Summed(tuple(details), names_own)


def test_statements_that_no_row_has_the_sum_of_are_not_summed_up(compared):
    totals, one, other, apart, summary = compared([ROAD, WELL], [BRIDGE, POND], [PATH], DEPARTMENTS)
    assert totals.summed_by(summary, [one, other, apart]) == Summed((one, other), names_own=True)


UNPLACED = [[("", "道路", 1000), ("", "井", 300)], [("", "桥", 2500), ("", "塘", 700)]]


@pytest.mark.parametrize(("own", "is_summary"), [("校舍", True), (None, False)])
def test_a_summary_may_have_a_row_of_its_own(compared, own, is_summary):
    """1000 + 300 and 2500 + 700 without a place, beside 90 for what neither details; a row for one of two is no summary."""
    rows = (
        [("", "交通局", 1300), ("", "农业局", 3200), ("", own, 90)]
        if own
        else [("", "交通局", 1300), ("", "茶园", 90)]
    )
    totals, *details, summary = compared(*UNPLACED, rows)
    assert totals.summed_by(summary, details) == (
        Summed(tuple(details), names_own=True) if is_summary else None
    )


def test_places_tell_what_a_summary_has_of_its_own(compared):
    totals, *details, summary = compared([ROAD, BRIDGE], [WELL, POND], [*BY_VILLAGE, ("前湾村", "全村", 7)])
    assert totals.summed_by(summary, details) is None


def test_known_sums_that_differ_need_no_row(compared):
    totals, one, other, summary = compared([ROAD, BRIDGE], [WELL, POND], BY_VILLAGE)
    stated = [replace(each, sums='{"planned_yuan": 4499}') for each in (one, other)]
    assert totals.summed_by(replace(summary, sums='{"planned_yuan": 4500}'), stated) is None
