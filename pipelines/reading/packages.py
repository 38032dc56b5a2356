"""Workbooks that are a zip of parts: .xlsx, .xlsb and .ods."""

import posixpath
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
    RuntimeError,
)
"""What an archive raises while it is unpacked: one that is damaged, or has a part with a password or a compression that is
not known (both RuntimeError)."""


def xml_part(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    """The root of a small XML part. Raises UnreadableFile where it declares entities."""
    with archive.open(part) as file:
        text = file.read(LARGEST_UNPACKED >> 5)
    refuse_entities(text)
    return ElementTree.fromstring(text)


def targets(archive: zipfile.ZipFile, workbook: str) -> dict[str, str]:
    """Relation id → name of the part, for the parts that the workbook refers to and that are there."""
    return {name: part for name, (_, part) in related(archive, workbook).items()}


def related(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Relation id → its type and the name of the part, for the parts that this one refers to and that are there."""
    folder, _, name = part.rpartition("/")
    present = set(archive.namelist())
    relations = f"{folder}/_rels/{name}.rels"
    found = {}
    for relation in xml_part(archive, relations).iter() if relations in present else ():
        target = posixpath.normpath(posixpath.join(f"/{folder}", relation.get("Target", ""))).lstrip("/")
        if target in present:
            found[relation.get("Id", "")] = relation.get("Type", ""), target
    return found


def refuse_entities(text: bytes) -> None:
    """Raises UnreadableFile where the XML declares entities, by which a small file can become a giant one."""
    if b"<!DOCTYPE" in text:
        raise UnreadableFile("xml_entities")


def refuse_giant(size: int) -> None:
    """Raises UnreadableFile for more bytes than any ledger has."""
    if size > LARGEST_UNPACKED:
        raise UnreadableFile("giant_unpacked", gib=LARGEST_UNPACKED >> 30)
