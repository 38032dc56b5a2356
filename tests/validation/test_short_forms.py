"""Each short form finds the rows that it is to find, listed by hand; what it compiles to is of Great Expectations' types."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import duckdb
import pytest
from pydantic import ValidationError

from pipelines.validation import UNEXPECTED_ROWS, Expectation, Suite
from pipelines.validation.short_forms import FORMS, Grain, ShortForm, compile_rule
from tests.expectations.bare import bare_sql
from tests.support.rules import PROJECT

GRAIN = Grain(("unit", "row"), {"household": ("unit", "household_id")})
HOUSEHOLD = """select unit, household_id, count(*) as persons, min(cause) as one_cause, max(cause) as other_cause
    from {batch} group by all"""


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """Rows of a register with a household of two that disagrees on its cause, and the places that are known."""
    with duckdb.connect() as connection:
        connection.execute(
            """create table people as from (values
                ('甲镇', '2018', 'a', 1, 'h1', '因病', 30, 40, '一村'),
                ('甲镇', '2018', 'a', 2, 'h1', '因残', 50, 40, '二村'),
                ('甲镇', '2018', 'a', 3, 'h2', null, null, 40, '三村'),
                ('乙镇', '2018', 'b', 4, 'h1', null, 10, null, '一村'),
                ('乙镇', '2018', 'b', 5, 'h3', null, 90, 90, null)
            ) as t(unit, period, file, row, household_id, cause, paid_yuan, due_yuan, village);
            create table places as from (values ('甲镇', '一村'), ('甲镇', '二村'), (null, '一村')) as t(town, village);
            create table ranks as from (values ('甲镇', '一村', 3), ('甲镇', '二村', 6), ('乙镇', null, 9))
                as t(town, village, rank)"""
        )
        yield connection


def found(database: duckdb.DuckDBPyConnection, **form: Any) -> int:
    compiled = compile_rule(ShortForm.model_validate(form), GRAIN)
    rule = Expectation(
        id="rule", type=compiled.type, kwargs=compiled.kwargs, severity="info", dimension="valid", zh="中", en="en",
        owner="某人", source="某处", keys=(*(compiled.keys or GRAIN.keys), *compiled.shows),
    )  # fmt: skip
    row = database.execute(bare_sql(rule, Suite("people", (rule,), {"household": HOUSEHOLD}))).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize(
    ("form", "rows"),
    [
        ({"fails": "paid_yuan > 40"}, 2),
        ({"fails": "paid_yuan > 40", "among": "unit = '甲镇'"}, 1),
        ({"fails": "persons > 1", "each": "household"}, 1),
        ({"fails": "persons > 1 and paid_yuan > 30", "join": "household"}, 1),
        ({"fails": "paid_yuan > mean", "with": {"mean": "avg(paid_yuan) over (partition by unit)"}}, 2),
        # of 甲镇 30 and 50 are left of the mean's rows, of 乙镇 90 alone
        ({"fails": "paid_yuan < mean", "with": {"mean": "avg(paid_yuan) over (partition by unit)"},
          "among": "paid_yuan > 10"}, 1),
        ({"fails": "sum_yuan > 79", "per": ["unit"], "with": {"sum_yuan": "sum(paid_yuan)"}}, 2),
        ({"fails": "units > 1", "each": "household", "per": ["household_id"], "with": {"units": "count(*)"}}, 1),
        ({"fails": "regexp_matches(household_id, '^h[12]{1}$')"}, 4),
        ({"not_null": "village"}, 1),
        ({"stated": "cause"}, 1),
        ({"stated": "cause", "among": "household_id = 'h1'"}, 0),
        ({"one_value": "cause", "each": "household"}, 1),
        ({"ordered": ["paid_yuan", "due_yuan"]}, 1),
        ({"accepted_range": {"column": "paid_yuan", "min_value": 30, "max_value": 50}}, 2),
        ({"accepted_values": {"column": "village", "value_set": ["一村", "二村"]}}, 1),
        # 三村 is none of 甲镇; of 乙镇 no place is known
        ({"references": "places", "by": ["unit = town", "village"]}, 1),
        ({"references": "places", "by": ["unit = town", "village"], "among": "row < 3"}, 0),
        # 三村 has no rank; where no village is known, the rank of no village stands beside it
        ({"fails": "paid_yuan < 10 * rank", "beside": "ranks", "by": ["unit = town", "village"], "taking": ["rank"]}, 1),
        ({"fails": "paid_yuan < 10 * rank", "beside": "ranks", "by": ["unit = town", "village"], "taking": ["rank"],
          "among": "row = 1"}, 0),
        ({"fails": "most_yuan > 8 * rank", "per": ["village"], "with": {"most_yuan": "max(paid_yuan)"},
          "beside": "ranks", "by": ["village"], "taking": ["rank"]}, 3),
        ({"query": "select {keys} from {batch} where row > 1"}, 4),
        ({"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "due_yuan"}}, 1),
    ],
)  # fmt: skip
def test_a_form_finds_the_rows_that_break_it(
    database: duckdb.DuckDBPyConnection, form: dict[str, Any], rows: int
) -> None:
    assert found(database, **form) == rows


@pytest.mark.parametrize(
    ("village", "township", "county", "groups"),
    [(5, 5, 5, 0), (6, 5, 5, 1), (5, 4, 3, 2), (1, None, 5, 1), (0, None, 5, 0)],
)
def test_parts_of_a_mart_stay_within_their_whole(
    village: int, township: int | None, county: int, groups: int
) -> None:
    """Two villages that have nothing else, in one township that has something, in one county."""
    form = ShortForm.model_validate({"parts_within_whole": ["persons"]})
    compiled = compile_rule(form, Grain(("area_level", "county", "township", "village", "year"), {}))
    assert compiled.keys == ("area_level", "county", "township", "year")
    assert compiled.shows == ("persons", "parts_persons")
    rows = (
        "(select unnest($levels) as area_level, unnest($counties) as county, unnest($townships) as township,"
    )
    rows += " unnest($villages) as village, null as year, unnest($persons) as persons)"
    with duckdb.connect() as connection:
        found = connection.execute(
            compiled.kwargs["unexpected_rows_query"].format(batch=rows),
            {
                "levels": ["village", "village", "township", "county"],
                "counties": ["县"] * 4,
                "townships": ["镇", "镇", "镇", None],
                "villages": ["一村", "二村", None, None],
                "persons": [village, 0, township, county],
            },
        ).fetchall()
    assert len(found) == groups


def test_what_a_form_shows_by_itself() -> None:
    def shows(**form: Any) -> tuple[str, ...]:
        return compile_rule(ShortForm.model_validate(form), GRAIN).shows

    assert shows(ordered=["paid_yuan", "due_yuan"]) == ("paid_yuan", "due_yuan")
    assert shows(one_value="cause", each="household") == ("one_cause", "other_cause")
    assert shows(accepted_range={"column": "paid_yuan", "min_value": 0}) == ("paid_yuan",)
    assert shows(fails="paid_yuan > 40") == (), "what a predicate looks at may be private"


def test_the_keys_of_a_group_are_what_it_is_grouped_by() -> None:
    def keys(**form: Any) -> tuple[str, ...] | None:
        return compile_rule(ShortForm.model_validate(form), GRAIN).keys

    assert keys(fails="n > 1") is None, "those of the table"
    assert keys(fails="n > 1", each="household") == ("unit", "household_id")
    assert keys(fails="n > 1", per=["unit"], each="household") == ("unit",)


def test_every_form_is_documented_and_of_a_type_that_great_expectations_has() -> None:
    from pipelines.validation import short_forms

    documented = short_forms.__doc__ or ""
    assert [name for name in FORMS if f"{name}" not in documented] == []
    assert compile_rule(ShortForm(fails="n > 1"), GRAIN).type == UNEXPECTED_ROWS


@pytest.mark.parametrize("missing", ["by", "taking", "fails"])
def test_another_table_stands_beside_a_predicate_only(missing: str) -> None:
    form = {"fails": "n > rank", "beside": "ranks", "by": ["n"], "taking": ["rank"]} | {
        missing: () if missing != "fails" else None
    }
    with pytest.raises(
        ValidationError, match=r"has 'beside'; expected fails, by and taking|states its demand by nothing"
    ):
        ShortForm.model_validate(form)


def test_a_whole_query_says_why() -> None:
    for path in (PROJECT / "expectations").glob("*/*.yml"):
        lines = path.read_text(encoding="utf-8").splitlines()
        for before, line in pairwise(lines):
            assert not line.startswith("    query:") or before.startswith("    # "), f"{path.name}: {line}"
