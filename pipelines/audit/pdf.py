"""A PDF with text → its text and the box of each character.

Two readers that know nothing of each other read each page. Where they do not find the same characters, fonts or layers lie:
the page is UNREADABLE, and no figure of it is judged.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from io import BytesIO
from itertools import groupby, zip_longest
from pathlib import Path

import pdfplumber
import pypdfium2
from pdfminer.layout import LTChar, LTFigure, LTImage, LTLayoutContainer
from pdfplumber.utils.exceptions import PdfminerException

from pipelines.audit.pieces import Document, Pieces
from pipelines.common.errors import UserError
from pipelines.reading.sheets import radicals

Box = tuple[float, float, float, float]
_MOST_APART = 0.01
_BEGINS = re.compile(
    r"\s*(?:[一二三四五六七八九十]+[、.]|[（(]?[一二三四五六七八九十\d]+[）)、]|\d+[.．](?!\d)|第[一二三四五六七八九十\d]+[章节条])"
)
_TOGETHER = re.compile("(?:[0-9A-Za-z.,%]+|.)[，。、；：！？）》”’％,.;:!?)]*")
"""What no line is broken within."""


@dataclass(frozen=True)
class _Line:
    """A line of a page: its characters with their numbers in the page and boxes; None where a character has no ink."""

    page: int
    characters: Sequence[tuple[str, int, Box]]

    @property
    def text(self) -> str:
        return "".join(character for character, _, _ in self.characters)

    @cached_property
    def left(self) -> float:
        return self.characters[0][2][0]

    @cached_property
    def right(self) -> float:
        return self.characters[-1][2][2]

    @cached_property
    def size(self) -> float:
        return max(box[3] - box[1] for _, _, box in self.characters)


def read_pdf(path: str) -> dict:
    """The text of a .pdf, as JSON can hold it. Raises UserError where it is damaged, has a password, or no page of it can be
    read."""
    return asdict(_document(Path(path)))


def _document(path: Path) -> Document:
    content = path.read_bytes()
    try:
        with pypdfium2.PdfDocument(content) as file, pdfplumber.open(BytesIO(content)) as second:
            lines, unreadable = _read(file, second)
    except (pypdfium2.PdfiumError, PdfminerException):
        raise UserError(
            f"{path} is damaged, has a password or is no PDF; expected one that opens without a password.",
            f"{path} 打不开:已损坏、有密码,或者不是 PDF。",
        ) from None
    if unreadable and not lines:
        raise UserError(
            f"{path}: no page can be read ({_english(unreadable)}); expected a PDF with text.",
            f"{path} 没有一页读得出来:{'；'.join(unreadable.values())}。",
        )
    pieces = Pieces(path)
    of_page = {page: list(group) for page, group in groupby(lines, key=lambda line: line.page)}
    for line, follower in zip_longest(lines, lines[1:]):
        is_last = follower is None or not _goes_on(line, follower, of_page[line.page])
        number, box = line.characters[-1][1:]
        for character, place, where in [*line.characters, *([("\n", number, box)] if is_last else [])]:
            rounded = [round(side, 1) for side in where]
            pieces.add(character, {"page": line.page, "character": place, "box": rounded})
    document = pieces.document()
    document.notes = list(unreadable.values())
    return document


def _english(unreadable: dict[int, str]) -> str:
    return f"UNREADABLE: pages {', '.join(map(str, unreadable))}"


def _read(file: pypdfium2.PdfDocument, second: pdfplumber.PDF) -> tuple[list[_Line], dict[int, str]]:
    """The lines of the pages that two readers agree on; number of each other page → why it cannot be read."""
    lines: list[_Line] = []
    unreadable = {}
    if len(file) != len(second.pages):
        raise PdfminerException(f"two readers find {len(file)} and {len(second.pages)} pages")
    for number, (page, again) in enumerate(zip(file, second.pages, strict=True), start=1):
        of_page = list(_lines(page, number))
        drawn = list(_drawn(again.layout))
        seen, seen_again = _seen(line.text for line in of_page), _seen(_lines_again(drawn))
        if not seen[1] and not seen_again[1]:
            if any(isinstance(item, LTImage) for item in drawn):
                unreadable[number] = f"第 {number} 页是图片，没有文字 (UNREADABLE)"
        elif _is_same(seen, seen_again):
            lines += of_page
        else:
            unreadable[number] = f"第 {number} 页的文字有两种读法，没有采用 (UNREADABLE)"
        again.close()
    return lines, unreadable


def _lines(page: pypdfium2.PdfPage, number: int) -> Iterator[_Line]:
    text_page = page.get_textpage()
    count = text_page.count_chars()
    text = text_page.get_text_range(0, count) if count else ""
    characters: list[tuple[str, int, Box]] = []
    for place, character in enumerate(text):
        if character in "\r\n\x02\ufffe":
            if characters and character in "\r\n":
                yield _Line(number, characters)
                characters = []
        else:
            characters.append((character, place, text_page.get_charbox(place)))
    if characters:
        yield _Line(number, characters)


def _drawn(container: LTLayoutContainer) -> Iterator[LTChar | LTImage]:
    """Characters and pictures as the second reader finds them; pdfplumber's own lists of them take five times as long."""
    for item in container:
        if isinstance(item, LTFigure):
            yield from _drawn(item)
        elif isinstance(item, LTChar | LTImage):
            yield item


def _lines_again(drawn: Iterable[LTChar | LTImage]) -> Iterator[str]:
    """The lines of the second reader, in the order in which the page draws them."""
    line, bottom = "", None
    for character in drawn:
        if isinstance(character, LTImage):
            continue
        if bottom is not None and abs(character.y0 - bottom) > character.size / 2:
            yield line
            line = ""
        line, bottom = line + character.get_text(), character.y0
    yield line


def _seen(lines: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """The numbers and the characters that one sees, in one spelling each."""
    numbers: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    for line in lines:
        folded = "".join(unicodedata.normalize("NFKC", line.translate(radicals())).split())
        numbers.update(re.findall(r"\d[\d.]*", folded))
        characters.update(filter(str.isprintable, folded))
    return numbers, characters


def _is_same(one: tuple[Counter[str], Counter[str]], other: tuple[Counter[str], Counter[str]]) -> bool:
    """Whether two readings of a page have the same numbers, and nearly the same characters."""
    apart = (one[1] - other[1]) + (other[1] - one[1])
    return one[0] == other[0] and apart.total() <= _MOST_APART * max(one[1].total(), other[1].total())


def _goes_on(line: _Line, follower: _Line, of_page: Sequence[_Line]) -> bool:
    """Whether a paragraph goes on in the next line: what cannot be torn apart at its beginning had no room in the line, and
    it begins no item. Room is up to the right edge of the lines that begin where this one does."""
    edge = max(other.right for other in of_page if abs(other.left - line.left) <= 3 * line.size)
    begins = _TOGETHER.match(follower.text)
    together = follower.characters[: begins.end() if begins else 1]
    width = together[-1][2][2] - together[0][2][0]
    is_full = line.right + width > edge - line.size
    is_indented = follower.left > line.left + 1.5 * line.size and follower.page == line.page
    return is_full and not is_indented and not _BEGINS.match(follower.text)
