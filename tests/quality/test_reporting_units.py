"""Units are known by their areas, periods by their year, however its folder spells it."""

import duckdb
import pytest

from pipelines.quality.reporting_units import make_units


@pytest.mark.parametrize(
    ("name", "year"),
    [("2018", 2018), ("2018H1", 2018), ("截至2018年9月底", 2018), ("二〇一八年", 2018), ("去年", None)],
)
def test_a_period_is_of_the_year_that_its_name_states(name: str, year: int | None) -> None:
    with duckdb.connect() as db:
        db.execute("create schema quality")
        for table in ("deliveries", "calendar"):
            db.execute(f"create table quality.{table} as select ? as period", [name])
        make_units(db, {})
        assert db.execute("from periods").fetchall() == ([(name, year)] if year else [])


def test_a_unit_is_of_the_level_of_the_smallest_area_that_it_has() -> None:
    areas = {
        "儋州市": ("儋州市", None, None),
        "木棠镇": ("儋州市", "木棠镇", None),
        "薛宅村": ("儋州市", "木棠镇", "薛宅村"),
    }
    with duckdb.connect() as db:
        db.execute("create schema quality")
        for table in ("deliveries", "calendar"):
            db.execute(f"create table quality.{table} (period varchar)")
        levels = ("county", "township", "village")
        make_units(db, {unit: dict(zip(levels, area, strict=True)) for unit, area in areas.items()})
        found = db.execute("select unit, level, area, township_area from units").fetchall()
    assert {*found} == {
        ("儋州市", "county", "儋州市/-/-", "儋州市/-"),
        ("木棠镇", "township", "儋州市/木棠镇/-", "儋州市/木棠镇"),
        ("薛宅村", "village", "儋州市/木棠镇/薛宅村", "儋州市/木棠镇"),
    }
