import subprocess
import sys

from pipelines.audit.audit import Release, audit_report
from pipelines.audit.released import Coverage
from tests.support.reports import TOWNSHIP, released


def test_a_report_in_traditional_characters_and_gbk(tmp_path):
    path = tmp_path / "報告.txt"
    path.write_bytes("全鄉貧困戶３０戶,投入２萬元".encode("gb18030"))
    audit = audit_report(path)
    assert [(figure.text, figure.value) for figure in audit.figures] == [("３０戶", 30), ("２萬元", 20_000)]
    assert {verdict.verdict for verdict in audit.verdicts} == {"NOT_ASSESSABLE"}


def test_a_report_against_a_release(tmp_path):
    path = tmp_path / "2018年总结.txt"
    path.write_text("石桥镇总结\n全镇边缘户40户,其中甲30户,乙20户。全镇边缘户41户。", encoding="utf-8")
    numbers = released(("monitored_households", "category=marginal", TOWNSHIP, 2018, 40))
    audit = audit_report(path, Release(numbers, lambda _: Coverage()))
    assert [verdict.verdict for verdict in audit.verdicts] == [
        "PASS",
        "NOT_ASSESSABLE",
        "NOT_ASSESSABLE",
        "FAIL",
    ]
    assert [(one.type, one.figures) for one in audit.broken] == [("repeat", (3, 0))]


def test_somebody_may_name_the_township(tmp_path):
    path = tmp_path / "2018年总结.txt"
    path.write_text("全镇边缘户40户", encoding="utf-8")
    release = Release(
        released(("monitored_households", "category=marginal", TOWNSHIP, 2018, 40)), lambda _: Coverage()
    )
    assert [one.verdict for one in audit_report(path, release).verdicts] == ["NOT_ASSESSABLE"]
    assert [one.verdict for one in audit_report(path, release, "石桥镇").verdicts] == ["PASS"]


def test_an_audit_imports_neither_dagster_nor_great_expectations():
    modules = (
        "pipelines.audit.comments, pipelines.audit.output, pipelines.audit.page, pipelines.audit.yearly_files"
    )
    code = f"import sys, {modules}; print({{'dagster', 'great_expectations', 'pandas'}} & set(sys.modules))"
    answered = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answered.stdout.strip() == "set()"
