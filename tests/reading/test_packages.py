"""Packages that are too large, or none."""

import zipfile

import pytest

from tests.support.books import ROWS, book, refused, rewrite


@pytest.mark.parametrize("name", ["表.xlsx", "表.csv"])
@pytest.mark.parametrize(
    ("members", "rule"),
    [
        (["readme.txt"], "archive"),
        (["[Content_Types].xml", "word/document.xml"], "document"),
        (["[Content_Types].xml", "xl\\workbook.xml"], "foreign_package"),
    ],
)
def test_zip_that_is_not_a_workbook(tmp_path, name, members, rule):
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        for member in members:
            archive.writestr(member, "x")
    refused(tmp_path / name, rule)


def test_bomb_that_owns_up_to_its_size(tmp_path):
    with (
        zipfile.ZipFile(tmp_path / "表.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(33):
            part.write(bytes(64 << 20))
    refused(tmp_path / "表.xlsx", "giant_unpacked")


def test_bomb_that_lies_about_its_size(tmp_path):
    made = book(tmp_path / "表.xlsx", ROWS)
    with (
        zipfile.ZipFile(made) as source,
        zipfile.ZipFile(tmp_path / "弹.xlsx", "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for member in source.namelist():
            content = source.read(member)
            copy.writestr(member, content + b" " * (9 << 20) if "sheet1" in member else content)
    forged = (tmp_path / "弹.xlsx").read_bytes()
    size = zipfile.ZipFile(tmp_path / "弹.xlsx").getinfo("xl/worksheets/sheet1.xml").file_size
    forged = forged.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    (tmp_path / "弹.xlsx").write_bytes(forged)
    refused(tmp_path / "弹.xlsx", "damaged_file")


def test_entities(tmp_path):
    made = book(tmp_path / "表.xlsx", ROWS)
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    )
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
        target = tmp_path / "实体.xlsx"
        refused(
            rewrite(made, target, part, b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', bomb),
            "xml_entities",
        )


def test_a_compression_that_is_not_known(tmp_path):
    """Method 97 (WavPack) in both headers of the sheet: zipfile reads no part that is packed so."""
    made = book(tmp_path / "表.xlsx", ROWS)
    content = bytearray(made.read_bytes())
    with zipfile.ZipFile(made) as archive:
        local = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    central = content.rindex(b"xl/worksheets/sheet1.xml") - 46
    for method in (local + 8, central + 10):
        content[method : method + 2] = (97).to_bytes(2, "little")
    made.write_bytes(content)
    refused(made, "damaged_file")
