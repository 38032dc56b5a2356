from pipelines.audit.audit import audit_report
from pipelines.audit.documents import Anchor
from pipelines.audit.output import as_json, as_lines, place_of


def test_figures_as_json_and_as_lines(tmp_path):
    path = tmp_path / "报告.txt"
    path.write_text("一、概况\n农户约30户,到位2.5万元", encoding="utf-8")
    audit = audit_report(path)
    households, money = as_json(audit)["figures"]
    assert households == {
        "start": 8, "end": 11, "anchor": {"character": 8, "line": 2}, "text": "30户", "value": 30, "value_high": None,
        "unit": "households", "per": [], "bound": "about",
    }  # fmt: skip
    assert (money["value"], money["unit"]) == (25_000, "yuan")
    assert [line.split() for line in as_lines(audit)][1] == ["第", "2", "行", "30户"]


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
