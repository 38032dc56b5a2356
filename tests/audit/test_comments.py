import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipelines.audit.audit import Release, audit_report
from pipelines.audit.comments import write_commented
from pipelines.audit.released import Coverage
from pipelines.common.errors import UserError
from tests.support.reports import TOWNSHIP, released

RELEASE = Release(
    released(
        ("registered_households", "", TOWNSHIP, 2018, 120),
        ("monitored_households", "category=marginal", TOWNSHIP, 2018, 40),
    ),
    lambda _: Coverage(),
)


def commented(tmp_path, *paragraphs):
    """The report of paragraphs, each of runs, before and after it was given comments."""
    word = Document()
    for runs in paragraphs:
        paragraph = word.add_paragraph()
        for text in runs:
            paragraph.add_run(text).bold = True
    source, target = tmp_path / "石桥镇2018年.docx", tmp_path / "核对.docx"
    word.save(source)
    audit = audit_report(source, RELEASE)
    write_commented(audit, source, target)
    return audit, Document(target)


def marked(word):
    """What of the text stands between the marks of each comment, by its number."""
    found: dict[str, str] = {}
    opened: set[str] = set()
    for element in word.element.iter():
        tag = str(element.tag).rpartition("}")[2]
        number = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
        if tag == "commentRangeStart":
            opened.add(number)
        elif tag == "commentRangeEnd":
            opened.discard(number)
        elif tag == "t":
            for one in opened:
                found[one] = found.get(one, "") + element.text
    return found


def test_comments_stand_at_the_figures_and_change_no_text(tmp_path):
    paragraphs = [
        ["石桥镇2018年全镇建档立卡贫困户1", "20户", "；全镇边缘户22户。"],
        ["改造40户，其中新建12户、维修18户，其他9户。"],
    ]
    _, word = commented(tmp_path, *paragraphs)
    assert [paragraph.text for paragraph in word.paragraphs] == ["".join(runs) for runs in paragraphs]
    assert all(run.bold for paragraph in word.paragraphs for run in paragraph.runs if run.text)
    comments = {str(comment.comment_id): comment.text for comment in word.comments}
    by_text = {text: comments[number] for number, text in marked(word).items()}
    assert by_text["120户"].startswith("相符")
    assert by_text["22户"].splitlines()[0].startswith("不符：表中石桥镇 2018 年是 40")
    assert 'township query "from figures where' in by_text["22户"]
    for text in ("40户", "12户", "18户", "9户"):
        assert "对不上，各项之和：12户、18户、9户、40户" in by_text[text]
    summary = comments[str(len(comments) - 1)]
    assert "不符 1" in summary and "互相对不上 1 处" in summary


def test_the_file_with_comments_is_audited_as_the_original(tmp_path):
    audit, _ = commented(tmp_path, ["石桥镇2018年全镇边缘户", "2", "2户", "，脱贫户3户"])
    again = audit_report(tmp_path / "核对.docx", RELEASE)
    assert again.document.text == audit.document.text
    assert [one.verdict for one in again.verdicts] == [one.verdict for one in audit.verdicts]


def test_figures_of_footnotes_are_told_at_the_beginning(tmp_path):
    word = Document()
    word.add_paragraph("石桥镇2018年工作总结")
    plain, source = tmp_path / "无注.docx", tmp_path / "石桥镇2018年.docx"
    word.save(plain)
    note = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote>'
        "<w:p><w:r><w:t>全镇边缘户22户</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    with zipfile.ZipFile(plain) as package, zipfile.ZipFile(source, "w") as with_note:
        for name in package.namelist():
            content = package.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(
                    b"</Types>",
                    b'<Override PartName="/word/footnotes.xml" ContentType="application/xml"/></Types>',
                )
            with_note.writestr(name, content)
        with_note.writestr("word/footnotes.xml", note)
    write_commented(audit_report(source, RELEASE), source, tmp_path / "核对.docx")
    [comment] = Document(str(tmp_path / "核对.docx")).comments
    assert "22户：不符" in comment.text


def test_figures_in_tables_insertions_and_controls_get_comments_those_in_boxes_are_told(tmp_path):
    word = Document()
    text = "<w:r><w:t>全镇边缘户%s户。</w:t></w:r>"
    for xml in (
        f"<w:p><w:ins w:id='1' w:author='a'>{text % 22}</w:ins></w:p>",
        f"<w:p><w:hyperlink w:anchor='a'>{text % 23}</w:hyperlink></w:p>",
        f"<w:sdt><w:sdtContent><w:p>{text % 24}</w:p></w:sdtContent></w:sdt>",
        f"<w:p><w:r><w:pict><w:txbxContent><w:p>{text % 25}</w:p></w:txbxContent></w:pict></w:r></w:p>",
    ):
        word.element.body.insert(0, parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1)))
    word.add_table(rows=1, cols=1).cell(0, 0).text = "全镇边缘户26户"
    source = tmp_path / "石桥镇2018年.docx"
    word.save(source)
    audit = audit_report(source, RELEASE, "石桥镇")
    write_commented(audit, source, tmp_path / "核对.docx")
    read = Document(str(tmp_path / "核对.docx"))
    assert audit_report(tmp_path / "核对.docx").document.text == audit.document.text
    assert {"22户", "23户", "24户", "26户"} <= set(marked(read).values()) and "25户" not in marked(
        read
    ).values()
    assert any("25户：不符" in comment.text for comment in read.comments)


@pytest.mark.parametrize(
    ("name", "sentence"), [("a.txt", "only a .docx"), ("a.docx", "is damaged or no .docx")]
)
def test_other_files_get_no_comments(tmp_path, name, sentence):
    path = Path(tmp_path / name)
    path.write_text("全镇30户", encoding="utf-8")
    plain = tmp_path / "plain.txt"
    plain.write_text("全镇30户", encoding="utf-8")
    with pytest.raises(UserError, match=sentence):
        write_commented(audit_report(plain), path, tmp_path / "核对.docx")
