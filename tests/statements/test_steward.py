"""What delivery.yml states goes before contents, and lists of every kind of a day make up a whole."""

from datetime import date

import pytest

from tests.support.decided import decided, decisions_on, reasons
from tests.support.profiles import profile


def test_the_word_of_the_steward_goes_before_everything():
    replaced, stated = profile("a.csv"), profile("b.csv", stated_replaces=(("2018", "a.csv", ""),))
    not_counted = profile("c.csv", stated_counts=False)
    found, _ = decided(replaced, stated, not_counted, shared=3, equal=2)
    assert found == {
        replaced.number: ("superseded", "stated_replaced", stated.number),
        not_counted.number: ("not_counted", "stated_not_to_count", None),
    }


def test_statements_that_are_both_stated_to_count_are_not_compared():
    one, other = (profile(name, stated_counts=True) for name in ("一.csv", "二.csv"))
    assert decided(one, other, shared=3, equal=3) == ({}, [])


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
