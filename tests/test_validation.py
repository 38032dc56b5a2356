"""Every expectation in use fires where it should and is silent where it should, in DuckDB itself."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.marts.mart import Mart, MartColumn, load_marts
from pipelines.problems import Problem
from pipelines.registers.contract import Column, Register, load_registers, load_vocabulary
from pipelines.validation import (
    MAX_FAILING_KEYS,
    UNEXPECTED_ROWS,
    Expectation,
    Outcome,
    Suite,
    baseline,
    load_suites,
    validate,
)

PROJECT = Path(__file__).parent.parent
REGISTERS = load_registers()
MARTS = load_marts()
SUITES = load_suites(PROJECT / "expectations")

Rows = list[dict[str, Any]]

DELIVERY = {
    "unit": "木棠镇",
    "period": "2018",
    "as_of_on": date(2018, 12, 31),
    "as_of_year": 2018,
    "file": "a.xlsx",
    "sheet": "Sheet1",
    "row": 2,
    "county": "儋州市",
    "township": "木棠镇",
    "village": "薛宅村",
}
PERSON = DELIVERY | {
    "household_id": "h1",
    "person_id": "0" * 32,
    "household_size_persons": 2,
    "relation": "户主",
    "exit_status": "已脱贫",
    "exit_year": 2017,
    "household_identified_month": date(2014, 1, 1),
    "id_sex": "男",
    "id_birth_on": date(1970, 1, 1),
}
WIFE = {"row": 3, "person_id": "1" * 32, "relation": "配偶", "id_sex": "女"}
VILLAGE = DELIVERY | {
    "total_households": 30,
    "total_persons": 120,
    "rural_households": 25,
    "rural_persons": 100,
    "dibao_persons": 5,
    "is_poor_village": True,
    "is_deep_poverty_village": True,
    "poor_village_exit_year": 2018,
}
PLAN = DELIVERY | {"exit_year": 2018, "planned_households": 1, "planned_persons": 5}
PROJECT_ROW = DELIVERY | {
    "project_name": "养羊",
    "document_number": "琼财农〔2018〕16号",
    "planned_yuan": 20000,
    "allocated_yuan": 20000,
    "disbursed_yuan": 15000,
    "paid_yuan": 10000,
    "settled_yuan": 10000,
    "unspent_yuan": 10000,
    "stated_rate": 0.5,
}
CAPITAL = DELIVERY | {
    "household_id": "h1",
    "beneficiary_group": "建档立卡户",
    "partner": "甲合作社",
    "invested_year": 2017,
    "capital_yuan": 10000,
    "contract_rate": 0.1,
}
PAYOUT = DELIVERY | {
    "household_id": "h1",
    "partner": "甲合作社",
    "invested_year": 2017,
    "payout_year": 2018,
    "payout_on": date(2018, 6, 1),
    "standard_yuan": 1000,
    "due_yuan": 1000,
    "paid_yuan": 1000,
}
FIGURE = DELIVERY | {
    "figure_id": "S1",
    "figure_period": "2018",
    "subject": "exits",
    "measure": "exited_persons",
    "dims": '{"scope": "total"}',
    "value": 9,
    "value_unit": "person",
    "modality": "actual",
    "source": "2018 年工作总结",
}


def _at_every_level(row: dict[str, Any]) -> Rows:
    """The row for the one village, for its township and for its county."""
    area = {"county": "儋州市", "township": "木棠镇", "village": "薛宅村"}
    return [
        row | area | {"area_level": "village"},
        row | area | {"area_level": "township", "village": None},
        row | area | {"area_level": "county", "village": None, "township": None},
    ]


INCIDENCE = {
    "year": 2018,
    "total_population_persons": 120,
    "rural_population_persons": 100,
    "registered_households": 3,
    "registered_persons": 10,
    "poor_households": 1,
    "poor_persons": 1,
    "incidence_rate": 0.01,
    "denominator_kind": "rural_population",
    "exit_threshold_rate": 0.02,
    "meets_exit_threshold": True,
    "is_poor_village": True,
    "poor_village_exit_year": 2018,
    "registered_share": 10 / 120,
}
EXITS_2017 = {
    "exit_year": 2017,
    "as_of_year": 2018,
    "households": 1,
    "persons": 4,
    "planned_households": 1,
    "planned_persons": 4,
    "cumulative_households": 1,
    "cumulative_persons": 4,
    "remaining_households": 2,
    "remaining_persons": 6,
    "returned_households": 0,
    "returned_persons": 0,
}
EXITS_2018 = EXITS_2017 | {
    "exit_year": 2018,
    "persons": 5,
    "planned_persons": 5,
    "cumulative_households": 2,
    "cumulative_persons": 9,
    "remaining_households": 1,
    "remaining_persons": 1,
}
EXITS_2019 = {"exit_year": 2019, "as_of_year": 2018, "planned_households": 1, "planned_persons": 1}
EXECUTION = {
    "year": 2018,
    "fund_level": "中央",
    "category": "产业",
    "projects": 2,
    "village_projects": 1,
    "household_projects": 1,
    "planned_yuan": 20000,
    "allocated_yuan": 20000,
    "disbursed_yuan": 15000,
    "paid_yuan": 10000,
    "budget_yuan": 20000,
    "budget_basis": "下达",
    "execution_rate": 0.5,
    "disbursed_rate": 0.75,
    "target_rate": 0.95,
    "is_behind_target": True,
}
DIVIDEND = {
    "partner": "甲合作社",
    "invested_year": 2017,
    "payout_year": 2018,
    "households": 1,
    "memberships": 1,
    "capital_yuan": 10000,
    "due_yuan": 1000,
    "paid_yuan": 1000,
    "arrears_yuan": 0,
    "paid_ratio": 1.0,
    "yield_rate": 0.1,
}

GOOD: dict[str, Rows] = {
    "clean.persons": [PERSON, PERSON | WIFE],
    "clean.villages": [VILLAGE],
    "clean.exit_plans": [PLAN, PLAN | {"row": 3, "village": None}],
    "clean.fund_ledger": [PROJECT_ROW],
    "clean.capital_contributions": [CAPITAL],
    "clean.dividend_payouts": [PAYOUT],
    "clean.reported_figures": [FIGURE],
    "poverty_incidence": _at_every_level(INCIDENCE),
    "exits_by_year": [row for year in (EXITS_2017, EXITS_2018, EXITS_2019) for row in _at_every_level(year)],
    "fund_execution": _at_every_level(EXECUTION),
    "dividend_payouts": _at_every_level(DIVIDEND),
}
"""Rows that no expectation has anything against."""

FAULTS: dict[str, dict[str, dict[int, dict[str, Any]]]] = {
    "clean.persons": {
        "household_has_one_head": {1: {"relation": "户主"}},
        "household_exits_together": {1: {"exit_status": "未脱贫"}},
        "household_size_matches_members": {0: {"household_size_persons": 3}},
        "exit_year_is_plausible": {0: {"exit_year": 2019}},
        "exit_follows_identification": {0: {"household_identified_month": date(2018, 1, 1)}},
        "exit_status_agrees_with_year": {0: {"exit_year": None}},
        "relation_fits_sex": {1: {"relation": "之子"}},
        "born_before_delivery": {1: {"id_birth_on": date(2019, 1, 1)}},
        "village_is_listed": {1: {"village": "位家沟村"}},
        "person_is_in_one_unit": {2: {"unit": "二台镇"}},
    },
    "clean.villages": {
        "rural_persons_within_total": {0: {"rural_persons": 121}},
        "rural_households_within_total": {0: {"rural_households": 31}},
        "household_has_a_person": {0: {"total_households": 121}},
        "dibao_persons_within_total": {0: {"dibao_persons": 121}},
        "poor_village_columns_agree": {0: {"is_poor_village": False}},
        "exit_year_is_plausible": {0: {"poor_village_exit_year": 2019}},
        "population_is_steady": {
            1: {"period": "2017", "as_of_on": date(2017, 12, 31), "total_persons": 1200}
        },
        "population_is_stated": {0: {"total_persons": None, "rural_persons": None}},
    },
    "clean.exit_plans": {
        "household_has_a_person": {0: {"planned_households": 6}},
        "exit_year_is_plausible": {0: {"exit_year": 2208}},
        "plan_has_a_figure": {0: {"planned_households": None, "planned_persons": None}},
        "villages_add_up": {1: {"planned_persons": 6}},
        "plan_is_unchanged": {2: {"period": "2017", "as_of_on": date(2017, 12, 31), "planned_persons": 7}},
    },
    "clean.fund_ledger": {
        "paid_within_allocated": {0: {"paid_yuan": 20001}},
        "paid_within_disbursed": {0: {"paid_yuan": 15001}},
        "disbursed_within_allocated": {0: {"disbursed_yuan": 20001}},
        "settled_within_budget": {0: {"settled_yuan": 20001}},
        "money_is_stated": {
            0: dict.fromkeys([*(name for name in PROJECT_ROW if name.endswith("_yuan")), "stated_rate"])
        },
        "unspent_adds_up": {0: {"unspent_yuan": 1}},
        "stated_rate_is_the_computed_one": {0: {"stated_rate": 1}},
        "amount_is_plausible": {0: {"planned_yuan": 2}},
        "project_is_listed_once": {1: {"row": 3}},
        "document_number_is_complete": {0: {"document_number": "县财农"}},
    },
    "clean.capital_contributions": {
        "contributor_is_known": {0: dict.fromkeys(["household_id", "beneficiary_group", "village"])},
        "capital_is_positive": {0: {"capital_yuan": 0}},
        "contract_rate_is_plausible": {0: {"contract_rate": 10}},
        "invested_year_is_plausible": {0: {"invested_year": 2019}},
        "cohort_has_one_rate": {1: {"contract_rate": 0.08}},
        "household_is_registered": {0: {"household_id": "h9"}},
    },
    "clean.dividend_payouts": {
        "payout_year_is_plausible": {0: {"payout_year": 2016}},
        "payout_day_fits_year": {0: {"payout_on": date(2016, 6, 1)}},
        "standard_times_beneficiaries": {0: {"beneficiaries": 2}},
        "paid_within_due": {0: {"paid_yuan": 1002}},
        "household_is_registered": {0: {"household_id": "h9"}},
        "payout_has_capital": {0: {"invested_year": 2016}},
        "payout_is_listed_once": {1: {"row": 3}},
        "partner_is_stated": {0: {"partner": None}},
    },
    "clean.reported_figures": {
        "modality_is_known": {0: {"modality": "maybe"}},
        "dims_are_a_json_object": {0: {"dims": "scope=total"}},
        "value_fits_unit": {0: {"value": 0.5}},
        "rate_is_a_fraction": {0: {"value": 73.79, "value_unit": "percent"}},
        "figure_has_one_value": {1: {"figure_id": "S2", "value": 8}},
    },
    "poverty_incidence": {
        "year_is_known": {0: {"year": None}},
        "incidence_is_a_share": {0: {"incidence_rate": 1.01}},
        "incidence_is_poor_over_population": {0: {"rural_population_persons": 99}},
        "poor_within_registered": {0: {"poor_persons": 11}},
        "exit_threshold_is_applied": {0: {"exit_threshold_rate": 0.005}},
        "parts_within_whole": {0: {"poor_persons": 2}},
        "villages_add_up": {0: {"registered_persons": 9}},
        "registered_within_population": {0: {"registered_share": 1.1}},
        "delisted_village_meets_threshold": {0: {"meets_exit_threshold": False}},
        "incidence_does_not_rise": {3: {"year": 2019, "incidence_rate": 0.03}},
    },
    "exits_by_year": {
        "actuals_are_known_up_to_the_registry": {0: {"persons": None}},
        "counts_are_possible": {0: {"remaining_persons": -1}},
        "cumulative_adds_up": {3: {"cumulative_persons": 8}},
        "exited_and_remaining_are_constant": {3: {"remaining_persons": 2}},
        "exited_and_remaining_are_registered": {0: {"remaining_households": 3}},
        "parts_within_whole": {1: {"persons": 3}},
        "plan_is_possible": {6: {"planned_persons": 2}},
        "exit_year_is_plausible": {0: {"exit_year": 2013}},
        "plan_is_fulfilled": {0: {"planned_persons": 5}},
    },
    "fund_execution": {
        "year_is_known": {0: {"year": None}},
        "rates_are_of_the_budget": {0: {"execution_rate": 0.6}},
        "budget_fits_its_basis": {0: {"budget_yuan": 20001}},
        "target_is_applied": {0: {"is_behind_target": False}},
        "projects_add_up": {0: {"household_projects": 2}},
        "parts_within_whole": {1: {"projects": 1}},
        "execution_rate_within_budget": {0: {"execution_rate": 1.2}},
        "disbursed_rate_within_budget": {0: {"disbursed_rate": 1.2}},
        "paid_within_disbursed": {0: {"paid_yuan": 15001}},
    },
    "dividend_payouts": {
        "partner_is_named": {0: {"partner": None}},
        "arrears_are_due_less_paid": {0: {"arrears_yuan": 5}},
        "rates_are_of_paid": {0: {"paid_ratio": 0.9}},
        "households_within_memberships": {0: {"households": 2}},
        "parts_within_whole": {0: {"memberships": 2}},
        "paid_within_due": {0: {"paid_yuan": 1002}},
        "payout_follows_investment": {0: {"payout_year": 2016}},
        "yield_is_plausible": {0: {"yield_rate": 0.31}},
        "dividend_is_paid_in_full": {0: {"arrears_yuan": 5}},
    },
}
"""By table and id of expectation: which of the good rows are changed, and how, so that it fires. A position past
the end adds a row like the first."""


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """Every register and mart as an empty table, with the columns of its contract."""
    with duckdb.connect() as connection:
        connection.execute("create schema clean")
        for name, register in REGISTERS.items():
            columns = ", ".join(
                f"{column} {type}" for column, (type, _) in register.published_columns.items()
            )
            connection.execute(f"create table clean.{name} ({columns})")
        for name, mart in MARTS.items():
            connection.execute(
                f"create table {name} ({', '.join(f'{c.name} {c.type}' for c in mart.columns)})"
            )
        yield connection


@pytest.fixture(scope="module")
def filled(database: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    for table, rows in GOOD.items():
        _fill(database, table, rows)
    return database


def _fill(connection: duckdb.DuckDBPyConnection, table: str, rows: Rows) -> None:
    connection.execute(f"delete from {table}")
    for row in rows:
        marks = ", ".join("?" for _ in row)
        connection.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", list(row.values()))


def _changed(good: Rows, faults: dict[int, dict[str, Any]]) -> Rows:
    rows = [*good, *(good[0] for position in faults if position >= len(good))]
    return [row | faults.get(position, {}) for position, row in enumerate(rows)]


def _baseline(table: str) -> tuple[Expectation, ...]:
    if not table.startswith("clean."):
        return baseline(MARTS[table])
    register = REGISTERS[table.removeprefix("clean.")]
    codes = {c.argument for c in register.columns if c.kind == "code" and c.argument}
    return baseline(register, {name: load_vocabulary(name).values() for name in codes})


def _rule(type: str, *keys: str, id: str = "rule", **kwargs: Any) -> Expectation:
    return Expectation(id, type, kwargs, "critical", "错", "wrong", "owner", "source", keys)


def _rows(query: str, *keys: str, id: str = "rule") -> Expectation:
    return _rule(UNEXPECTED_ROWS, *keys, id=id, unexpected_rows_query=query)


def _outcome(connection: duckdb.DuckDBPyConnection, table: str, rule: Expectation) -> Outcome:
    [outcome] = validate(connection, Suite(table, (rule,)))
    return outcome


# The files in expectations/


def test_there_is_a_suite_for_every_register_and_headline_mart() -> None:
    headline = {"poverty_incidence", "exits_by_year", "fund_execution", "dividend_payouts"}
    assert set(SUITES) == {f"clean.{name}" for name in REGISTERS} | headline


@pytest.mark.parametrize("table", [*(f"clean.{name}" for name in REGISTERS), *MARTS])
def test_every_expectation_runs_on_an_empty_table(database: duckdb.DuckDBPyConnection, table: str) -> None:
    database.execute(f"delete from {table}")
    by_hand = SUITES[table].expectations if table in SUITES else ()
    outcomes = validate(database, Suite(table, (*_baseline(table), *by_hand)))
    assert [outcome.expectation.id for outcome in outcomes if not outcome.passed] == []


@pytest.mark.parametrize("table", GOOD)
def test_good_rows_break_no_expectation(filled: duckdb.DuckDBPyConnection, table: str) -> None:
    _fill(filled, table, GOOD[table])
    outcomes = validate(filled, Suite(table, (*_baseline(table), *SUITES[table].expectations)))
    assert [(o.expectation.id, o.failing_keys) for o in outcomes if not o.passed] == []


@pytest.mark.parametrize("table", FAULTS)
def test_every_expectation_fires(filled: duckdb.DuckDBPyConnection, table: str) -> None:
    by_id = {expectation.id: expectation for expectation in SUITES[table].expectations}
    assert set(FAULTS[table]) == set(by_id), "every expectation has one fault that makes it fire"
    silent = []
    for id, faults in FAULTS[table].items():
        _fill(filled, table, _changed(GOOD[table], faults))
        outcome = _outcome(filled, table, by_id[id])
        if (
            outcome.passed
            or not outcome.unexpected_count
            or set(outcome.failing_keys[0]) != set(by_id[id].keys)
        ):
            silent.append(id)
    _fill(filled, table, GOOD[table])
    assert silent == []


@pytest.mark.parametrize("suite", SUITES.values(), ids=lambda suite: suite.table)
def test_no_expectation_shows_anything_private(suite: Suite) -> None:
    private = {
        column.name for register in REGISTERS.values() for column in register.columns if column.is_private
    }
    shown = {
        key for expectation in (*suite.expectations, *_baseline(suite.table)) for key in expectation.keys
    }
    assert not shown & private


@pytest.mark.parametrize("suite", SUITES.values(), ids=lambda suite: suite.table)
def test_every_message_is_in_chinese_and_english(suite: Suite) -> None:
    for expectation in (*suite.expectations, *_baseline(suite.table)):
        assert re.search(r"[\u4e00-\u9fff]", expectation.zh), expectation.id
        assert re.search(r"[a-z]{3}", expectation.en), expectation.id


# What follows from a contract


def test_a_register_is_held_to_its_contract(database: duckdb.DuckDBPyConnection) -> None:
    def column(name: str, type: str, *, required: bool = False) -> Column:
        return Column(name=name, type=type, title="列", description="A column.", required=required)

    register = Register(
        name="projects",
        title="项目",
        description="Projects.",
        grain="one row per project",
        key=("village", "project"),
        columns=(
            column("village", "area"),
            column("project", "text", required=True),
            column("level", "code(fund_level)"),
            column("paid_yuan", "money"),
            column("keeper", "person_name"),
            column("keeper_phone", "phone"),
        ),
    )
    names = [*register.published_columns]
    columns = ", ".join(f"{name} {type}" for name, (type, _) in register.published_columns.items())
    database.execute(f"create or replace table clean.projects ({columns})")
    good = {
        **dict.fromkeys(names),
        "unit": "u",
        "period": "2018",
        "row": 2,
        "project": "养羊",
        "level": "中央",
    }
    good |= {"paid_yuan": 0, "keeper": "王*", "keeper_phone": "0" * 32}
    rules = baseline(register, {"fund_level": ["中央", "省级"]})

    def broken(*rows: dict[str, Any]) -> list[str]:
        _fill(database, "clean.projects", [good | row for row in rows])
        outcomes = validate(database, Suite("clean.projects", rules))
        return [outcome.expectation.id for outcome in outcomes if not outcome.passed]

    assert broken({}, {"project": "养鸡"}, {"period": "2019"}) == []
    assert broken({"project": None}) == ["required_project"]
    assert broken({}, {"row": 3}) == ["key_is_unique"]
    assert broken({"level": "乡级"}) == ["term_level"]
    assert broken({"paid_yuan": -1}) == ["non_negative_paid_yuan"]
    assert broken({"keeper": "王二"}) == ["private_is_hidden"]
    assert broken({"keeper_phone": "13800000000"}) == ["private_is_hidden"]
    with pytest.raises(KeyError, match="fund_level"):
        baseline(register, {})


def test_a_mart_is_held_to_its_contract(database: duckdb.DuckDBPyConnection) -> None:
    key = ("area_level", "county", "township", "village")
    columns = [MartColumn(name=name, title="列", type="VARCHAR", description="A column.") for name in key]
    columns.append(
        MartColumn(name="persons", title="人数", type="BIGINT", required=True, description="Persons.")
    )
    mart = Mart(
        name="areas",
        title="地区",
        description="",
        grain="",
        key=key,
        computed="",
        columns=tuple(columns),
        sql="",
    )
    database.execute(f"create or replace table areas ({', '.join(f'{c.name} {c.type}' for c in columns)})")

    def broken(*rows: dict[str, Any]) -> list[str]:
        _fill(database, "areas", [*rows])
        outcomes = validate(database, Suite("areas", baseline(mart)))
        return [outcome.expectation.id for outcome in outcomes if not outcome.passed]

    village, township, county = _at_every_level({"persons": 1})
    assert broken(village, township, county) == []
    assert broken(township, township) == ["key_is_unique"]
    assert broken(township | {"village": "薛宅村"}) == ["area_fits_level"]
    assert broken(village | {"village": None}) == ["area_fits_level"]
    assert broken(county | {"area_level": "province"}) == ["area_fits_level"]
    assert broken(county | {"area_level": None}) == ["area_fits_level"]
    assert broken(county | {"persons": None}) == ["required_persons"]


# Great Expectations on DuckDB


@pytest.fixture(scope="module")
def numbers(database: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    database.execute(
        "create table clean.numbers as select range::integer as n, n // 2 as half from range(100)"
    )
    database.execute("insert into clean.numbers values (null, 50)")
    return database


@pytest.mark.parametrize(
    ("fires", "silent", "count", "first"),
    [
        (
            _rule("expect_column_values_to_not_be_null", "n", "half", column="n"),
            _rule("expect_column_values_to_not_be_null", column="half"),
            1,
            {"n": None, "half": 50},
        ),
        (
            _rule("expect_column_values_to_be_in_set", "half", column="n", value_set=list(range(98))),
            _rule("expect_column_values_to_be_in_set", column="n", value_set=list(range(100))),
            2,
            {"half": 49},
        ),
        (
            _rule("expect_column_values_to_be_between", "n", column="n", min_value=3),
            _rule("expect_column_values_to_be_between", column="n", min_value=0, max_value=99),
            3,
            {"n": 0},
        ),
        (
            _rule(
                "expect_column_pair_values_a_to_be_greater_than_b",
                *("n", "half"),
                column_A="n",
                column_B="half",
                ignore_row_if="either_value_is_missing",
            ),
            _rule(
                "expect_column_pair_values_a_to_be_greater_than_b",
                column_A="n",
                column_B="half",
                or_equal=True,
                ignore_row_if="either_value_is_missing",
            ),
            1,
            {"n": 0, "half": 0},
        ),
        (
            _rows(
                "select n, 'x' as name from {batch} where regexp_matches(n::varchar, '^9{{2}}$')", "name", "n"
            ),
            _rows("select n from {batch} where regexp_matches(n::varchar, '^9{{3}}$')"),
            1,
            {"name": "x", "n": 99},
        ),
    ],
    ids=lambda value: value.type if isinstance(value, Expectation) else "",
)
def test_every_type_of_expectation_in_use(
    numbers: duckdb.DuckDBPyConnection,
    fires: Expectation,
    silent: Expectation,
    count: int,
    first: dict[str, Any],
) -> None:
    fired = _outcome(numbers, "clean.numbers", fires)
    assert (fired.passed, fired.unexpected_count, fired.observed) == (False, count, None)
    assert len(fired.failing_keys) == count and first in fired.failing_keys
    assert _outcome(numbers, "clean.numbers", silent) == Outcome(silent, True, 0, None, [])


def test_no_other_type_is_in_use(request: pytest.FixtureRequest) -> None:
    [tested] = [
        mark for mark in test_every_type_of_expectation_in_use.pytestmark if mark.name == "parametrize"
    ]
    in_use = {
        rule.type for table, suite in SUITES.items() for rule in (*suite.expectations, *_baseline(table))
    }
    assert in_use == {fires.type for fires, *_ in tested.args[1]}


def test_a_rule_about_a_whole_column_tells_its_value(numbers: duckdb.DuckDBPyConnection) -> None:
    rule = _rule("expect_column_max_to_be_between", column="n", max_value=50)
    assert _outcome(numbers, "clean.numbers", rule) == Outcome(rule, False, None, "99", [])


def test_outcomes_come_in_the_order_of_the_suite(numbers: duckdb.DuckDBPyConnection) -> None:
    rules = (
        _rows("select n from {batch} where n > 90", "n", id="rows"),
        _rule("expect_column_values_to_not_be_null", id="filled", column="half"),
        _rule("expect_column_values_to_be_between", "n", id="small", column="n", max_value=9),
        _rows("select n from {batch} where n < 0", "n", id="no_rows"),
    )
    outcomes = validate(numbers, Suite("clean.numbers", rules))
    assert [(o.expectation.id, o.passed) for o in outcomes] == [
        ("rows", False),
        ("filled", True),
        ("small", False),
        ("no_rows", True),
    ]


def test_only_a_few_failing_rows_are_shown_and_only_by_their_keys(numbers: duckdb.DuckDBPyConnection) -> None:
    for rule in (
        _rule("expect_column_values_to_be_between", "half", column="n", min_value=100),
        _rows("select * from {batch} where n < 100", "half"),
    ):
        outcome = _outcome(numbers, "clean.numbers", rule)
        assert outcome.unexpected_count == 100
        assert len(outcome.failing_keys) == MAX_FAILING_KEYS
        assert all(set(keys) == {"half"} for keys in outcome.failing_keys)


def test_keys_are_values_that_json_can_hold(numbers: duckdb.DuckDBPyConnection) -> None:
    query = "select date '2018-12-31' as day, 1.50::decimal(18, 2) as paid_yuan, null as none, [1] as list from {batch}"
    outcome = _outcome(numbers, "clean.numbers", _rows(query, "day", "paid_yuan", "none", "list"))
    assert outcome.failing_keys[0] == {"day": "2018-12-31", "paid_yuan": "1.50", "none": None, "list": "[1]"}


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (_rule("expect_column_values_to_not_be_null", id="broken", column="nowhere"), '"nowhere"'),
        (_rule("expect_nonsense", id="broken"), "expect_nonsense"),
        (_rule("expect_column_values_to_be_in_set", id="broken", column="n"), "value_set"),
        (_rows("select nowhere from {batch}", id="broken"), '"nowhere" not found'),
        (_rows("select n from {batch} where regexp_matches(n, '9{2}')", id="broken"), "double it"),
        (
            _rule("expect_column_values_to_be_between", "nowhere", id="broken", column="n", max_value=1),
            "nowhere",
        ),
        (_rows("select n from {batch}", "half", id="broken"), "half"),
    ],
)
def test_what_cannot_be_checked_has_neither_passed_nor_failed(
    numbers: duckdb.DuckDBPyConnection, broken: Expectation, said: str
) -> None:
    sound = (
        _rule("expect_column_values_to_not_be_null", id="sound", column="half"),
        _rows("select n from {batch} where n < 0", id="also_sound"),
    )
    with pytest.raises(
        Problem, match=rf"^Expectation broken on clean\.numbers could not .*{re.escape(said)}"
    ) as info:
        validate(numbers, Suite("clean.numbers", (sound[0], broken, sound[1])))
    assert "sound" not in str(info.value)
    assert "\n" not in str(info.value)


def test_checks_leave_no_trace(numbers: duckdb.DuckDBPyConnection, capfd: pytest.CaptureFixture[str]) -> None:
    tables = numbers.sql("select * from duckdb_tables()").fetchall()
    validate(numbers, Suite("clean.numbers", (_rows("select n from {batch} where n > 5", "n"),)))
    assert numbers.sql("select * from duckdb_tables()").fetchall() == tables
    assert capfd.readouterr() == ("", "")


def test_views_are_seen(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"copy (select range as n from range(10)) to '{tmp_path / 'n.parquet'}'")
        connection.execute("create schema clean")
        connection.execute(f"create view clean.numbers as from '{tmp_path / 'n.parquet'}'")
        rule = _rule("expect_column_values_to_be_between", "n", column="n", max_value=8)
        assert _outcome(connection, "clean.numbers", rule).failing_keys == [{"n": 9}]


def test_a_file_opened_for_reading_can_be_checked(tmp_path: Path) -> None:
    with duckdb.connect(tmp_path / "release.duckdb") as connection:
        connection.execute("create table numbers as select 1 as n")
    with duckdb.connect(tmp_path / "release.duckdb", read_only=True) as connection:
        assert _outcome(
            connection, "numbers", _rule("expect_column_values_to_not_be_null", column="n")
        ).passed


# Reading suites


ENTRY = """\
meta: {owner: 数据管理员}
expectations:
  - type: expect_column_values_to_not_be_null
    kwargs: {column: year}
    severity: warning
    meta: {id: year_is_known, zh: 年度为空, en: no year, source: the contract, keys: [file, row]}
"""


def test_a_suite_is_read(tmp_path: Path) -> None:
    (tmp_path / "clean.fund_ledger.yml").write_text(ENTRY, encoding="utf-8")
    [(table, suite)] = load_suites(tmp_path).items()
    assert table == suite.table == "clean.fund_ledger"
    assert suite.expectations == (
        Expectation(
            id="year_is_known",
            type="expect_column_values_to_not_be_null",
            kwargs={"column": "year"},
            severity="warning",
            zh="年度为空",
            en="no year",
            owner="数据管理员",
            source="the contract",
            keys=("file", "row"),
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("severity: warning", "severity: fatal", "entry 1: severity: "),
        ("zh: 年度为空, ", "", "entry 1: meta.zh: "),
        ("keys: [file, row]", "key: file", "entry 1: meta.key: "),
        ("{column: year}", "{column: year, mostly: 0.9}", "'mostly' hides rows"),
        ("expect_column_values_to_not_be_null", UNEXPECTED_ROWS, "does not read from {batch}"),
        ("meta: {owner: 数据管理员}\n", "", "meta: "),
        ("meta: {owner", "meta: {{owner", "not YAML"),
    ],
)
def test_a_faulty_suite_is_named_with_its_entry(tmp_path: Path, old: str, new: str, said: str) -> None:
    file = tmp_path / "persons.yml"
    file.write_text(ENTRY.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Problem, match=re.escape(said)) as info:
        load_suites(tmp_path)
    assert str(info.value).startswith(f"{file}: ")


def test_ids_are_not_used_twice() -> None:
    rule = _rows("select 1 from {batch}", id="twice")
    with pytest.raises(Problem, match=r"Two expectations of clean\.persons have the id twice"):
        Suite("clean.persons", (rule, replace(rule, severity="info")))


def test_importing_the_module_imports_no_heavy_library() -> None:
    heavy = ("great_expectations", "pandas", "sqlalchemy", "duckdb_engine")
    code = f"import sys, pipelines.validation; print(*(name for name in {heavy} if name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
