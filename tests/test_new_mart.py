"""A register and a mart are added without Python, and the mart has everything from its SELECT and its description."""

import shutil
from dataclasses import replace
from pathlib import Path

import dagster as dg
import openpyxl
import pytest

import pipelines
from pipelines.catalogue.tables import EXPECTATIONS, Catalogue
from pipelines.marts.loading import FOLDER as MARTS
from pipelines.orchestration.project import definitions_for
from pipelines.orchestration.run import run_build
from pipelines.registers.contract import FOLDER as REGISTERS
from tests.support.small import build_of, township_folder, write_csv

CONTRACT = """
title: 技能培训台账
description: 参加培训的人。
grain: 每期培训一行
evidence: {for: [培训]}
key: [course]
columns:
  - {use: county}
  - {use: township}
  - {use: village, required: true}
  - {name: course, type: text, title: 培训班次, required: true, description: 班次。}
  - {name: trade, type: text, title: 培训工种, required: true, description: 工种。}
  - {name: trained_persons, type: count, title: 培训人数, required: true, description: 人数。}
"""
SELECT = """
select
    case when grouping(village) = 0 then 'village' when grouping(township) = 0 then 'township' else 'county' end as area_level,
    county, township, village, as_of_year as year, trade, cast(sum(trained_persons) as bigint) as trained_persons
from clean.training
group by grouping sets (
    (county, township, village, as_of_year, trade), (county, township, as_of_year, trade), (county, as_of_year, trade)
)
"""
DESCRIPTION = """
title: 技能培训
description: 各工种的培训人数。
grain: 每个地区、年度、工种一行
key: [area_level, county, township, village, year, trade]
computed: 各期培训的合计。
chart: {title: 各工种培训人数, label: trade, series: [trained_persons], year: year}
disclosure: {}
answers:
  - {measures: {trained_persons: trained_persons}}
columns:
  - {name: area_level, title: 层级, type: VARCHAR, required: true, description: 层级。}
  - {name: county, title: 县, type: VARCHAR, description: 县。}
  - {name: township, title: 乡镇, type: VARCHAR, description: 乡镇。}
  - {name: village, title: 行政村, type: VARCHAR, description: 行政村。}
  - {name: year, title: 年度, type: INTEGER, description: 年度。}
  - {name: trade, title: 工种, type: VARCHAR, description: 工种。}
  - {name: trained_persons, title: 培训人数, type: BIGINT, unit: 人, description: 参加培训的人数。}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Catalogue, dg.Definitions]:
    """Marts folder, catalogue and Dagster's objects of a build with one register and one mart more."""
    root = tmp_path_factory.mktemp("more")
    for name, source in {"registers": REGISTERS, "marts": MARTS, "expectations": EXPECTATIONS}.items():
        shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (root / "registers" / "training.yml").write_text(CONTRACT, encoding="utf-8")
    (root / "marts" / "training").mkdir()
    (root / "marts" / "training" / "training.sql").write_text(SELECT, encoding="utf-8")
    (root / "marts" / "training" / "training.yml").write_text(DESCRIPTION, encoding="utf-8")
    courses = [
        ("一期", "甲村", "电工", "40"),
        ("二期", "乙村", "电工", "30"),
        ("三期", "甲村", "焊工", "25"),
        ("四期", "乙村", "焊工", "2"),
        ("五期", "丙村", "焊工", "33"),
    ]
    header = ["培训班次", "行政村", "培训工种", "培训人数"]
    write_csv(township_folder(root) / "培训.csv", [header, *courses])
    figures = ["编号", "县", "乡镇", "期间", "主题", "指标", "数值", "单位", "来源"]
    write_csv(
        township_folder(root) / "报告.csv",
        [
            figures,
            ["T1", "某县", "某镇", "2018", "技能", "trained_persons", "130", "person", "总结"],
            ["T2", "某县", "某镇", "2018", "技能", "trained_households", "9", "household", "总结"],
        ],
    )
    catalogue = Catalogue.load(root / "registers", root / "marts", root / "expectations")
    build = build_of(root, catalogue)
    definitions = definitions_for(replace(build))
    run_build(build)
    return root / "marts", catalogue, definitions


def test_it_is_an_asset_that_is_checked(built: tuple[Path, Catalogue, dg.Definitions]) -> None:
    graph = built[2].resolve_asset_graph()
    key = dg.AssetKey(["marts", "training"])
    assert {parent.to_user_string() for parent in graph.get(key).parent_keys} == {"clean/training"}
    assert key in {check.asset_key for check in graph.asset_check_keys}


def test_its_table_has_the_figures_and_chinese_names(built: tuple[Path, Catalogue, dg.Definitions]) -> None:
    with pipelines.connect(built[0]) as db:
        township = "select trade, trained_persons from training where area_level = 'township' order by trade"
        assert db.execute(township).fetchall() == [("焊工", 60), ("电工", 70)]
        assert db.execute('select sum("培训人数") from zh."技能培训" where "层级" = \'村\'').fetchall() == [
            (130,)
        ]


def test_it_has_a_page_with_its_chart(built: tuple[Path, Catalogue, dg.Definitions]) -> None:
    site = built[0] / "current" / "site"
    page = (site / "training.html").read_text(encoding="utf-8")
    assert "<h1>技能培训</h1>" in page and 'data-mart="training"' in page
    assert "某镇 2018 年各工种培训人数：培训人数最高的是电工，70 人" in page
    [data] = [
        text
        for path in (site / "data").iterdir()
        if '"某镇' in (text := path.read_text(encoding="utf-8")) and "各工种培训人数" in text
    ]
    assert '"x":[60.0,70.0],"y":["焊工","电工"]' in data
    assert 'href="training.html"' in (site / "index.html").read_text(encoding="utf-8")


def test_a_workbook_has_its_sheet_and_block(built: tuple[Path, Catalogue, dg.Definitions]) -> None:
    book = openpyxl.load_workbook(built[0] / "excel" / "某县.xlsx")
    assert "技能培训" in book.sheetnames
    rows = [row[:2] for row in book["图表"].iter_rows(values_only=True)]
    start = rows.index(("某县 2018 各工种培训人数", None))
    heading = rows.index(("工种", "培训人数(人)"), start)
    assert rows[heading : heading + 3] == [("工种", "培训人数(人)"), ("焊工", 60), ("电工", 70)]


def test_its_small_counts_are_withheld(built: tuple[Path, Catalogue, dg.Definitions]) -> None:
    book = openpyxl.load_workbook(built[0] / "excel" / "某县.xlsx")
    shown = {row[3:7:2]: row[6] for row in book["技能培训"].iter_rows(min_row=2, values_only=True)}
    counts = [count for (village, _), count in shown.items() if village]
    assert 2 not in counts and 40 in counts
    with pipelines.connect(built[0]) as db:
        assert (2,) in db.execute("select trained_persons from training").fetchall()


def test_the_dictionary_knows_its_columns(built: tuple[Path, Catalogue, dg.Definitions]) -> None:
    with pipelines.connect(built[0]) as db:
        found = db.execute(
            "select title, value_unit, sources, raw_headers from quality.dictionary "
            "where table_name = 'training' and column_name = 'trained_persons'"
        ).fetchall()
    assert found == [("培训人数", "人", "clean.training.trained_persons", "培训人数")]


def test_it_answers_what_a_report_states(built: tuple[Path, Catalogue, dg.Definitions]) -> None:
    with pipelines.connect(built[0]) as db:
        found = db.execute(
            "select measure, computed_value, verdict from quality.reconciliation order by figure_id"
        ).fetchall()
    assert found == [("trained_persons", 130, "一致"), ("trained_households", None, "无法核对")]
