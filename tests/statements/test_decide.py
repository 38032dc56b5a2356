"""Which statements count, where their contents overlap as stated here; everything uncertain is held back."""

from datetime import date

import pytest

from pipelines.registers.contract import load_registers
from pipelines.statements.compare import Detail, Overlap
from pipelines.statements.decide import decide
from pipelines.statements.departures import Departures
from tests.support.profiles import profile

REGISTERS = load_registers()


def no_summary(summary, details):
    return False


def nobody_gone(standing, lists):
    return Departures()


def decisions_on(*profiles, shared=0, equal=0, detail=None, register="fund_ledger", is_comparable=True):
    """What is decided of statements each two of which overlap so."""

    def compare(one, other):
        return Overlap((one.rows, other.rows), shared, equal, is_comparable, detail)

    return decide(REGISTERS[register], profiles, compare, no_summary, nobody_gone)


def decided(*profiles, **overlap):
    """By number: status, rule and what counts instead of each statement that does not count."""
    decisions = decisions_on(*profiles, **overlap)
    found = {
        number: (one.status, one.reason.rule, one.replaced_by and one.replaced_by.number)
        for number, one in decisions.by_number.items()
    }
    return found, decisions.repetitions


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


def test_contradictions_hold_both_back_with_the_line_to_write():
    one, other = profile("a.csv"), profile("b.csv")
    found, _ = decided(one, other, shared=3, equal=2)
    assert found == {held.number: ("undecided", "contradicting_statement", None) for held in (one, other)}


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


def test_the_word_of_the_steward_goes_before_everything():
    replaced, stated = profile("a.csv"), profile("b.csv", stated_replaces=(("2018", "a.csv", ""),))
    not_counted = profile("c.csv", stated_counts=False)
    found, _ = decided(replaced, stated, not_counted, shared=3, equal=2)
    assert found == {
        replaced.number: ("superseded", "stated_replaced", stated.number),
        not_counted.number: ("not_counted", "stated_not_to_count", None),
    }


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


def reasons(*profiles, **overlap):
    """File → why it is undecided, in English."""
    decisions = decisions_on(*profiles, **overlap)
    by_number = {one.number: one.file for one in profiles}
    return {by_number[number]: one.reason.en for number, one in decisions.by_number.items()}


def test_the_line_for_one_of_three_names_both_others_and_quotes_numbers():
    march, september, december = (
        profile("表.xlsx", sheet=name, content_hash=name) for name in ("3", "9", "12")
    )
    found = decisions_on(march, september, december, shared=9, equal=5, register="persons")
    assert "sheets: [{file: 表.xlsx, sheet: '12', replaces: [表.xlsx·3, 表.xlsx·9]}]" in (
        found.by_number[december.number].reason.en
    )


def test_amounts_that_may_add_up_have_a_line_for_both():
    found = reasons(profile("一.csv"), profile("二.csv"), shared=1, equal=0, register="fund_ledger")
    both = "sheets: [{file: 一.csv, counts: true}, {file: 二.csv, counts: true}]"
    assert both in found["一.csv"] and both in found["二.csv"]


def test_statements_that_are_both_stated_to_count_are_not_compared():
    one, other = (profile(name, stated_counts=True) for name in ("一.csv", "二.csv"))
    assert decided(one, other, shared=3, equal=3) == ({}, [])


def test_a_shorter_list_of_persons_has_a_line_as_a_correction():
    found = reasons(
        profile("册.csv", register="persons"),
        profile("更正.csv", register="persons", rows=2),
        shared=2,
        equal=0,
        register="persons",
    )
    assert "{file: 更正.csv, role: correction, replaces: 册.csv}" in found["更正.csv"]
    assert "correction" not in found["册.csv"]


def test_a_list_of_some_by_its_title_never_has_a_line_by_which_it_replaces_the_whole():
    found = reasons(
        profile("册.csv", register="persons"),
        profile("退出.csv", register="persons", rows=2, selection="已脱贫"),
        shared=2,
        equal=0,
        register="persons",
    )
    assert "{file: 退出.csv, role: correction, replaces: 册.csv}" in found["退出.csv"]
    assert "{file: 退出.csv, replaces" not in found["退出.csv"]


@pytest.mark.parametrize("stated", ["counts: false", "replaces"])
def test_villages_that_only_a_statement_has_which_the_steward_drops_are_named(stated):
    """Of 薛宅村 and 长岭村 the list of 薛宅村 has one; of 前湾村 nobody has another list."""
    not_to_count = {"stated_counts": False} if stated == "counts: false" else {}
    both = profile("a.csv", villages=("薛宅村", "长岭村"), **not_to_count)
    part = profile("b.csv", stated_replaces=(("2018", "a.csv", ""),) if stated == "replaces" else ())
    apart = profile("c.csv", villages=("前湾村",), stated_counts=False)
    decisions = decisions_on(both, part, apart)
    assert "长岭村" in decisions.by_number[both.number].reason.zh
    assert "薛宅村" not in decisions.by_number[both.number].reason.zh
    assert "role: part" not in decisions.by_number[apart.number].reason.zh


@pytest.mark.parametrize(
    ("day", "other", "undecided"),
    [
        (date(2020, 12, 31), True, set()),
        (date(2020, 12, 31), False, {"未脱贫.csv"}),
        (date(2019, 12, 31), True, {"未脱贫.csv"}),
    ],
    ids=["the others beside it", "alone", "beside the whole"],
)
def test_who_is_still_poor_when_everybody_has_left_is_of_the_whole_with_those_who_left(day, other, undecided):
    """After 2020-12-30 a list of those who left poverty has no selection: it is the whole, if no other list came."""
    of_day = {"register": "persons", "as_of_on": day, "as_of_year": day.year, "period": str(day.year)}
    poor = profile("未脱贫.csv", selection="未脱贫", **of_day)
    left = [profile("已脱贫.csv", **of_day)] if other else []
    assert {*reasons(poor, *left, register="persons")} == undecided
