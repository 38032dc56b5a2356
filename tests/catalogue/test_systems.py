"""Every system of township work leads to what keeps it, and a place that does not exist is refused."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines.catalogue.quality import QUALITY_TABLES
from pipelines.catalogue.systems import Place, System, add_systems, load_systems
from pipelines.catalogue.tables import Catalogue
from pipelines.common.errors import UserError
from tests.support.catalogues import traced


def loaded(path: Path, catalogue: Catalogue, entries: str) -> tuple[System, ...]:
    path.write_text(entries, encoding="utf-8")
    marts = [*catalogue.marts.values(), catalogue.reconciliation, catalogue.scorecard]
    return load_systems(catalogue.registers, marts, path)


def test_every_system_of_the_list_is_there_once(catalogue: Catalogue) -> None:
    """The list has 18 platforms, 28 ledgers and 92 mechanisms, in this order."""
    assert [system.id for system in catalogue.systems] == [f"Y-{number:03}" for number in range(1, 139)]
    kinds = [system.kind for system in catalogue.systems]
    assert kinds == ["platform"] * 18 + ["ledger"] * 28 + ["mechanism"] * 92
    names = [system.name for system in catalogue.systems]
    assert len(names) == len({*names})


def test_every_place_is_in_the_dictionary(catalogue: Catalogue) -> None:
    anchors = {column.table_name for column in traced(catalogue)}
    anchors |= {f"{column.table_name}.{column.column_name}" for column in traced(catalogue)}
    wanted = {place.anchor for system in catalogue.systems for place in system.places}
    assert wanted <= anchors
    assert len(wanted) > 150


def test_what_is_not_kept_at_all_is_little_and_has_a_reason(catalogue: Catalogue) -> None:
    kept_nowhere = {system.name: system.not_kept for system in catalogue.systems if not system.kept_in}
    assert kept_nowhere.keys() == {"公共招聘网", "安康码", "党员积分管理"}
    assert all(kept_nowhere.values())


def test_systems_lead_to_what_they_are_known_to_be_kept_in(catalogue: Catalogue) -> None:
    kept_in = {system.name: system.kept_in for system in catalogue.systems}
    assert "clean.benefit_payments.programme=雨露计划" in kept_in["雨露计划"]
    assert {"clean.registry_changes", "dynamic_adjustment"} <= {*kept_in["扶贫对象动态调整"]}
    assert "policy.work_cadences.activity=电视夜校" in kept_in["脱贫致富电视夜校"]


@pytest.mark.parametrize(
    ("text", "place", "anchor"),
    [
        ("visits", Place("visits"), "visits"),
        ("clean.visits", Place("clean.visits"), "clean.visits"),
        ("visits.visited_households", Place("visits", "visited_households"), "visits.visited_households"),
        (
            "clean.loans.loan_mode=户贷户用",
            Place("clean.loans", "loan_mode", "户贷户用"),
            "clean.loans.loan_mode",
        ),
    ],
)
def test_a_place_is_a_table_a_column_or_a_term(text: str, place: Place, anchor: str) -> None:
    assert Place.parse(text) == place
    assert place.anchor == anchor


_ENTRY = "- {id: Y-001, name: 甲, kind: platform, holds: 乙"


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        (f"{_ENTRY}, kept_in: [clean.nothing]}}", "Y-001: kept_in: clean.nothing is not a table"),
        (f"{_ENTRY}, kept_in: [policy.nothing]}}", "policy.nothing is not a table"),
        (f"{_ENTRY}, kept_in: [persons]}}", "persons is not a table"),
        (f"{_ENTRY}, kept_in: [clean.visits.colour]}}", "colour is not a column of clean.visits"),
        (f"{_ENTRY}, kept_in: [visits.visitor_name]}}", "visitor_name is not a column of visits"),
        (f"{_ENTRY}, kept_in: [clean.loans.loan_mode=赠送]}}", "赠送 is not a term of clean.loans.loan_mode"),
        # a synonym is what a sheet says, not what the column does
        (f"{_ENTRY}, kept_in: [clean.loans.loan_mode=自贷自用]}}", "自贷自用 is not a term"),
        (f"{_ENTRY}, kept_in: [policy.work_cadences.activity=午休]}}", "午休 is not a term"),
        # what a free text says is not known beforehand
        (f"{_ENTRY}, kept_in: [clean.meetings.meeting_kind=例会]}}", "例会 is not a term"),
        (f"{_ENTRY}, kept_in: [visits.visitor_level=村]}}", "村 is not a term"),
        (f"{_ENTRY}, kept_in: [loans=户贷户用]}}", "expected a table"),
        (f"{_ENTRY}, kept_in: ['去哪里']}}", "expected a table"),
        (f"{_ENTRY}}}", "expected kept_in, or not_kept with the reason"),
        (f"{_ENTRY}, not_kept: ''}}", "at least 1 character"),
        (f"{_ENTRY}, not_kept: 丙, doc: '002'}}", "no such name"),
        (f"{_ENTRY.replace('Y-001', 'Y-1')}, not_kept: 丙}}", "match pattern"),
        (f"{_ENTRY.replace('platform', 'app')}, not_kept: 丙}}", "'platform', 'ledger' or 'mechanism'"),
        (f"{_ENTRY}, not_kept: 丙}}\n{_ENTRY}, not_kept: 丁}}", "Y-001 is there twice"),
    ],
)
def test_what_is_not_right_is_refused(
    tmp_path: Path, catalogue: Catalogue, entries: str, message: str
) -> None:
    with pytest.raises(UserError) as refused:
        loaded(tmp_path / "systems.yml", catalogue, entries)
    assert message in str(refused.value)
    assert "systems.yml" in str(refused.value)


def test_becomes_a_table(tmp_path: Path, catalogue: Catalogue) -> None:
    systems = loaded(
        tmp_path / "systems.yml",
        catalogue,
        "- {id: Y-001, name: 甲, other_names: [乙, 丙], kind: ledger, holds: 丁, kept_in: [visits, clean.visits]}\n"
        "- {id: Y-002, name: 戊, kind: mechanism, holds: 己, not_kept: 庚}\n",
    )
    with duckdb.connect() as db:
        db.execute("create schema quality")
        add_systems(db, systems)
        add_systems(db, systems)
        described = [name for name, *_ in db.execute("describe quality.systems").fetchall()]
        rows = db.execute("from quality.systems order by system_id").fetchall()
    assert described == [column.name for column in QUALITY_TABLES["systems"].columns]
    assert rows == [
        ("Y-001", "甲", "乙；丙", "ledger", "丁", "visits；clean.visits", None),
        ("Y-002", "戊", None, "mechanism", "己", None, "庚"),
    ]
