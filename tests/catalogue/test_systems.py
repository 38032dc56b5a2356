"""Every system of township work leads to what keeps it, and a place that does not exist is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipelines.catalogue.quality import QUALITY_TABLES
from pipelines.catalogue.systems import Place, System, add_systems, load_systems
from pipelines.catalogue.tables import Catalogue
from pipelines.common.errors import UserError
from tests.support.catalogues import traced
from tests.support.desk import Desk, person


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
    assert kept_nowhere.keys() == {"党员积分管理"}
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


@pytest.mark.parametrize(
    ("system", "place", "lines", "values"),
    [
        (
            "Y-011",
            "clean.job_fairs.fair_channel",
            ["招聘会台账", "行政村,举办日期,招聘平台,企业数,岗位数", "石桥村,2018-03-05,公共招聘网,12,300"],
            ["公共招聘网"],
        ),
        (
            "Y-012",
            "clean.workers.has_health_code",
            [
                "外出务工人员台账",
                "行政村,姓名,身份证号,务工地,务工企业,安康码",
                f"石桥村,王甲,{person(1)[6]},省外,某厂,是",
                f"石桥村,王乙,{person(5)[6]},省外,某厂,否",
            ],
            [True, False],
        ),
        (
            "Y-015",
            "clean.medical_settlements.is_paid_afterwards",
            [
                "医疗费用一站式结算台账",
                "行政村,患者姓名,身份证号,医疗总费用(元),报销合计(元),个人自付(元),先诊疗后付费",
                f"石桥村,王甲,{person(1)[6]},9000,8100,900,是",
            ],
            [True],
        ),
        (
            "Y-038",
            "clean.rectification_items.has_evidence",
            ["问题整改台账", "行政村,问题来源,整改状态,佐证资料", "石桥村,省考核反馈,已完成,有", "石桥村,省考核反馈,已认领,无"],
            [True, False],
        ),
        (
            "Y-052",
            "clean.materials.is_government_procured",
            ["物料台账", "行政村,物料名称,数量,单位,政府采购", "石桥村,宣传栏,2,个,是"],
            [True],
        ),
        (
            "Y-091",
            "clean.rectification_items.is_checked_by_office",
            ["问题整改台账", "行政村,问题来源,整改状态,班子成员把关,扶贫工作站把关", "石桥村,353问题整改,已完成,是,否"],
            [False],
        ),
        (
            "Y-098",
            "clean.inspections.inspecting_unit",
            ["督查台账", "行政村,督查日期,督查类型,督查单位", "石桥村,2018-06-01,交叉督查,东成镇"],
            ["东成镇"],
        ),
        (
            "Y-114",
            "clean.staff.assigned_until_on",
            [
                "驻村工作队花名册",
                "行政村,职务,姓名,选派时间,召回时间",
                "石桥村,第一书记,王甲,2018-03-01,2018-09-30",
            ],
            [date(2018, 9, 30)],
        ),
    ],
)  # fmt: skip
def test_a_ledger_with_the_column_is_read(
    tmp_path: Path, catalogue: Catalogue, system: str, place: str, lines: list[str], values: list
) -> None:
    assert place in {one.id: one for one in catalogue.systems}[system].kept_in
    desk = Desk(tmp_path)
    desk.csv(f"{lines[0]}.csv", [line.split(",") for line in lines[1:]])
    outcome = desk.clean()
    _, register, column = place.split(".")
    assert [row[column] for row in outcome.rows(register)] == values
    assert "unknown_header" not in {finding["rule"] for finding in outcome.findings}
