"""The rows that break a rule: how many, of whom, which of them are shown, and how each is known again."""

from dataclasses import replace

import duckdb

from pipelines.validation import MAX_FAILURES
from tests.expectations import fill
from tests.support.rules import outcome_of, rule_about_rows, rule_of


def test_only_a_few_failing_rows_are_shown_and_only_by_their_keys(
    database: duckdb.DuckDBPyConnection,
) -> None:
    database.execute(
        "create or replace table clean.many as select range::integer as n, n // 2 as half from range(300)"
    )
    for rule in (
        rule_of("expect_column_values_to_be_between", "half", column="n", min_value=300),
        rule_about_rows("select * from {batch}", "half"),
    ):
        outcome = outcome_of(database, "clean.many", rule)
        assert outcome.unexpected_count == 300
        assert [failure.keys for failure in outcome.failures] == [
            {"half": n // 2} for n in range(MAX_FAILURES)
        ]


def test_which_failing_rows_are_shown_does_not_depend_on_how_persons_are_coded(
    database: duckdb.DuckDBPyConnection,
) -> None:
    for code in ("hash(n)", "hash(-n)"):
        database.execute(
            f"create or replace table clean.coded as select n, ({code})::varchar as person from range(300) as t(n)"
        )
        rule = replace(rule_about_rows("select {keys} from {batch}", "n"), identity=("person",))
        outcome = outcome_of(database, "clean.coded", rule)
        assert [failure.keys["n"] for failure in outcome.failures] == [*range(MAX_FAILURES)]


def test_a_finding_is_known_again_by_its_identity(database: duckdb.DuckDBPyConnection) -> None:
    rule = replace(
        rule_about_rows("select {keys} from {batch} where yuan > 10", "unit", "period", "yuan"),
        identity=("unit", "row"),
    )

    def found(*rows: tuple[str, int, int]) -> list[str]:
        keys = ("unit", "row", "yuan")
        fill(database, "clean.sums", [dict(zip(keys, row, strict=True)) | {"period": "2018"} for row in rows])
        return [failure.id for failure in outcome_of(database, "clean.sums", rule).failures]

    first, second = found(("甲", 2, 11), ("乙", 2, 11))
    assert found(("甲", 2, 12), ("丙", 2, 9)) == [found(("甲", 2, 11))[0]], "the same row with another figure"
    assert {first, second} == set(found(("乙", 2, 99), ("甲", 2, 99))), "in any order"
    assert found(("甲", 3, 11)) != found(("甲", 2, 11)), "another row"
    assert len(set(found(("甲", 2, 11), ("甲", 2, 11)))) == 2, "rows of the same identity"
    assert replace(rule, id="other") != rule


def test_failing_rows_are_counted_by_delivery(database: duckdb.DuckDBPyConnection) -> None:
    fill(database, "clean.sums", [{"unit": unit, "period": "2018", "yuan": 1} for unit in "甲甲乙"])
    rule = rule_about_rows("select {keys} from {batch}", "unit", "period")
    assert outcome_of(database, "clean.sums", rule).by_delivery == {("甲", "2018"): 2, ("乙", "2018"): 1}
    rule = rule_of("expect_column_values_to_be_between", "yuan", column="yuan", max_value=0)
    assert outcome_of(database, "clean.sums", rule).by_delivery == {(None, None): 3}


def test_keys_are_values_that_json_can_hold(numbers: duckdb.DuckDBPyConnection) -> None:
    query = "select date '2018-12-31' as day, 1.50::decimal(18, 2) as paid_yuan, null as none, [1] as list from {batch}"
    outcome = outcome_of(numbers, "clean.numbers", rule_about_rows(query, "day", "paid_yuan", "none", "list"))
    assert outcome.failing_keys[0] == {"day": "2018-12-31", "paid_yuan": "1.50", "none": None, "list": "[1]"}
