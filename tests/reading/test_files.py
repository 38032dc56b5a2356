"""Files whose content does not fit their names."""

import pytest

from tests.support.books import refused


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods", ".xlsb"])
@pytest.mark.parametrize(
    "content",
    [b"\xd0\xd0\xd5\xfe,1\r\n", b"\xff\xd8\xff\xe0", b"x"],
)
def test_other_things_under_the_name_of_a_workbook(tmp_path, suffix, content):
    (tmp_path / f"表{suffix}").write_bytes(content)
    refused(tmp_path / f"表{suffix}", "not_a_workbook")


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods", ".xlsb"])
@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"%PDF-1.4", "document"),
        (b"Rar!\x1a\x07", "archive"),
        (b"7z\xbc\xaf\x27\x1c", "archive"),
        (b"\x1f\x8b", "archive"),
    ],
)
def test_documents_and_archives_under_the_name_of_a_workbook(tmp_path, suffix, content, rule):
    (tmp_path / f"表{suffix}").write_bytes(content)
    refused(tmp_path / f"表{suffix}", rule)


@pytest.mark.parametrize("name", ["表.xlsx", "表.csv", "表.xls"])
def test_empty_file(tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    refused(tmp_path / name, "empty_file")


@pytest.mark.parametrize("name", ["表.lnk", "表.db", "表"])
def test_kinds_that_are_not_read(tmp_path, name):
    (tmp_path / name).write_bytes(b"x")
    refused(tmp_path / name, "unknown_file_type")
