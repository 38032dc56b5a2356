"""Comments on cells, of each format, without their authors' names."""

import zipfile
from struct import pack

import openpyxl
import pytest
from openpyxl.comments import Comment

from pipelines.reading.comments import OWN_AUTHOR, REPEATED, xls_comments, xlsb_comments
from tests.support.books import ROWS, TEXT, book, read
from tests.support.odsfile import write_ods

_THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"


@pytest.fixture
def commented(tmp_path):
    path = book(tmp_path / "表.xlsx", ROWS)
    workbook = openpyxl.load_workbook(path)
    page = workbook["表"]
    page["B2"].comment = Comment("张会计:\n已退回", "张会计")
    page["AA30"].comment = Comment("另附", "")
    page["C2"].comment = Comment("存疑:约数", OWN_AUTHOR)
    page["C3"].comment = Comment(f"存疑:约数\n{REPEATED}未发", OWN_AUTHOR)
    workbook.save(path)
    return path


def test_comments_of_an_xlsx(commented):
    (sheet,) = read(commented)
    assert sheet.comments == ((2, 2, "已退回"), (3, 3, "未发"), (30, 27, "另附"))
    assert sheet.head()[:3] == TEXT


def test_a_book_without_comments_has_none(tmp_path):
    (sheet,) = read(book(tmp_path / "表.xlsx", ROWS))
    assert sheet.comments == ()


def test_of_a_thread_all_is_read_that_was_said(commented, tmp_path):
    """Excel writes beside a thread a comment that says only that there is one."""
    rels, part = "xl/worksheets/_rels/sheet1.xml.rels", "xl/threadedComments/threadedComment1.xml"
    said = "".join(
        f'<threadedComment ref="B2"><text>{text}</text></threadedComment>' for text in ("退了吗", "未发")
    )
    relation = f'<Relationship Id="rT" Type="http://x/threadedComment" Target="/{part}"/>'
    path = tmp_path / "串.xlsx"
    with zipfile.ZipFile(commented) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            end = b"</Relationships>"
            new.writestr(name, text.replace(end, relation.encode() + end) if name == rels else text)
        new.writestr(part, f'<ThreadedComments xmlns="{_THREADED}">{said}</ThreadedComments>')
    (sheet,) = read(path)
    assert sheet.comments[0] == (2, 2, "退了吗\n未发")


def test_comments_of_an_ods_are_not_the_text_of_their_cells(tmp_path):
    path = write_ods(tmp_path / "表.ods", "表", [["行政村"], ["薛宅村"]])
    note = (
        "<office:annotation><text:p>已退回</text:p><text:p>见附件</text:p></office:annotation><text:p>薛宅村"
    )
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    parts["content.xml"] = parts["content.xml"].replace("<text:p>薛宅村", note)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    (sheet,) = read(path)
    assert sheet.comments == ((2, 1, "已退回\n见附件"),)
    assert sheet.head() == [["行政村"], ["薛宅村"]]


def test_comments_of_xml_2003(tmp_path):
    cell = '<Cell><Data ss:Type="String">300</Data><Comment ss:Author="张"><ss:Data>张:已退回</ss:Data></Comment></Cell>'
    path = tmp_path / "表.xml"
    path.write_text(
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表"><Table>'
        f"<Row>{cell}</Row></Table></Worksheet></Workbook>",
        encoding="utf-8",
    )
    (sheet,) = read(path)
    assert (sheet.comments, sheet.head()) == (((1, 1, "已退回"),), [["300"]])


def test_comments_of_an_xls_name_the_object_that_has_their_text():
    """A text that is cut goes on in the next record, each with its own width of characters."""
    author = "张"
    records = [
        (0x5D, pack("<HHHH", 0x15, 18, 0x19, 7) + bytes(14)),
        (0x1B6, pack("<HHHHHHH", 0, 0, 0, 0, 0, 5, 16) + bytes(4)),
        (0x3C, b"\1" + "张:已".encode("utf-16-le")),
        (0x3C, b"\1" + "退回".encode("utf-16-le")),
        (0x3C, bytes(16)),
        (0x1C, pack("<HHHHHB", 2, 3, 0, 7, len(author), 1) + author.encode("utf-16-le")),
    ]
    assert xls_comments(records, "cp936", is_97=True) == {(3, 4): "已退回"}


def test_comments_of_excel_95_go_on_in_the_next_record():
    first, second = "未".encode("gbk"), "发".encode("gbk")
    records = [
        (0x1C, pack("<HHH", 2, 3, 4) + first),
        (0x1C, pack("<HHH", 0xFFFF, 0, 2) + second),
        (0x1C, pack("<HHH", 5, 0, 2) + "无".encode("gbk")),
    ]
    assert xls_comments(records, "cp936", is_97=False) == {(3, 4): "未发", (6, 1): "无"}


def test_comments_of_an_xlsb():
    def text(words):
        return pack("<I", len(words)) + words.encode("utf-16-le")

    records = [
        (632, text("张")),
        (635, pack("<IIIII", 0, 1, 1, 3, 3) + bytes(16)),
        (637, b"\0" + text("张:停发")),
    ]
    assert xlsb_comments(records) == {(2, 4): "停发"}
