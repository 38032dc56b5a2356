"""Statements that contradict each other are all left undecided, with the lines that decide."""

import pytest

from pipelines.statements.totals import Summed
from tests.support.decided import decided, decisions_on, reasons
from tests.support.profiles import profile


def test_contradictions_hold_both_back_with_the_line_to_write():
    one, other = profile("a.csv"), profile("b.csv")
    found, _ = decided(one, other, shared=3, equal=2)
    assert found == {held.number: ("undecided", "contradicting_statement", None) for held in (one, other)}


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


def test_a_list_of_few_persons_has_no_line_by_which_it_replaces_the_whole():
    """One household of six, corrected: pasted, the line would strike out the other five."""
    found = reasons(
        profile("册.csv", register="persons", rows=6),
        profile("更正.csv", register="persons", rows=1),
        shared=1,
        equal=0,
        register="persons",
    )
    assert "{file: 更正.csv, role: correction, replaces: 册.csv}" in found["更正.csv"]
    assert "{file: 更正.csv, replaces" not in found["更正.csv"]
    assert "{file: 册.csv, replaces: 更正.csv}" in found["册.csv"]


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


def test_no_line_lets_a_summary_with_objects_of_its_own_count_beside_what_it_sums_up():
    one, other, summary = (profile(f"{name}.csv") for name in "甲乙丙")
    found = reasons(one, other, summary, summed=Summed((one, other), names_own=True))
    assert {*found} == {"甲.csv", "乙.csv", "丙.csv"}
    for reason in found.values():
        assert "{file: 丙.csv, counts: false}" in reason
        assert "{file: 丙.csv, replaces: [甲.csv, 乙.csv]}" in reason
        assert "counts: true" not in reason


QUARTER, HALF = (tuple(f"month {month}" for month in range(1, last)) for last in (4, 7))


def test_payments_of_months_that_overlap_are_held_with_the_line_that_leaves_the_part_out():
    """1-3月 and 1-6月, sent for two days: no row is shared, and both may be the same money."""
    march = profile("一.xlsx", register="benefit_payments", period="2018Q1", rounds=QUARTER)
    june = profile("二.xlsx", register="benefit_payments", period="2018Q2", rounds=HALF)
    found = decisions_on(march, june, register="benefit_payments")
    assert {one.reason.rule for one in found.by_number.values()} == {"overlapping_months"}
    for held in (march, june):
        said = found.by_number[held.number].reason.zh
        assert "累计的，请写 木棠镇/2018Q1/delivery.yml: sheets: [{file: 一.xlsx, counts: false}]；" in said


@pytest.mark.parametrize(("rounds", "unit"), [(("month 4",), "木棠镇"), (HALF, "中和镇"), ((), "木棠镇")])
def test_payments_of_other_months_or_units_count_beside_each_other(rounds: tuple[str, ...], unit: str):
    march = profile("一.xlsx", register="benefit_payments", period="2018Q1", rounds=QUARTER)
    other = profile("二.xlsx", register="benefit_payments", period="2018Q2", rounds=rounds, unit=unit)
    assert decisions_on(march, other, register="benefit_payments").by_number == {}
