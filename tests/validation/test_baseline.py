"""The expectations that follow from a contract alone."""

from typing import Any

import duckdb
import pytest

from pipelines.marts.mart import Mart, MartColumn
from pipelines.registers.columns import Column
from pipelines.registers.contract import Register
from pipelines.validation import (
    Suite,
    baseline_expectations,
    validate,
)
from tests.expectations import at_every_level, fill


def test_a_register_is_held_to_its_contract(database: duckdb.DuckDBPyConnection) -> None:
    def column(
        name: str,
        type: str,
        *,
        required: bool = False,
        beside: str | None = None,
        otherwise: str | None = None,
    ) -> Column:
        return Column(
            name=name,
            type=type,
            title="列",
            description="A.",
            required=required,
            open_beside=beside,
            otherwise=otherwise,
        )

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
            column("source", "code(fund_level)", otherwise="未识别"),
            column("due_yuan", "money"),
            column("paid_yuan", "money", required=True, beside="due_yuan"),
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
    rules = baseline_expectations(register, {"fund_level": ["中央", "省级"]})

    def broken(*rows: dict[str, Any]) -> list[str]:
        fill(database, "clean.projects", [good | row for row in rows])
        outcomes = validate(database, Suite("clean.projects", rules))
        return [outcome.expectation.id for outcome in outcomes if not outcome.passed]

    assert broken({}, {"project": "养鸡"}, {"period": "2019"}) == []
    assert broken({"project": None}) == ["required_project"]
    assert broken({"paid_yuan": None}) == ["required"]
    assert broken({"paid_yuan": None, "due_yuan": 500}) == []
    assert broken({}, {"row": 3}) == ["key_is_unique"]
    assert broken({"level": "乡级"}) == ["term_level"]
    assert broken({"source": "未识别"}) == []
    assert broken({"paid_yuan": -1}) == ["non_negative_paid_yuan"]
    assert broken({"keeper": "王二"}) == ["private_is_hidden"]
    assert broken({"keeper_phone": "13800000000"}) == ["private_is_hidden"]
    with pytest.raises(KeyError, match="fund_level"):
        baseline_expectations(register, {})


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
        fill(database, "areas", [*rows])
        outcomes = validate(database, Suite("areas", baseline_expectations(mart)))
        return [outcome.expectation.id for outcome in outcomes if not outcome.passed]

    village, township, county = at_every_level({"persons": 1})
    assert broken(village, township, county) == []
    assert broken(township, township) == ["key_is_unique"]
    assert broken(township | {"village": "薛宅村"}) == ["area_fits_level"]
    assert broken(village | {"village": None}) == ["area_fits_level"]
    assert broken(county | {"area_level": "province"}) == ["area_fits_level"]
    assert broken(county | {"area_level": None}) == ["area_fits_level"]
    assert broken(county | {"persons": None}) == ["required_persons"]
