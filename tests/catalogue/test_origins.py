"""Each column of a mart leads back to the columns of registers and policies that its values come from."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.catalogue import origins as module
from pipelines.catalogue.origins import column_origins
from pipelines.catalogue.tables import Catalogue
from pipelines.marts.mart import Mart, MartColumn
from pipelines.registers.contract import Register


def mart_of(name: str, sql: str, *columns: str) -> Mart:
    described = tuple(MartColumn(name=c, title=c, type="BIGINT", description=c) for c in columns)
    return Mart(
        name=name, title=name, description="", grain="", key=(), computed="", columns=described, sql=sql
    )


def test_origins_of_unions_counts_and_other_marts(catalogue: Catalogue) -> None:
    lower = mart_of(
        "lower",
        """
        with households as (
            select village, household_id, count(*) as members
            from clean.persons group by village, household_id
        )
        select village, count(*) as households, max(members) as largest from households group by village
        union all
        select village, total_persons, null from clean.villages
        """,
        *("village", "households", "largest"),
    )
    upper = mart_of("upper", "select sum(l.households) as households from lower as l", "households")
    none = mart_of("none", "select 1 as one", "one")
    marts = replace(catalogue, marts={"lower": lower, "upper": upper}, reconciliation=none, scorecard=none)
    households = {("clean.persons", "household_id"), ("clean.villages", "total_persons")}
    assert column_origins(marts) == {
        "lower": {
            "village": {("clean.persons", "village"), ("clean.villages", "village")},
            "households": households,
            "largest": {("clean.persons", "*")},
        },
        "upper": {"households": households},
        "none": {"one": frozenset()},
    }


def test_a_select_that_cannot_be_traced_has_no_origins(catalogue: Catalogue) -> None:
    mart = catalogue.marts["registry_summary"]
    odd = mart.model_copy(update={"sql": "select no_such_column as area_level from clean.persons"})
    origins = column_origins(replace(catalogue, marts={"registry_summary": odd}))
    assert set(origins["registry_summary"]) == {column.name for column in mart.columns}
    assert not any(origins["registry_summary"].values())


@pytest.fixture
def traced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the marts that were traced, in turn."""
    names: list[str] = []
    trace = module._origins

    def listed(mart: Mart, *arguments):
        names.append(mart.name)
        return trace(mart, *arguments)

    monkeypatch.setattr(module, "_origins", listed)
    return names


def test_what_was_traced_is_not_traced_again(catalogue: Catalogue, tmp_path: Path, traced: list[str]) -> None:
    file = tmp_path / "new" / "origins.json"
    lower = mart_of("lower", "select village from clean.persons", "village")
    upper = mart_of("upper", "select village as place from lower", "place")
    none, last = mart_of("none", "select 1 as one", "one"), mart_of("last", "select 2 as two", "two")

    def found(*marts: Mart, by: Catalogue = catalogue) -> dict:
        traced.clear()
        of = replace(by, marts={m.name: m for m in marts}, reconciliation=none, scorecard=last)
        return column_origins(of, file)

    rest: dict[str, dict] = {"none": {"one": frozenset()}, "last": {"two": frozenset()}}
    village = frozenset({("clean.persons", "village")})
    expected = {"lower": {"village": village}, "upper": {"place": village}} | rest
    assert found(lower, upper) == expected
    assert traced == ["lower", "upper", "none", "last"]
    assert found(lower, upper) == expected
    assert traced == []

    # what reads it is traced again only where it comes to something else
    counties = lower.model_copy(update={"sql": "select county as village from clean.persons"})
    county = frozenset({("clean.persons", "county")})
    assert found(counties, upper) == {"lower": {"village": county}, "upper": {"place": county}} | rest
    assert traced == ["lower", "upper"]
    commented = counties.model_copy(update={"sql": f"{counties.sql} -- by name"})
    found(commented, upper)
    assert traced == ["lower"]

    # of other catalogues the rest stays
    found(mart_of("odd", "select 3 as three", "three"))
    assert traced == ["odd"]
    found(commented, upper)
    assert traced == []

    persons = catalogue.registers["persons"]
    fewer = Register.model_construct(**dict(persons) | {"columns": persons.columns[:-1]})
    found(commented, upper, by=replace(catalogue, registers={**catalogue.registers, "persons": fewer}))
    assert traced == ["lower"]


def test_origins_are_not_taken_from_a_damaged_file_or_another_tracer(
    catalogue: Catalogue, tmp_path: Path, traced: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "origins.json"
    village = mart_of("village", "select village from clean.persons", "village")
    none, last = mart_of("none", "select 1 as one", "one"), mart_of("last", "select 2 as two", "two")
    few = replace(catalogue, marts={"village": village}, reconciliation=none, scorecard=last)
    expected = column_origins(few, file)
    kept = file.read_text(encoding="utf-8")
    seal, _, content = kept.partition("\n")
    assert json.loads(content)["village"][1] == {"village": [["clean.persons", "village"]]}
    for altered in (kept.replace('"village"]]', '"county"]]'), kept[:-1], seal, "", "[]"):
        traced.clear()
        file.write_text(altered, encoding="utf-8")
        assert column_origins(few, file) == expected
        assert traced == ["village", "none", "last"]
        assert file.read_text(encoding="utf-8") == kept
    traced.clear()
    monkeypatch.setattr(module, "_tracer", lambda: "another version")
    assert column_origins(few, file) == expected
    assert len(traced) == 3
    assert column_origins(few, tmp_path / "origins.json" / "below a file") == expected, "kept or not"
