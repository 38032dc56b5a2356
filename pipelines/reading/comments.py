"""Comments (批注) on cells, of each format of workbooks: (row, column), counted from 1, → what the comment says.

A workbook without comments costs a look at the names of its parts, or at its records as they pass by.
"""

import re
import zipfile
from collections.abc import Iterable
from struct import unpack_from
from xml.etree.ElementTree import Element

from pipelines.reading.packages import related, xml_part

OWN_AUTHOR, REPEATED = "township", "原批注:"
"""Who is named as the author of comments in a feedback workbook, and what there precedes those that the sender wrote."""

Comments = dict[tuple[int, int], str]
_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")

XLS_RECORDS = {0x001C, 0x003C, 0x005D, 0x01B6}
"""Kinds of records of an .xls that comments are made of ([MS-XLS] 2.4.179, 2.4.58, 2.4.181, 2.4.329)."""
_NOTE, _CONTINUED, _OBJECT, _TEXT = sorted(XLS_RECORDS)
_GOES_ON = 0xFFFF

_AUTHOR_B, _COMMENT_B, _TEXT_B = 632, 635, 637


def column_number(letters: str) -> int:
    """AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def sent(text: str, author: str) -> str:
    """What the sender wrote: Excel opens a comment with its author's name, and a feedback workbook with what it reports."""
    if author == OWN_AUTHOR:
        return text.partition(REPEATED)[2].strip()
    return text.removeprefix(f"{author}:").strip() if author else text.strip()


def xlsx_comments(archive: zipfile.ZipFile, part: str) -> Comments:
    """Return the comments of the sheet in this part; a thread has all its entries, in order."""
    notes: Comments = {}
    threads: Comments = {}
    for kind, path in related(archive, part).values():
        if kind.endswith("/comments"):
            notes |= _notes(xml_part(archive, path))
        elif kind.endswith("/threadedComment"):
            for entry in xml_part(archive, path).iterfind("{*}threadedComment"):
                if place := _place(entry):
                    threads[place] = f"{threads.get(place, '')}\n{entry.findtext('{*}text', '')}".strip()
    return notes | threads


def _notes(root: Element) -> Comments:
    authors = [author.text or "" for author in root.iterfind("{*}authors/{*}author")]
    found = {}
    for note in root.iterfind("{*}commentList/{*}comment"):
        number = int(note.get("authorId", len(authors)))
        author = authors[number] if number < len(authors) else ""
        texts = [*note.iterfind("{*}text/{*}t"), *note.iterfind("{*}text/{*}r/{*}t")]
        if place := _place(note):
            found[place] = sent("".join(text.text or "" for text in texts), author)
    return found


def _place(entry: Element) -> tuple[int, int] | None:
    address = _ADDRESS.fullmatch(entry.get("ref", ""))
    return (int(address[2]), column_number(address[1])) if address else None


def xls_comments(records: Iterable[tuple[int, bytes]], codec: str, is_97: bool) -> Comments:
    """Return the comments of a sheet's records: since Excel 97 a note names an object, whose text follows."""
    if not is_97:
        return _old_notes(records, codec)
    notes: dict[int, tuple[tuple[int, int], str]] = {}
    texts: dict[int, str] = {}
    item = missing = 0
    for kind, data in records:
        if kind == _OBJECT:
            (item,) = unpack_from("<H", data, 6)
        elif kind == _TEXT:
            (missing,) = unpack_from("<H", data, 10)
        elif kind == _CONTINUED and missing > 0:
            text = data[1:].decode("utf-16-le" if data[0] & 1 else "latin-1", "replace")[:missing]
            texts[item] = texts.get(item, "") + text
            missing -= len(text)
        elif kind == _NOTE:
            row, column, _, number, length, is_wide = unpack_from("<HHHHHB", data)
            author = data[11 : 11 + length * (1 + (is_wide & 1))]
            name = author.decode("utf-16-le" if is_wide & 1 else "latin-1", "replace")
            notes[number] = (row + 1, column + 1), name
    return {place: sent(texts.get(number, ""), author) for number, (place, author) in notes.items()}


def _old_notes(records: Iterable[tuple[int, bytes]], codec: str) -> Comments:
    """Notes of Excel 5.0 and 95: each holds its text, of which a long one goes on in the next."""
    found: dict[tuple[int, int], bytes] = {}
    place = (0, 0)
    for kind, data in records:
        if kind == _NOTE:
            row, column = unpack_from("<HH", data)
            place = place if row == _GOES_ON else (row + 1, column + 1)
            found[place] = found.get(place, b"") + data[6:]
    return {place: text.decode(codec, "replace").strip() for place, text in found.items()}


def xlsb_comments(records: Iterable[tuple[int, bytes]]) -> Comments:
    """Return the comments of a part ([MS-XLSB] 2.1.7.12)."""
    authors: list[str] = []
    found: Comments = {}
    author, place = 0, (0, 0)
    for kind, data in records:
        if kind == _AUTHOR_B:
            authors.append(_wide_text(data, 0))
        elif kind == _COMMENT_B:
            author, row, _, column = unpack_from("<IIII", data)
            place = row + 1, column + 1
        elif kind == _TEXT_B:
            found[place] = sent(_wide_text(data, 1), authors[author] if author < len(authors) else "")
    return found


def _wide_text(data: bytes, start: int) -> str:
    (length,) = unpack_from("<I", data, start)
    return data[start + 4 : start + 4 + 2 * length].decode("utf-16-le", "replace")
