"""From files to findings: a rule broken in the files of a unit fires, and nothing else does."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

import dagster as dg

from pipelines.common.workspace import Workspace
from pipelines.orchestration import checks
from pipelines.orchestration.project import definitions_for, instance_of
from pipelines.orchestration.resources import Build
from pipelines.orchestration.run import QUIET
from pipelines.releases.store import current_release, open_release
from pipelines.validation import Expectation, failing_rows
from tests.expectations import load_proofs
from tests.expectations.dirty import Plant, clean_unit, plants
from tests.support.catalogues import whole_catalogue
from tests.support.small import publish_figures

PROOFS = load_proofs()
CATALOGUE = whole_catalogue()
PLANTS = plants(CATALOGUE, PROOFS)
CRITICAL = [plant for plant in PLANTS if plant.severity == "critical"]
LATE = [plant for plant in PLANTS if plant not in CRITICAL and plant.last_year > 2020]
"""Beside registries of later years those of the other units would be behind."""
USUAL = [plant for plant in PLANTS if plant not in CRITICAL and plant not in LATE]

_CONTRACTS = {
    "required": "cleaning sets a row aside that lacks a required value, and the marts fill theirs in",
    "key_is_unique": "cleaning settles rows of one key, and the marts group by theirs",
    "private_is_hidden": "cleaning keys or masks whatever is private",
    "term_": "cleaning sets a row aside whose term is not of the vocabulary",
    "area_fits_level": "the SELECTs of the marts write area and level together",
    "non_negative_": "cleaning sets a row aside whose count is negative; money that is, is planted",
}
"""Rules that follow from contracts and that no file can break: how their ids begin, and why."""


def _is_out_of_reach(table: str, rule: Expectation) -> bool:
    """Whether it is known why no file can break the rule."""
    if (case := PROOFS[table].cases.get(rule.id) if table in PROOFS else None) is not None:
        return case.unreachable is not None
    if rule.id.startswith("non_negative_"):
        column = CATALOGUE.registers[table.removeprefix("clean.")].by_name[rule.kwargs["column"]]
        return column.kind == "count"
    return rule.source.endswith(".yml") and rule.id.startswith(tuple(_CONTRACTS))


def _fired(plants: Iterable[Plant], found: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, set[str]]:
    """For each planted rule those that fire in its unit, from rules and the keys that their failing rows show."""
    fired: dict[str, set[str]] = {plant.rule: set() for plant in plants}
    for rule, keys in found:
        [owner] = [plant for plant in plants if plant.owns(keys)]
        fired[owner.rule].add(rule)
    return fired


def _planted(plants: Iterable[Plant]) -> dict[str, set[str]]:
    return {plant.rule: plant.fires for plant in plants}


def test_every_rule_is_broken_in_a_file_or_out_of_reach_for_a_reason() -> None:
    """A rule that is added has to take a side."""
    rules = {
        f"{table}.{rule.id}": _is_out_of_reach(table, rule)
        for table, suite in CATALOGUE.suites.items()
        for rule in suite.expectations
    }
    assert {plant.rule for plant in PLANTS} == {rule for rule, is_out in rules.items() if not is_out}


def test_a_rule_fires_where_it_is_broken_in_a_file_and_nowhere_else(tmp_path: Path) -> None:
    """Read, cleaned, summed up and checked as in any build; one unit breaks no rule."""
    units = [*USUAL, clean_unit(PROOFS)]
    for unit in units:
        unit.write(tmp_path / "raw", CATALOGUE.registers)
    build = Build(Workspace.of(tmp_path / "raw", tmp_path / "marts"), CATALOGUE)  # several hundred deliveries
    job = definitions_for(build).resolve_job_def("build")
    unpublished = [key for key in job.asset_layer.executable_asset_keys if key != dg.AssetKey("release")]
    with (
        instance_of(build.workspace) as instance,
        # A workbook for every unit would take longer than all else, and of the marts' failing rows many are shown.
        patch.object(checks, "answer_senders"),
        patch.object(failing_rows, "MAX_FAILURES", 10_000),
    ):
        job.execute_in_process(instance=instance, asset_selection=unpublished, run_config=QUIET)
    assert [cleaned.delivery.name for cleaned in build.deliveries if cleaned.quarantined] == []
    found = [
        (f"{table}.{outcome.expectation.id}", failure.keys)
        for table, outcomes in build.outcomes.items()
        for outcome in outcomes
        for failure in outcome.failures
    ]
    assert _fired(units, found) == _planted(units) | {"": set()}


def test_findings_of_a_release_are_those_planted_and_a_critical_one_holds_its_unit_back(
    tmp_path: Path,
) -> None:
    marts = tmp_path / "marts"
    for plant in LATE:
        plant.write(tmp_path / "raw", CATALOGUE.registers)
    publish_figures(tmp_path, CATALOGUE)
    with open_release(marts) as db:
        rows = db.execute("select unit is null, register, rule, keys from quality.finding_rows").fetchall()
    found = [
        (f"{'' if is_of_mart else 'clean.'}{register}.{rule}", json.loads(keys))
        for is_of_mart, register, rule, keys in rows
    ]
    assert _fired(LATE, found) == _planted(LATE)

    published = current_release(marts)
    for plant in CRITICAL:
        plant.write(tmp_path / "raw", CATALOGUE.registers)
    build = publish_figures(tmp_path, CATALOGUE)
    assert current_release(marts) != published
    rules = {fault.rule for held in build.held_back.values() for fault in held.faults}
    assert rules == {plant.rule.rpartition(".")[2] for plant in CRITICAL}
    with open_release(marts) as db:
        held = db.execute(
            "select distinct unit from quality.deliveries where status = 'held_back'"
        ).fetchall()
    assert {unit for (unit,) in held} == {held.unit for held in build.held_back.values()}
    assert not any(unit.startswith(plant.county) for (unit,) in held for plant in LATE)
