"""A report as read: its text, made of pieces, each of which knows its place in the file."""

from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Anchor = dict[str, Any]


@dataclass
class Document:
    """A report as read: `text`, made of pieces that lie in the file one by one.

    `starts` are where in the text each piece begins, `anchors` where in the file: for text and web pages the `character`
    (code point of the decoded file, from 0) and `line` (from 1), for .docx the `part`, `paragraph`, `run` and `character`
    within the run, and in a table `row` and `column` (all from 1 but the character), for .pdf the `page` (from 1), the
    `character` of it (from 0) and its `box` (left, bottom, right, top in points). `notes`: what of the file is not in the text.
    """

    name: str
    text: str = ""
    starts: list[int] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def anchor(self, position: int, end: int | None = None) -> Anchor:
        """Where in the file the character at this position of the text stands; a box is that of all characters up to `end`
        in its line."""
        piece = self._piece(position)
        anchor = self.anchors[piece]
        place = {**anchor, "character": anchor["character"] + position - self.starts[piece]}
        if "box" in anchor and end is not None:
            place["box"] = _joined(self.anchors[piece : self._piece(end - 1) + 1])
        return place

    def _piece(self, position: int) -> int:
        return bisect_right(self.starts, position) - 1


def _joined(anchors: list[Anchor]) -> list[float]:
    """The box around those characters that stand in the line of the first."""
    boxes = [anchor["box"] for anchor in anchors]
    line = [box for box in boxes if box[1] < boxes[0][3] and box[3] > boxes[0][1]]
    low, high = (
        [choose(box[side] for box in line) for side in sides]
        for choose, sides in ((min, (0, 1)), (max, (2, 3)))
    )
    return [*low, *high]


class Pieces:
    """A document that grows piece by piece."""

    def __init__(self, path: Path):
        self._document = Document(path.name)
        self._texts: list[str] = []
        self._length = 0

    def add(self, text: str, anchor: Anchor) -> None:
        if text:
            self._document.starts.append(self._length)
            self._document.anchors.append(anchor)
            self._texts.append(text)
            self._length += len(text)

    @property
    def is_at_line_start(self) -> bool:
        return not self._texts or self._texts[-1].endswith("\n")

    def break_line(self, anchor: Anchor) -> None:
        if not self.is_at_line_start:
            self.add("\n", anchor)

    def document(self) -> Document:
        self._document.text = "".join(self._texts)
        return self._document
