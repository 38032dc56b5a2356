"""What a .docx shows, text by text, in the order of reading, and where in the file it stands."""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from pipelines.audit.pieces import Anchor, Document, Pieces
from pipelines.common.errors import UserError
from pipelines.reading.packages import UNPACKING_ERRORS, xml_part
from pipelines.rules import UnreadableFile

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAIN_PART = "word/document.xml"
_HIDDEN = {
    f"{WORD}del",
    f"{WORD}moveFrom",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")

Element = Any
"""An element of ElementTree or of lxml: both are walked in the same order."""


@dataclass(frozen=True)
class Shown:
    """A text that is shown, and the element that has it; None for the end of a paragraph."""

    text: str
    anchor: Anchor
    leaf: Element | None = None


def read_word(path: Path, content: bytes) -> Document:
    """The text of a .docx; raises UserError where it is damaged."""
    pieces = Pieces(path)
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            for part in (MAIN_PART, *(name for name in _NOTES if name in package.namelist())):
                for shown in shown_in(part, xml_part(package, part)):
                    pieces.add(shown.text, shown.anchor)
    except (*UNPACKING_ERRORS, UnreadableFile, OSError, ValueError):
        # zipfile raises ValueError where the list of parts points in front of the file
        raise damaged(path) from None
    return pieces.document()


def damaged(path: Path) -> UserError:
    """What is said of a file that is no .docx."""
    return UserError(
        f"{path} is damaged or no .docx; expected one that Word opens.",
        f"{path} 已损坏，或者不是 .docx；请用 Word 打开后另存。",
    )


def shown_in(part: str, root: Iterable[Element]) -> Iterator[Shown]:
    """What a part of the file shows: no headers and footers, which repeat on each page. Nothing is empty, and no paragraph
    ends that has no text."""
    is_at_line_start = True
    for element in root:
        for shown in _blocks(element, {"part": part}):
            if shown.text and not (shown.leaf is None and is_at_line_start):
                yield shown
                is_at_line_start = shown.text.endswith("\n")


def _blocks(element: Element, place: Anchor) -> Iterator[Shown]:
    """Paragraphs and tables below the element, in their order; those in content controls, too."""
    for child in _children(element):
        if child.tag == f"{WORD}p":
            place["paragraph"] = place.get("paragraph", 0) + 1
            yield from _paragraph(child, place)
        elif child.tag == f"{WORD}tbl":
            yield from _table(child, place)
        else:
            yield from _blocks(child, place)


def _children(element: Element) -> Iterator[Element]:
    """What is shown: not what was deleted or moved away, nor the older form of a drawing."""
    return (child for child in element if isinstance(child.tag, str) and child.tag not in _HIDDEN)


def _table(table: Element, place: Anchor) -> Iterator[Shown]:
    for row, row_element in enumerate(_below(table, f"{WORD}tr"), start=1):
        for column, cell in enumerate(_below(row_element, f"{WORD}tc"), start=1):
            inner = {**place, "row": row, "column": column}
            yield from _blocks(cell, inner)
            place["paragraph"] = inner["paragraph"]


def _below(element: Element, tag: str) -> Iterator[Element]:
    """Elements of the tag directly below, or within content controls and the like."""
    for child in _children(element):
        if child.tag == tag:
            yield child
        else:
            yield from _below(child, tag)


def _paragraph(paragraph: Element, place: Anchor) -> Iterator[Shown]:
    boxes: list[Element] = []
    for run, element in enumerate(_runs(paragraph), start=1):
        position = 0
        for leaf in _leaves(element, boxes):
            text = _text(leaf)
            yield Shown(text, {**place, "run": run, "character": position}, leaf)
            position += len(text)
    yield Shown("\n", {**place, "run": 0, "character": 0})
    for box in boxes:
        yield from _blocks(box, place)


def _runs(element: Element) -> Iterator[Element]:
    for child in _children(element):
        if child.tag == f"{WORD}r":
            yield child
        else:
            yield from _runs(child)


def _leaves(element: Element, boxes: list[Element]) -> Iterator[Element]:
    """The leaves of a run; text boxes are put aside, which are read after their paragraph."""
    for child in _children(element):
        if child.tag == f"{WORD}txbxContent":
            boxes.append(child)
        elif len(child):
            yield from _leaves(child, boxes)
        else:
            yield child


def _text(leaf: Element) -> str:
    match leaf.tag.removeprefix(WORD):
        case "t":
            return leaf.text or ""
        case "tab":
            return "\t"
        case "br" | "cr":
            return "\n"
        case "noBreakHyphen":
            return "-"
    return ""
