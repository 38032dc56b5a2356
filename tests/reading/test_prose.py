import zipfile

import pytest

from pipelines.reading.prose import is_report

REPORT = "一、基本情况\n全镇脱贫户30户。\n二、工作情况\n走访30户。解决问题3个。\n"
LEDGER = (
    "户主,人数,备注\n张某,3,在家。\n李某,2,\n王某,4,外出。\n赵某,1,\n钱某,1,残疾。\n孙某,5,\n"
    + "周某,2,\n" * 5
)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("总结.txt", REPORT.encode(), True),
        ("总结.txt", REPORT.encode("gb18030"), True),
        ("总结.md", REPORT.encode(), True),
        ("名单.txt", LEDGER.encode(), False),
        ("名单.csv", REPORT.encode(), False),
        ("总结.docx", b"torn", False),
        ("总结.pdf", b"torn", False),
        ("总结.txt", b"", False),
    ],
)
def test_a_report_has_sentences(tmp_path, name, content, expected):
    path = tmp_path / name
    path.write_bytes(content)
    assert is_report(path) is expected


@pytest.mark.parametrize(("text", "expected"), [(REPORT, True), ("户主 人数", False)])
def test_a_word_file_with_sentences(tmp_path, text, expected):
    path = tmp_path / "总结.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", f"<w:document><w:t>{text}</w:t></w:document>")
    assert is_report(path) is expected
