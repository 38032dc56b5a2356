"""Workbooks that are a zip of parts: .xlsx, .xlsb and .ods."""

import zipfile
import zlib
from xml.etree import ElementTree

from pipelines.rules import UnreadableFile

LARGEST_UNPACKED = 2 << 30

UNPACKING_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    KeyError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)
"""What a damaged archive raises while it is unpacked."""


def xml_part(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    """The root of a small XML part. Raises UnreadableFile where it declares entities."""
    with archive.open(part) as file:
        text = file.read(LARGEST_UNPACKED >> 5)
    refuse_entities(text)
    return ElementTree.fromstring(text)


def targets(archive: zipfile.ZipFile, workbook: str) -> dict[str, str]:
    """Relation id → name of the part, for the parts that the workbook refers to and that are there."""
    folder, _, name = workbook.rpartition("/")
    present = set(archive.namelist())
    found = {}
    for related in xml_part(archive, f"{folder}/_rels/{name}.rels").iter():
        target = related.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        if part in present:
            found[related.get("Id", "")] = part
    return found


def refuse_entities(text: bytes) -> None:
    """Raises UnreadableFile where the XML declares entities, by which a small file can become a giant one."""
    if b"<!DOCTYPE" in text:
        raise UnreadableFile("xml_entities")


def refuse_giant(size: int) -> None:
    """Raises UnreadableFile for more bytes than any ledger has."""
    if size > LARGEST_UNPACKED:
        raise UnreadableFile("giant_unpacked", gib=LARGEST_UNPACKED >> 30)
