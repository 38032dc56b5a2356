"""The dictionary knows every column, and by which raw headers its values are recognised."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

import pipelines
from pipelines.catalogue.dictionary import DictionaryColumn, add_dictionary
from pipelines.catalogue.quality import QUALITY_TABLES
from pipelines.catalogue.tables import Catalogue
from pipelines.marts.policies import load_policy_tables
from pipelines.quality.coverage import COVERAGE
from pipelines.registers.areas import AREA_TABLE
from tests.support.catalogues import traced


@pytest.fixture(scope="module")
def columns(catalogue: Catalogue) -> dict[tuple[str, str], DictionaryColumn]:
    return {(column.table_name, column.column_name): column for column in traced(catalogue)}


def test_every_column_of_every_table_is_in_it(catalogue: Catalogue, columns: dict) -> None:
    wanted = {(mart.name, column.name) for mart in catalogue.marts.values() for column in mart.columns}
    quality = QUALITY_TABLES | {mart.name: mart for mart in (catalogue.reconciliation, catalogue.scorecard)}
    wanted |= {
        (f"quality.{name}", column.name) for name, table in quality.items() for column in table.columns
    }
    wanted |= {
        (f"policy.{name}", column.name)
        for name, table in load_policy_tables().items()
        for column in table.columns
    }
    wanted |= {(f"clean.{r.name}", c) for r in catalogue.registers.values() for c in r.clean_columns}
    wanted |= {("clean.areas", column) for column in AREA_TABLE}
    wanted |= {("clean.coverage", column.name) for column in COVERAGE.columns}
    assert columns.keys() == wanted
    for column in columns.values():
        assert column.title and column.type and column.definition and column.table_title, column


def test_a_name_has_one_title_type_and_unit_in_all_published_tables(columns: dict) -> None:
    known: dict[str, set[tuple[str, str, str | None]]] = {}
    for (table, name), column in columns.items():
        if not table.startswith("clean."):
            known.setdefault(name, set()).add((column.title, column.type, column.value_unit))
    assert {name: titles for name, titles in known.items() if len(titles) > 1} == {}


def test_a_register_and_a_mart_mean_the_same_by_a_name(catalogue: Catalogue, columns: dict) -> None:
    """The title of a register's column is the one of its official form; its counts name their unit in marts alone."""
    marts = {column.name: column for mart in catalogue.marts.values() for column in mart.columns}
    for (table, name), column in columns.items():
        if table.startswith("clean.") and name in marts:
            assert column.type == marts[name].type, (table, name)
            assert column.value_unit in (None, marts[name].unit), (table, name)


def test_numbers_state_their_unit(columns: dict) -> None:
    for (_, name), column in columns.items():
        if name.endswith("_yuan"):
            assert column.value_unit == "元", column
        if name.endswith(("_rate", "_ratio", "_share")):
            assert column.value_unit == "比例", column


def test_a_mart_column_leads_back_to_raw_headers(columns: dict) -> None:
    paid = columns["fund_execution", "paid_yuan"]
    assert paid.sources == ("clean.fund_ledger.paid_yuan",)
    assert {"支出资金", "累计支出"} <= set(paid.raw_headers)
    assert paid.reads == ("clean.areas", "clean.coverage", "clean.fund_ledger", "policy.fund_targets")
    rate = columns["poverty_incidence", "incidence_rate"]  # through another mart, and over a policy
    assert {"clean.persons.exit_status", "policy.incidence_rules.denominator_kind"} <= set(rate.sources)
    assert {"脱贫属性", "农村人口数"} <= set(rate.raw_headers)
    households = columns["housing", "households"]  # through the key of a household
    assert {"户编号", "户主姓名", "户主证件号码", "危改户数"} <= set(households.raw_headers)


def test_every_column_has_an_origin(catalogue: Catalogue, columns: dict) -> None:
    for name, mart in catalogue.marts.items():
        for column in mart.columns:
            assert columns[name, column.name].sources, column.name


def test_becomes_a_table(catalogue: Catalogue) -> None:
    with duckdb.connect() as db:
        db.execute("create schema quality")
        add_dictionary(db, traced(catalogue))
        described = [name for name, *_ in db.execute("describe quality.dictionary").fetchall()]
        assert described == [column.name for column in QUALITY_TABLES["dictionary"].columns]
        found = db.execute(
            "select title, raw_headers, warnings from quality.dictionary "
            "where table_name = 'poverty_incidence' and column_name = 'poor_persons'"
        ).fetchall()
    assert found == [
        (
            "贫困人数",
            "脱贫属性；是否脱贫；是否已脱贫；脱贫情况；脱贫状态；脱贫与否；户类型；易返贫致贫户(监测对象)类型；监测对象类别；监测对象类型",
            "；".join(catalogue.marts["poverty_incidence"].warnings),
        )
    ]


def test_what_analysts_read_of_a_table_is_chinese(catalogue: Catalogue, columns: dict) -> None:
    texts = [
        text for column in columns.values() for text in (column.title, column.definition, *column.warnings)
    ]
    for mart in (*catalogue.marts.values(), catalogue.reconciliation, catalogue.scorecard):
        texts += [mart.description, mart.grain, mart.computed]
    texts += [text for table in QUALITY_TABLES.values() for text in (table.title, table.description)]
    texts += [
        text for register in catalogue.registers.values() for text in (register.description, register.grain)
    ]
    # Names of columns and codes stay as they are.
    assert not [text for text in texts if re.search(r"[a-z]+ [a-z]+ [a-z]+", text) or text.isascii()]


def test_codes_are_chinese_in_the_views_of_schema_zh(sample_release: Path) -> None:
    with pipelines.connect(sample_release) as db:
        levels = db.execute("select distinct 层级 from zh.贫困发生率 order by all").fetchall()
        bases = db.execute(
            "select distinct 分母口径 from zh.贫困发生率 where 分母口径 is not null"
        ).fetchall()
        topics = db.execute("select distinct 主题 || 指标 || 计量单位 from zh.数据核对").fetchall()
        what_counts = db.execute(
            """select distinct unnest([台账, 粒度, 角色, 状态]) from zh.表的取舍
               union select distinct unnest([台账, 隔离范围]) from zh.隔离清单
               union select distinct unnest([台账, 状态]) from zh.报送情况
               union select distinct unnest([隔离范围, 质量维度, 严重程度]) from zh.读取规则
               union select distinct unnest([台账, 严重程度, 质量维度]) from zh.质量发现
               union select distinct unnest([台账, 状态]) from zh.质量发现明细
               union select distinct 性质 from zh.数据核对"""
        ).fetchall()
    codes = {code for (code,) in what_counts}
    assert {
        "建档立卡贫困人口花名册",
        "每人一行",
        "全部对象",
        "计入",
        "整行",
        "完整",
        "警告",
        "未处理",
        "实际数",
    } <= codes
    assert not [code for code in codes if code and re.search("[a-zA-Z]", code)]
    assert {level for (level,) in levels} == {"县", "乡镇", "村"}
    assert {basis for (basis,) in bases} <= {"农村人口", "总人口"}
    assert topics and not [topic for (topic,) in topics if re.search("[a-zA-Z]", topic)]
