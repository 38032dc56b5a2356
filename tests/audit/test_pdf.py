"""PDF files made for these tests: lines that wrap, columns, pages that cannot be trusted."""

import pytest

from pipelines.audit.audit import audit_report
from pipelines.audit.documents import read_document
from pipelines.common.errors import UserError
from tests.support.pdfs import SIZE, write_pdf

LINES = [
    (50, 700, "一、基本情况"),
    (50, 680, "全镇农户三十户，其中低保户120"),
    (50, 660, "户，监测户12户。"),
    (50, 640, "1.新建3户"),
]


def test_lines_of_a_paragraph_are_joined(tmp_path):
    document = read_document(write_pdf(tmp_path / "报告.pdf", LINES))
    assert document.text == "一、基本情况\n全镇农户三十户，其中低保户120户，监测户12户。\n1.新建3户\n"
    assert document.notes == []


def test_a_figure_has_its_page_and_the_box_of_its_line(tmp_path):
    audit = audit_report(write_pdf(tmp_path / "报告.pdf", [(50, 700, "无")], LINES))
    [figure] = [figure for figure in audit.figures if figure.text == "12户"]
    anchor = audit.document.anchor(figure.start, figure.end)
    # behind 户，监测户: five characters from the left edge, the figure is three wide
    left, bottom, right, top = anchor["box"]
    assert anchor["page"] == 2
    assert 50 + 5 * SIZE <= left < right <= 50 + 8 * SIZE
    assert 655 < bottom < top < 675
    [figure] = [figure for figure in audit.figures if figure.text == "120户"]  # 户 stands in the next line
    left, bottom, right, top = audit.document.anchor(figure.start, figure.end)["box"]
    assert bottom > 675 and left >= 50 + 12 * SIZE


def test_columns_are_read_one_after_the_other(tmp_path):
    """Of a page of two columns each is drawn from its top to its bottom."""
    left = [(50, 700, "左栏第一行有农户三"), (50, 680, "十户。")]
    right = [(300, 700, "右栏第一行有低保户"), (300, 680, "20户。")]
    document = read_document(write_pdf(tmp_path / "报告.pdf", left + right))
    assert document.text == "左栏第一行有农户三十户。\n右栏第一行有低保户20户。\n"


def test_a_page_that_says_another_number_than_it_shows_is_unreadable(tmp_path):
    path = write_pdf(tmp_path / "报告.pdf", [(50, 700, "农户21户", "农户12户")], [(50, 700, "农户30户")])
    document = read_document(path)
    assert document.text == "农户30户\n"
    assert document.notes == ["第 1 页的文字有两种读法，没有采用 (UNREADABLE)"]


IMAGE = "\nq 400 0 0 400 50 100 cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID 00> EI Q"


def test_a_page_that_is_a_picture_is_told(tmp_path):
    path = write_pdf(tmp_path / "报告.pdf", [], extra=IMAGE)
    with pytest.raises(UserError, match="UNREADABLE: pages 1") as refusal:
        read_document(path)
    assert "图片" in refusal.value.sentences[0]


def test_readers_that_find_other_pages_are_told_as_damage(tmp_path):
    path = write_pdf(tmp_path / "报告.pdf", LINES, LINES)
    path.write_bytes(
        path.read_bytes().replace(b"/Count 2", b"/Count 1")
    )  # one reader counts, the other believes
    with pytest.raises(UserError, match="damaged"):
        read_document(path)


@pytest.mark.parametrize("content", [b"%PDF-1.4", b"no PDF at all", b"%PDF-1.5\n1 0 obj\n<<"])
def test_a_damaged_file_is_one_sentence(tmp_path, content):
    path = tmp_path / "坏.pdf"
    path.write_bytes(content)
    with pytest.raises(UserError, match="damaged, has a password or is no PDF"):
        read_document(path)
