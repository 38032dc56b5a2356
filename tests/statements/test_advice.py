"""The lines of delivery.yml name every statement that they are about, each in the file that it belongs to."""

from pipelines.statements import advice
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
