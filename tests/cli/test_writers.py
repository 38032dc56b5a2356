"""Reports are checked, and written, in the terminal."""

import json


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
        f"没有这个文件：{tmp_path / '没有.txt'}。",
    )
