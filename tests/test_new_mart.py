"""Registers and marts are added without Python: a contract, a SELECT and its description give all that they have."""

import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import dagster as dg
import openpyxl
import pytest

import pipelines
from pipelines.catalogue.tables import EXPECTATIONS, Catalogue
from pipelines.marts.loading import FOLDER as MARTS
from pipelines.orchestration.project import definitions_for
from pipelines.orchestration.run import run_build
from pipelines.registers.loading import FOLDER as REGISTERS
from tests.support.small import build_of, id_number, township_folder, write_csv

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
  - {use: area_level}
  - {use: county}
  - {use: township}
  - {use: village}
  - {name: year, title: 年度, type: INTEGER, description: 年度。}
  - {name: trade, title: 工种, type: VARCHAR, description: 工种。}
  - {name: trained_persons, title: 培训人数, type: BIGINT, unit: 人, description: 参加培训的人数。}
"""
LOANS_CONTRACT = """
title: 小额信贷台账
description: 发放给脱贫户的小额贷款。
grain: 每笔贷款一行
key: [contract_number]
evidence: {kinds: [小额信贷台账]}
columns:
  - {use: county}
  - {use: township}
  - {use: village, required: true}
  - {use: household_id, essential: true, description: 贷款的户。}
  - {use: head_name}
  - {use: head_person_id}
  - {name: contract_number, type: text, title: 合同编号, required: true, description: 借款合同的编号。}
  - {name: bank, type: text, title: 贷款银行, headers: [经办银行], required: true, description: 发放贷款的银行。}
  - {name: loan_yuan, type: money, title: 贷款金额, headers: [借款金额], required: true, description: 贷款的本金。}
  - {name: lent_on, type: date, title: 贷款日期, headers: [放款日期], description: 放款的日期。}
"""
LOANS_SELECT = """
select
    coalesce(area, township_area, county_area) as area, as_of_year as year, bank,
    count(distinct household_id) as households, sum(loan_yuan) as loan_yuan
from clean.microloans
group by as_of_year, bank, grouping sets ((area), (township_area), (county_area))
"""
LOANS_DESCRIPTION = """
title: 小额信贷
description: 各银行发放的小额贷款。
grain: 每个地区、年度、银行一行
key: [area_level, county, township, village, year, bank]
computed: 各笔贷款的合计。
chart: {title: 各银行小额贷款, label: bank, series: [loan_yuan], year: year}
disclosure: {}
coverage: {register: microloans}
answers:
  - {measures: {loan_amount: loan_yuan}}
  - {measures: {loan_amount: loan_yuan}, by: {bank: bank}}
columns:
  - {use: area}
  - {use: year, required: true, description: 台账的年度。}
  - {name: bank, title: 贷款银行, type: VARCHAR, required: true, description: 发放贷款的银行。}
  - {use: households, description: 贷款的户数。}
  - {name: loan_yuan, title: 贷款金额, type: "DECIMAL(18,2)", unit: 元, description: 贷款的本金。}
"""
SYSTEMS = """
- {id: Y-001, name: 技能培训系统, kind: platform, holds: 培训班和人数, kept_in: [clean.training, training]}
"""
LOANS = [
    [
        "序号",
        "行政村",
        "户编号",
        "户主姓名",
        "身份证号",
        "合同编号",
        "经办银行",
        "贷款金额(万元)",
        "放款日期",
    ],
    *(
        [str(n), village, f"460000000{n}", "王测试", id_number(n), f"H{n}", bank, amount, lent_on]
        for n, (village, bank, amount, lent_on) in enumerate(
            [
                ("甲村", "农信社", "5", "2018-05-01"),
                ("甲村", "农信社", "3.5", "2018年6月2日"),
                ("甲村", "农信社", "1", "2018.7.3"),
                ("甲村", "农信社", "1", "20180704"),
                ("乙村", "邮储银行", "2", "2018-07-05"),
                ("乙村", "邮储银行", "2", "2018-07-06"),
                ("乙村", "邮储银行", "2", "2018-07-07"),
                ("乙村", "邮储银行", "五万左右", "2018-08-08"),
            ],
            1,
        )
    ),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Catalogue, dg.Definitions]:
    """Marts folder, catalogue and Dagster's objects of a build with one register and one mart more."""
    root = tmp_path_factory.mktemp("more")
    for name, source in {"registers": REGISTERS, "marts": MARTS, "expectations": EXPECTATIONS}.items():
        # without the register and the mart of the sheets that the test has
        shutil.copytree(
            source,
            root / name,
            ignore=shutil.ignore_patterns("*.py", "__pycache__", "*loans*", "microcredit*", "training*"),
        )
    (root / "registers" / "training.yml").write_text(CONTRACT, encoding="utf-8")
    (root / "marts" / "jobs").mkdir(exist_ok=True)
    (root / "marts" / "jobs" / "training.sql").write_text(SELECT, encoding="utf-8")
    (root / "marts" / "jobs" / "training.yml").write_text(DESCRIPTION, encoding="utf-8")
    (root / "registers" / "microloans.yml").write_text(LOANS_CONTRACT, encoding="utf-8")
    (root / "marts" / "industry" / "loans.sql").write_text(LOANS_SELECT, encoding="utf-8")
    (root / "marts" / "industry" / "loans.yml").write_text(LOANS_DESCRIPTION, encoding="utf-8")
    write_csv(township_folder(root) / "小额信贷台账.csv", LOANS)
    courses = [
        ("一期", "甲村", "电工", "40"),
        ("二期", "乙村", "电工", "30"),
        ("三期", "甲村", "焊工", "25"),
        ("四期", "乙村", "焊工", "2"),
        ("五期", "丙村", "焊工", "33"),
    ]
    header = ["培训班次", "行政村", "培训工种", "培训人数"]
    write_csv(township_folder(root) / "培训.csv", [header, *courses])
    figures = ["编号", "县", "乡镇", "期间", "主题", "指标", "数值", "单位", "来源", "维度"]
    write_csv(
        township_folder(root) / "报告.csv",
        [
            figures,
            *(
                [id, "某县", "某镇", "2018", subject, measure, value, unit, "总结", cut]
                for id, subject, measure, value, unit, cut in [
                    ("T1", "技能", "trained_persons", "130", "person", ""),
                    ("T2", "技能", "trained_households", "9", "household", ""),
                    ("T3", "信贷", "loan_amount", "165000", "CNY", ""),
                    ("T4", "信贷", "loan_amount", "105000", "CNY", '{"bank": "农信社"}'),
                    ("T5", "信贷", "loan_amount", "165000", "CNY", '{"purpose": "养殖"}'),
                ]
            ),
        ],
    )
    (root / "systems.yml").write_text(SYSTEMS, encoding="utf-8")
    catalogue = Catalogue.load(
        root / "registers", root / "marts", root / "expectations", root / "systems.yml"
    )
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
        if '"title":"某镇' in (text := path.read_text(encoding="utf-8")) and "各工种培训人数" in text
    ]
    assert '"x":[60.0,70.0],"y":["焊工","电工"]' in data
    assert 'href="training.html"' in (site / "index.html").read_text(encoding="utf-8")


def test_the_page_of_systems_leads_to_it(built: tuple[Path, Catalogue, dg.Definitions]) -> None:
    page = (built[0] / "current" / "site" / "systems.html").read_text(encoding="utf-8")
    assert "技能培训系统" in page and 'href="dictionary.html#training"' in page


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
    assert found[:2] == [("trained_persons", 130, "一致"), ("trained_households", None, "无法核对")]


def test_it_answers_by_a_cut_of_its_own(built: tuple[Path, Catalogue, dg.Definitions]) -> None:
    """A dimension that no mart knows gives no number, and not that of the whole."""
    with pipelines.connect(built[0]) as db:
        found = db.execute(
            "select computed_value, verdict from quality.reconciliation where measure = 'loan_amount' order by figure_id"
        ).fetchall()
        words = db.execute('select distinct "指标" from zh."数据核对" where "主题" = \'信贷\'').fetchall()
    assert found == [(165000, "一致"), (105000, "一致"), (None, "无法核对")]
    assert words == [("贷款金额",)]


def test_its_sheet_is_told_from_others_and_cleaned(built: tuple[Path, Catalogue, dg.Definitions]) -> None:
    """The kind of list that it is argues for it; what every form has is not an unknown header."""
    with pipelines.connect(built[0]) as db:
        of_file = "where file = '小额信贷台账.csv'"
        assert db.execute(f"select register, status from quality.statements {of_file}").fetchall() == [
            ("microloans", "counted")
        ]
        assert db.execute(f"select row, header, raw from quality.quarantine {of_file}").fetchall() == [
            (9, "贷款金额", "五万左右")
        ]
        assert db.execute(f"select rule from quality.findings {of_file}").fetchall() == []
        amounts = db.execute(
            "select bank, loan_yuan from loans where village is null and township is not null order by all"
        )
        assert amounts.fetchall() == [("农信社", Decimal(105000)), ("邮储银行", Decimal(60000))]


def test_its_figures_state_what_they_rest_on(built: tuple[Path, Catalogue, dg.Definitions]) -> None:
    """Though the contract names no mart: what is made of the register is read from the SELECTs."""
    assert built[1].registers["microloans"].marts == ("loans",)
    with pipelines.connect(built[0]) as db:
        found = db.execute(
            "select distinct area_level, units_reporting, units_expected, rows_set_aside from loans order by all"
        ).fetchall()
    # three villages are known by the courses; the sheet is of several, so that of one nobody knows
    assert found == [("county", 1, 1, 1), ("township", 3, 3, 1), ("village", 1, 1, None)]


def test_its_sender_gets_feedback(built: tuple[Path, Catalogue, dg.Definitions]) -> None:
    book = openpyxl.load_workbook(built[0] / "feedback" / "某镇_2018_反馈.xlsx")
    texts = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert "五万左右" in texts and any("小额信贷台账" in text for text in texts)


def test_its_pages_and_dictionary_are_there(built: tuple[Path, Catalogue, dg.Definitions]) -> None:
    site = built[0] / "current" / "site"
    page = (site / "loans.html").read_text(encoding="utf-8")
    assert "各银行小额贷款" in page and "<ul></ul>" not in page, "a mart without warnings"
    dictionary = (site / "dictionary.html").read_text(encoding="utf-8")
    assert "clean.microloans" in dictionary and "借款合同的编号" in dictionary and "借款金额" in dictionary
