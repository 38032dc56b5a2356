"""What becomes of a statement that is dropped: the first reason holds, and the steward's word before any."""

import pytest

from pipelines.statements.decisions import Decisions, Repetition, leave_both_undecided
from tests.support.profiles import profile


def test_the_first_reason_holds():
    one, other, decisions = profile("a.csv"), profile("b.csv"), Decisions()
    decisions.drop_unless_stated(one, "superseded", "identical_statement", other)
    decisions.drop_unless_stated(one, "undecided", "contradicting_statement", other, line="…")
    assert decisions.by_number[one.number].reason.rule == "identical_statement"
    assert decisions.by_number[one.number].replaced_by is other


def test_statement_that_the_notes_let_count_takes_the_rows_that_it_repeats_from_the_other():
    stated, other, decisions = profile("a.csv", stated_counts=True), profile("b.csv"), Decisions()
    decisions.drop_unless_stated(stated, "superseded", "contained_statement", other)
    assert decisions.counts(stated) and decisions.counts(other)
    assert decisions.repetitions == [Repetition(stated, other)]


@pytest.mark.parametrize("both", [True, False])
def test_statements_count_beside_each_other_where_the_notes_say_so(both):
    """Both are stated to count, or nothing that is certain is against the one that is."""
    stated, other, decisions = (
        profile("a.csv", stated_counts=True),
        profile("b.csv", stated_counts=both),
        Decisions(),
    )
    decisions.drop_unless_stated(stated, "superseded" if both else "undecided", "identical_statement", other)
    assert decisions.counts(stated) and decisions.repetitions == []


def test_two_that_contradict_each_other_are_each_left_undecided_with_the_line_that_decides():
    one, other, decisions = profile("a.csv"), profile("b.csv"), Decisions()
    leave_both_undecided(one, other, "same_cells_elsewhere", decisions)
    assert decisions.is_undecided(one) and decisions.is_undecided(other)
    line = "delivery.yml: sheets: [{file: a.csv, replaces: b.csv}]"
    assert line in decisions.by_number[one.number].reason.advice_en
