from pipelines.audit.audit import Release, audit_report
from pipelines.audit.output import as_json, as_lines, place_of
from pipelines.audit.pieces import Anchor
from pipelines.audit.released import Coverage
from tests.support.reports import TOWNSHIP, released

RELEASE = Release(
    released(("monitored_households", "category=marginal", TOWNSHIP, 2018, 40)), lambda _: Coverage()
)
QUERY = (
    "from figures where area_level = 'township' and county = '某县' and township = '石桥镇' and year = 2018"
)


def audit(folder, text):
    path = folder / "2018年总结.txt"
    path.write_text(text, encoding="utf-8")
    return audit_report(path, RELEASE)


def test_figures_as_json(tmp_path):
    made = as_json(audit(tmp_path, "石桥镇\n全镇边缘户22户80人,到位约2.5万元"))
    households, _, money = made["figures"]
    assert households == {
        "start": 9, "end": 12, "anchor": {"character": 9, "line": 2}, "text": "22户", "value": 22, "value_high": None,
        "unit": "households", "per": [], "bound": "exact", "kind": "observed", "subject": "monitoring_risk_tiers",
        "measure": "monitored_households", "dims": {"category": "marginal"}, "area": "石桥镇", "period": "2018",
        "verdict": "FAIL", "computed": 40.0, "difference": -18, "mart": "figures", "query": QUERY,
        "reason": "表中石桥镇 2018 年是 40", "id": households["id"], "review": None,
    }  # fmt: skip
    assert (money["value"], money["bound"], money["subject"], money["mart"]) == (25_000, "about", None, None)
    assert made["identities"] == [
        {
            "type": "pair",
            "figures": [1, 0],
            "left": 80,
            "right": 22,
            "tolerance": 0,
            "holds": True,
            "explanation": "",
            "assuming": "",
            "id": made["identities"][0]["id"],
            "review": None,
        }
    ]


def test_the_terminal_shows_the_worst_first(tmp_path):
    lines = list(as_lines(audit(tmp_path, "石桥镇\n边缘户30户。人口12户9人。全镇边缘户22户")))
    assert [line.split()[0] for line in lines[1:]] == ["不符", "township", "编号", "对不上", "编号", "存疑"]
    assert "第 2 行" in lines[1] and "全镇边缘户【22户】" in lines[1]
    assert lines[2].strip() == f'township query "{QUERY}"'


def test_the_terminal_says_why_nothing_was_compared(tmp_path):
    lines = list(as_lines(audit(tmp_path, "一、某镇\n全镇边缘户22户\n一、另一镇\n")))
    assert "--area" in lines[1] and "几份报告" in lines[2]


def test_places_in_a_word_file():
    cell: Anchor = {
        "part": "word/document.xml",
        "paragraph": 4,
        "row": 1,
        "column": 2,
        "run": 1,
        "character": 0,
    }
    assert place_of(cell) == "第 4 段 表格第 1 行第 2 列"
    assert place_of({"part": "word/footnotes.xml", "paragraph": 1, "run": 1, "character": 0}) == "注 第 1 段"


TEXT = "石桥镇\n人口12户9人。全镇边缘户22户"


def review(folder, *entries):
    written = "".join(
        f"- {{finding: {finding}, decision: {decision}, note: 按户籍, by: 统计站}}\n"
        for finding, decision in entries
    )
    (folder / "2018年总结.reviews.yml").write_text(written, encoding="utf-8")


def test_what_was_dismissed_is_no_longer_listed_and_what_was_confirmed_is_said(tmp_path):
    made = as_json(audit(tmp_path, TEXT))
    wrong = next(one["id"] for one in made["figures"] if one["verdict"] == "FAIL")
    broken = next(one["id"] for one in made["identities"] if not one["holds"])
    review(tmp_path, (wrong, "confirmed"), (broken, "dismissed"))
    # other words in another place, and the same figures
    lines = list(as_lines(audit(tmp_path, TEXT.replace("石桥镇\n", "石桥镇\n今年雨水多。\n"))))
    assert lines[1].strip() == "其中 1 处复核为不属实，不再列出 (dismissed)"
    assert [line.split()[0] for line in lines[2:]] == ["不符", "township", "复核属实（统计站）：按户籍"]
    reviewed = as_json(audit(tmp_path, TEXT))["figures"]
    assert [one["review"] for one in reviewed if one["review"]] == [
        {"decision": "confirmed", "note": "按户籍", "by": "统计站"}
    ]


def test_a_review_of_what_the_report_no_longer_says_is_told(tmp_path):
    wrong = next(one["id"] for one in as_json(audit(tmp_path, TEXT))["figures"] if one["verdict"] == "FAIL")
    review(tmp_path, (wrong, "dismissed"))
    changed = list(as_lines(audit(tmp_path, TEXT.replace("22户", "23户"))))
    assert f"  复核 {wrong} 说的，报告里没有了" in changed
    assert any("【23户】" in line for line in changed)
