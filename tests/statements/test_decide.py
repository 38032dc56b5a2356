"""Which statements count, where their contents overlap as stated here; everything uncertain is held back."""

from datetime import date

import pytest

from pipelines.statements.totals import Detail, Summed
from tests.support.decided import decided
from tests.support.profiles import profile


def test_statements_without_a_common_row_both_count():
    assert decided(profile("a.csv"), profile("b.csv")) == ({}, [])


def test_the_same_cells_sent_twice_count_once_and_need_no_comparison():
    first, second = profile("a.csv", content_hash="0f"), profile("b.csv", content_hash="0f")
    found, _ = decided(first, second, is_comparable=False)
    assert found == {second.number: ("superseded", "identical_statement", first.number)}


def test_a_statement_within_another_gives_way():
    part, whole = profile("a.csv", rows=4), profile("b.csv", rows=9)
    found, _ = decided(part, whole, shared=4, equal=4)
    assert found == {part.number: ("superseded", "contained_statement", whole.number)}


@pytest.mark.parametrize(("shared", "status"), [(6, "superseded"), (5, "undecided")])
def test_a_mark_of_version_counts_where_most_rows_are_repeated(shared, status):
    """Of ten rows five are not most."""
    old, new = profile("台账.csv"), profile("台账(2).csv")
    found, _ = decided(old, new, shared=shared, equal=shared - 1)
    assert found[old.number][0] == status
    assert (new.number in found) == (status == "undecided")


def test_a_mark_of_version_says_nothing_of_a_list_of_another_name():
    """乙(2) is a version of 乙, which contradicts 甲; without 乙 it would be one of 甲."""
    first, second, copy = (profile(f"{name}.csv") for name in ("甲", "乙", "乙(2)"))
    found, _ = decided(first, second, copy, shared=6, equal=5)
    assert {number: status for number, (status, *_) in found.items()} == {
        first.number: "undecided", second.number: "superseded", copy.number: "undecided",
    }  # fmt: skip
    found, _ = decided(first, copy, shared=6, equal=5)
    assert {number: status for number, (status, *_) in found.items()} == {first.number: "superseded"}


def test_rows_of_both_that_are_equal_count_once():
    one, other = profile("a.csv"), profile("b.csv")
    found, [repetition] = decided(one, other, shared=3, equal=3)
    assert found == {}
    assert (repetition.kept, repetition.dropped, repetition.repeats) == (one, other, "equal")


def test_a_later_ledger_of_the_year_replaces_the_earlier():
    june = profile("a.csv", period="2018H1", as_of_on=date(2018, 6, 30))
    december = profile("b.csv")
    found, _ = decided(june, december, shared=1, equal=0)
    assert found == {june.number: ("superseded", "replaced_by_later_ledger", december.number)}


JUNE, DECEMBER = date(2018, 6, 30), date(2018, 12, 31)


@pytest.mark.parametrize(
    ("register", "shared", "changes", "rule"),
    [
        ("persons", 6, {}, "replaced_by_later_day"),
        ("fund_ledger", 6, {}, "replaced_by_later_day"),
        ("fund_ledger", 5, {}, "contradicting_statement"),
        ("dividend_payouts", 6, {}, "contradicting_statement"),
        ("persons", 6, {"stated_on": None}, "contradicting_statement"),
        ("persons", 6, {"selection": "未脱贫"}, "contradicting_statement"),
    ],
)
def test_of_two_days_that_both_state_the_later_list_replaces_most_of_the_earlier(
    register, shared, changes, rule
):
    """Of ten rows of June six are in the list of December, which differs in one; payments of two days are two."""
    june = profile("a.csv", register=register, stated_on=JUNE)
    december = profile("b.csv", register=register, **({"stated_on": DECEMBER} | changes))
    found, _ = decided(june, december, register=register, shared=shared, equal=shared - 1)
    assert found.get(june.number, (None, None))[1] == rule
    assert (december.number in found) == (rule == "contradicting_statement")


def test_a_later_list_of_fewer_villages_does_not_replace_one_of_more():
    june = profile("a.csv", stated_on=JUNE, villages=("薛宅村", "长岭村"))
    december = profile("b.csv", stated_on=DECEMBER)
    found, _ = decided(june, december, shared=6, equal=5)
    assert found[june.number][1] == "contradicting_statement"


@pytest.mark.parametrize(
    ("is_whole", "is_rounded", "status"),
    [(True, False, "control"), (False, False, None), (True, True, "undecided")],
)
def test_totals_of_what_another_one_details(is_whole, is_rounded, status):
    """Totals of all places are a control; of other places, too, they count there; rounded ones decide nothing."""
    detail, summary = profile("a.csv", rows=9), profile("b.csv", rows=2)
    found, repetitions = decided(detail, summary, detail=Detail(detail.number, is_whole, is_rounded))
    assert found.get(summary.number, (None,))[0] == status
    assert [one.repeats for one in repetitions] == ([] if status else ["places"])


def test_the_same_sheet_in_the_folders_of_two_townships_holds_both_back():
    one = profile("a.csv", content_hash="0f")
    other = profile("b.csv", content_hash="0f", unit="石桥镇", townships=("石桥镇",), villages=("甲村",))
    found, _ = decided(one, other)
    assert {status for status, *_ in found.values()} == {"undecided"} and len(found) == 2


def test_a_list_that_lacks_most_rows_of_the_last_one_is_held_back():
    last = profile("a.csv", rows=10, register="persons")
    short = profile(
        "b.csv", rows=4, register="persons", period="2019", as_of_on=date(2019, 12, 31), as_of_year=2019
    )
    found, _ = decided(last, short, register="persons")
    assert found == {short.number: ("undecided", "short_list", None)}


def test_the_sum_of_others_is_a_control_and_no_later_comparison_concerns_it():
    """All overlap in a row that differs: with the summary nothing contradicts what it sums up."""
    one, other, summary = (profile(f"{name}.csv", subjects=(name,)) for name in "甲乙丙")
    found, _ = decided(one, other, summary, shared=1, summed=Summed((one, other), names_own=False))
    assert found == {summary.number: ("control", "summary_of_statement", one.number)}
