import zipfile

import pytest

from pipelines.audit.documents import read_document
from pipelines.common.errors import UserError
from pipelines.reading.prose import LARGEST_REPORT
from tests.support.pdfs import write_pdf

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(path, body, **parts):
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(
            "word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        )
        for name, xml in parts.items():
            package.writestr(f"word/{name}.xml", f'<w:notes xmlns:w="{WORD}">{xml}</w:notes>')
    return path


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_any_usual_encoding(tmp_path, encoding):
    path = tmp_path / "报告.txt"
    path.write_bytes("一、情况\r\n共有农户30户".encode(encoding))
    document = read_document(path)
    assert document.text == "一、情况\r\n共有农户30户"
    assert document.anchor(10) == {"character": 10, "line": 2}


def test_a_web_page_gives_what_it_shows_and_where_the_source_has_it(tmp_path):
    path = tmp_path / "报告.html"
    source = "<head><title>1户</title></head><p>农户<b>30</b>户&amp;</p><script>9户</script>\n<p>二</p>"
    path.write_text(source, encoding="utf-8")
    document = read_document(path)
    assert document.text == "农户30户&\n二\n"
    assert source[int(document.anchor(2)["character"]) :].startswith("30")


def test_word_files_give_what_is_shown_with_its_place(tmp_path):
    """Split runs, deleted and inserted text, a content control, a table, a text box, a footnote."""
    body = (
        f"<w:p>{run('农户1')}{run('20户')}<w:del><w:r><w:delText>9户</w:delText></w:r></w:del>"
        f"<w:ins>{run('新增')}</w:ins></w:p>"
        f"<w:sdt><w:sdtContent><w:p>{run('控件3户')}</w:p></w:sdtContent></w:sdt>"
        f"<w:tbl><w:tr><w:tc><w:p>{run('甲')}</w:p></w:tc><w:tc><w:p>{run('5户')}</w:p></w:tc></w:tr></w:tbl>"
        f"<w:p><w:r><w:pict><w:txbxContent><w:p>{run('框7户')}</w:p></w:txbxContent></w:pict></w:r>{run('尾')}</w:p>"
    )
    path = docx(tmp_path / "报告.docx", body, footnotes=f"<w:footnote><w:p>{run('注8户')}</w:p></w:footnote>")
    document = read_document(path)
    assert document.text == "农户120户新增\n控件3户\n甲\n5户\n尾\n框7户\n注8户\n"
    main = {"part": "word/document.xml"}
    assert document.anchor(3) == {**main, "paragraph": 1, "run": 2, "character": 0}
    assert document.anchor(document.text.index("5户")) == {
        **main, "paragraph": 4, "run": 1, "character": 0, "row": 1, "column": 2,
    }  # fmt: skip
    assert document.anchor(document.text.index("8户"))["part"] == "word/footnotes.xml"


def big(path):
    path.write_bytes(b"a" * (LARGEST_REPORT + 1))


def torn(path):
    """A package whose list of parts is whole, and whose packed text is not."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", run("村" * 5000))
    content = bytearray(path.read_bytes())
    begins = content.index(b"word/document.xml") + len("word/document.xml")
    content[begins + 2 : begins + 12] = b"\xff" * 10
    path.write_bytes(content)


def cut_in_front(path):
    """A package whose list of parts says that they begin before the file does."""
    docx(path, "")
    content = bytearray(path.read_bytes())
    offset = content.rindex(b"PK\x05\x06") + 16
    content[offset : offset + 4] = (int.from_bytes(content[offset : offset + 4], "little") + 500).to_bytes(
        4, "little"
    )
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("name", "write", "sentence"),
    [
        ("missing.txt", lambda path: None, "there is no such file"),
        ("folder.txt", lambda path: path.mkdir(), "is a folder"),
        ("empty.txt", lambda path: path.write_text(" \n"), "is empty"),
        ("big.txt", big, "16 MB; expected a report of at most 16 MB"),
        ("old.doc", lambda path: path.write_bytes(b"\xd0\xcf"), "files of the kind .doc are not read"),
        ("binary.txt", lambda path: path.write_bytes(bytes(range(256)) * 40), "is no text"),
        ("broken.docx", lambda path: path.write_bytes(b"PK no archive"), "is damaged"),
        ("torn.docx", torn, "is damaged"),
        ("cut.docx", cut_in_front, "is damaged"),
        ("blank.pdf", lambda path: write_pdf(path, []), "holds no text"),
        ("no_text.html", lambda path: path.write_text("<p></p>"), "holds no text"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path, name, write, sentence):
    write(tmp_path / name)
    with pytest.raises(UserError, match=sentence) as refusal:
        read_document(tmp_path / name)
    assert len(refusal.value.sentences) == 2
