"""The command as a user types it: what it prints, and how it ends."""

import io
import json
import os
import re
import signal
import threading
from pathlib import Path

import openpyxl
import pytest

import pipelines
from pipelines.cli import commands as cli
from pipelines.common.workspace import PROJECT
from pipelines.releases.query import answer
from pipelines.releases.store import open_release
from tests.support.small import PERSON_HEADER, Household, township_folder, write_csv, write_registry


def test_every_row_of_every_sheet_is_accounted_for(sample_release):
    with pipelines.connect(sample_release) as db:
        assert len(db.execute("from quality.deliveries").fetchall()) > 50
        assert not db.execute(
            "from quality.deliveries where rows_read <> accepted + quarantined + superseded + non_data"
        ).fetchall()


def test_build_prints_how_many_cells_were_set_aside(tmp_path, township):
    """A family has five members; one of them is written as a neighbour, and counts all the same."""
    rows = Household(1, size=5).rows()
    rows[2][9] = "邻居"
    write_csv(township_folder(tmp_path) / "名单.csv", [PERSON_HEADER, *rows])
    built = township("build", "--raw", tmp_path / "raw", "--marts", tmp_path / "marts")
    assert "采纳的行中有 1 个单元格没有采用" in built.stdout
    assert "1 cells of accepted rows were set aside" in built.stdout
    poor = "select poor_persons from poverty_incidence where area_level = 'township'"
    reported = township("query", poor, "--marts", tmp_path / "marts", "--format", "json")
    assert json.loads(reported.stdout) == [{"poor_persons": 5}]


def test_build_prints_in_chinese_first_what_was_read_and_where_the_feedback_lies(tmp_path, township):
    """Eleven lines feed two registers, and count once; two of them hold no certain amount."""
    folder = township_folder(tmp_path)
    header = ["乡镇", "行政村", "户编号", "户主", "合作企业", "入股年度", "入股金额(元)", "分红年度", "应分红(元)",
              "实发分红(元)", "领取人证件号", "年人均纯收入"]  # fmt: skip
    rows = [
        ["某镇", "甲村", f"4600{n:06}", "王测试", "某企业", "2018", "5000", "2018", due, paid, "", "4000元"]
        for n, (due, paid) in enumerate([("300", "300")] * 9 + [("", "约300")] * 2)
    ]
    write_csv(folder / "分红.csv", [header, *rows])
    (folder.parent / "去年").mkdir()
    (folder.parent / "去年" / "分红.csv").write_text("甲\n", encoding="utf-8")
    built = township("build", "--raw", tmp_path / "raw", "--marts", tmp_path / "marts")
    assert built.returncode == 3, built.stderr
    [total] = [line for line in built.stdout.splitlines() if "total 合计" in line]
    assert re.findall(r"\d+", total) == ["2", "12", "9", "2", "0", "1"], "read = accepted + quarantined + … "
    reported = built.stdout.replace("\n", " ")
    assert re.search("feedback 反馈 +[^ ]*某镇_2018_反馈.xlsx \\(2 rows 行, 0 cells 格\\)", reported)
    assert re.search("unread 列未读取 +某镇/2018/分红.csv: 列“年人均纯收入”未读取;其中填的是金额", reported)
    assert reported.index("文件夹名“去年”不是期间") < reported.index("the folder name 去年 is not a period")
    assert reported.count("去年") == 5, "its row, and in each language its name and the reason"


def test_deliveries_lists_each_unit_and_period(sample_release, township):
    board = township("deliveries", "--marts", sample_release, "--format", "json")
    assert board.returncode == 0
    mutang = next(row for row in json.loads(board.stdout) if row["unit"] == "木棠镇")
    assert mutang["period"] == "2018" and mutang["quarantined"] > 0
    assert mutang["rows_read"] == sum(
        mutang[k] for k in ("accepted", "quarantined", "superseded", "non_data")
    )
    assert "木棠镇" in township("deliveries", "--marts", sample_release).stdout


def test_query_takes_a_saved_query_with_the_comment_that_it_opens_with(sample_release, township):
    sql = (PROJECT / "queries" / "02_exits_against_plan.sql").read_text(encoding="utf-8")
    assert sql.startswith("-- ")
    answer = township("query", sql, "--format", "csv", "--marts", sample_release)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "儋州市,木棠镇,2018,1924,1924,0,262" in answer.stdout.splitlines()


READING = "found {}. Nothing was changed"
OUTSIDE = "reaches for a file, an address or an extension"


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("", "holds 0 statements"),
        ("selec 1", "syntax error"),
        ("from nowhere", "nowhere does not exist"),
        ("select case when i = 9999999 then error('late') end from range(10000000) as t(i)", "late"),
        ("select 1; drop table exits_by_year", "holds 2 statements"),
        ("drop table exits_by_year", READING.format("DROP")),
        ("create temp table t (i int)", READING.format("CREATE")),
        ("with t as (delete from exits_by_year returning 1) from t", "read-only"),
        ("copy exits_by_year to 'WRITTEN'", READING.format("COPY")),
        ("explain analyze copy exits_by_year to 'WRITTEN'", OUTSIDE),
        ("export database 'WRITTEN'", READING.format("EXPORT")),
        ("attach 'WRITTEN' as other", READING.format("ATTACH")),
        ("set enable_external_access = true", READING.format("SET")),
        ("pragma database_list", READING.format("PRAGMA")),
        ("install httpfs", READING.format("LOAD")),
        ("load httpfs", READING.format("LOAD")),
        ("call dbgen(sf = 1)", READING.format("CALL")),
        ("from '/etc/passwd'", "does not exist"),
        ("from read_csv('/etc/passwd')", OUTSIDE),
        ("from read_text('/etc/passwd')", OUTSIDE),
        ("from glob('/etc/*')", OUTSIDE),
        ("from sniff_csv('/etc/passwd')", OUTSIDE),
        ("from parquet_metadata('/etc/passwd')", OUTSIDE),
        ("from 'https://example.org/figures.parquet'", OUTSIDE),
        ("from query('copy exits_by_year to ''WRITTEN''')", "single SELECT"),
        ("select getenv('HOME')", "does not exist"),
    ],
)
def test_query_only_reads_the_release(empty_release, tmp_path, monkeypatch, capsys, sql, message):
    sql = sql.replace("WRITTEN", str(tmp_path / "written"))
    monkeypatch.setattr(
        "sys.argv", ["township", "query", sql, "--format", "json", "--marts", str(empty_release)]
    )
    before = (empty_release / "township.duckdb").read_bytes()
    assert cli._run() == 2
    answered = capsys.readouterr()
    assert answered.out == "" and message in answered.err and "Traceback" not in answered.err
    assert (empty_release / "township.duckdb").read_bytes() == before and not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "sql",
    [
        "from zh.贫困发生率",
        "from quality.release",
        "describe exits_by_year",
        "summarize exits_by_year",
        "show all tables",
        "explain from exits_by_year",
        "pivot exits_by_year on exit_year using sum(persons) group by county",
        "with counties as (from exits_by_year where area_level = 'county') select count(*) from counties",
        "values (1)",
    ],
)
def test_every_way_of_reading_is_answered(empty_release, sql):
    with open_release(empty_release) as release, answer(release, sql) as rows:
        assert rows.description


def test_query_stops_when_it_is_interrupted(empty_release, monkeypatch, capsys):
    sql = "select count(*) from range(10000000) a, range(10000000) b where a.range % 7 = b.range % 5"
    monkeypatch.setenv("TOWNSHIP_QUERY_SECONDS", "20")
    monkeypatch.setattr(
        "sys.argv", ["township", "query", sql, "--format", "csv", "--marts", str(empty_release)]
    )
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    interrupt = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    interrupt.start()
    try:
        assert cli._run() == 130
    finally:
        interrupt.cancel()
        signal.signal(signal.SIGINT, before)
    assert capsys.readouterr().err == "已停止,上一版仍然有效。 Stopped; the last release stays current.\n"


def test_query_has_limits(empty_release, township, monkeypatch):
    monkeypatch.setenv("TOWNSHIP_QUERY_SECONDS", "1")
    counting = "select count(*) from range(10000000) a, range(10000000) b where a.range % 7 = b.range % 5"
    ended = township("query", counting, "--marts", empty_release)
    assert ended.returncode == 2 and "TOWNSHIP_QUERY_SECONDS" in ended.stderr
    assert len(ended.stderr.splitlines()) == 2, "in Chinese and in English"


def test_json_has_a_name_for_each_column(empty_release, township):
    ended = township("query", "select 1 as a, 2 as a", "--format", "json", "--marts", empty_release)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "Two columns are called a" in ended.stderr and "a AS" in ended.stderr


def test_a_query_from_input_is_written_down_with_its_rows(empty_release, tmp_path, monkeypatch, capsys):
    log = tmp_path / "queries.log"
    monkeypatch.setenv("TOWNSHIP_QUERY_LOG", str(log))
    monkeypatch.setattr("sys.stdin", io.StringIO("values (1), (2)"))
    monkeypatch.setattr(
        "sys.argv", ["township", "query", "-", "--format", "csv", "--marts", str(empty_release)]
    )
    assert cli._run() == 0
    assert capsys.readouterr().out == "col0\n1\n2\n"
    written = json.loads(log.read_text(encoding="utf-8"))
    assert (written["sql"], written["rows"]) == ("values (1), (2)", 2)


def test_query_sees_no_person(sample_release, township):
    answer = township("query", "from clean.persons", "--marts", sample_release)
    assert answer.returncode == 2


def _empty(root: Path) -> None:
    (root / "raw").mkdir()


def _nameless_period(root: Path) -> None:
    write_csv(root / "raw" / "某镇" / "去年" / "名单.csv", [["姓名"]])


def _only_a_text_named_xlsx(root: Path) -> None:
    (township_folder(root) / "名单.xlsx").write_text("姓名,证件号码\n", encoding="utf-8")


def _broken_yaml(root: Path) -> None:
    folder = township_folder(root)
    write_registry(folder / "名单.csv", Household(1))
    (folder / "delivery.yml").write_text("money_unit: 美元\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("lay_out", "status", "chinese", "english"),
    [
        (lambda root: None, 2, "不是文件夹", "is not a folder"),
        (_empty, 2, "没有报送", "holds no deliveries"),
        (_nameless_period, 1, "“去年”不是期间", "去年 is not a period"),
        (_only_a_text_named_xlsx, 1, "某镇/2018/名单.xlsx 扩展名是", "名单.xlsx: not a workbook"),
        (
            _broken_yaml,
            1,
            "某镇/2018/delivery.yml 填写有误,第 1 行:money_unit:应为 '元' or '万元';写的是 '美*'",
            "某镇/2018/delivery.yml: line 1: money_unit: Input should be '元' or '万元'; found '美*'",
        ),
    ],
)
def test_input_that_cannot_be_used_is_one_sentence(tmp_path, township, lay_out, status, chinese, english):
    """1 where nothing of what was delivered can be published, 2 where there is nothing that was delivered."""
    lay_out(tmp_path)
    ended = township("build", "--raw", tmp_path / "raw", "--marts", tmp_path / "marts")
    assert ended.returncode == status
    zh, en = ended.stderr.strip().splitlines()
    assert chinese in zh and english in en
    assert not (tmp_path / "marts").exists()


def test_wrong_usage_ends_with_two(township):
    assert township("frobnicate").returncode == 2
    assert township("build", "--nothing").returncode == 2
    assert township("--help").returncode == 0


def test_query_without_a_release_names_the_remedy(tmp_path, township):
    answer = township("query", "select 1", "--marts", tmp_path)
    assert answer.returncode == 2 and "township build" in answer.stderr


def test_template_lists_the_registers_and_writes_one(tmp_path, township):
    listed = township("template").stdout
    assert "建档立卡贫困人口花名册" in listed and "persons" in listed
    path = tmp_path / "form.xlsx"
    written = township("template", "行政村基本情况", "--to", path)
    assert (written.returncode, written.stderr) == (0, "") and str(path) in written.stdout
    assert openpyxl.load_workbook(path).sheetnames[0] == "行政村基本情况"
    for options in (["低保台账"], ["persons", "--unit", "无此镇", "--to", tmp_path / "other.xlsx"]):
        refused = township("template", *options)
        assert refused.returncode == 2 and len(refused.stderr.splitlines()) == 2, (
            "a sentence in each language"
        )
    assert not (tmp_path / "other.xlsx").exists()


def test_audit_compares_reports_with_the_release(sample_release, tmp_path, township):
    """Published figures of the sample: 1,193 registered households, 78 of them not out of poverty in 2018."""
    report = tmp_path / "2018年总结.txt"
    report.write_text("木棠镇总结\n全镇建档立卡贫困户1193户,未脱贫87户。到位资金2.5万元。", encoding="utf-8")
    answered = township("audit", report, "--marts", sample_release, "--format", "json")
    [audited] = json.loads(answered.stdout)
    assert [figure["verdict"] for figure in audited["figures"]] == ["PASS", "UNCERTAIN", "NOT_ASSESSABLE"]
    assert [figure["computed"] for figure in audited["figures"]] == [1193, 78, None]
    assert audited["figures"][0]["mart"] == "poverty_incidence"


def test_report_writes_figures_that_an_audit_finds_right(sample_release, tmp_path, township):
    written = township("report", "木棠镇", "2018", "--to", tmp_path, "--marts", sample_release)
    assert written.returncode == 0, written.stderr
    names = [f"木棠镇2018年工作数据.{kind}" for kind in ("md", "docx")]
    assert "全镇建档立卡贫困户1193户5992人。" in (tmp_path / names[0]).read_text(encoding="utf-8")
    answered = township(
        "audit", *(tmp_path / name for name in names), "--marts", sample_release, "--format", "json"
    )
    for audited in json.loads(answered.stdout):
        assert {figure["verdict"] for figure in audited["figures"]} == {"PASS"}
    unknown = township("report", "木桥镇", "2018", "--to", tmp_path, "--marts", sample_release)
    assert unknown.returncode == 2 and "没有这个乡镇" in unknown.stderr


def test_audit_without_a_release_checks_reports_against_themselves(tmp_path, township):
    report = tmp_path / "报告.txt"
    report.write_text("脱贫户30户20人,到位资金2.5万元。", encoding="utf-8")
    answered = township("audit", report, report)
    assert answered.returncode == 0
    assert answered.stdout.count("人数不少于户数") == 2
    refused = township("audit", report, "--marts", tmp_path)
    assert refused.returncode == 2
    no_word = township("audit", report, "--format", "docx")
    assert no_word.returncode == 2 and "不是 .docx" in no_word.stderr
    missing = township("audit", tmp_path / "没有.txt")
    assert (missing.returncode, missing.stderr.splitlines()[-2]) == (
        2,
        f"没有这个文件:{tmp_path / '没有.txt'}。",
    )
