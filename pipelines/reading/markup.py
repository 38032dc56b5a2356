"""Web pages and SpreadsheetML 2003: what systems export under the name of a workbook, and Excel opens as one."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from pipelines.reading.cell_overrides import is_percentage
from pipelines.reading.cells import percentage_of, text_of
from pipelines.reading.comments import sent
from pipelines.reading.delimited import likely_encodings
from pipelines.reading.packages import refuse_entities
from pipelines.reading.sheets import Sheet, numbered_paths, spool_rows
from pipelines.rules import UnreadableFile

SUFFIXES = {".htm", ".html", ".xml"}

_HEAD = 1 << 12
_CHUNK = 1 << 20
_LARGEST = 128 << 20
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384

_NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_SS = f"{{{_NAMESPACE}}}"
_VISIBLE = "{urn:schemas-microsoft-com:office:excel}Visible"

_UNSEEN = {"script", "style", "title", "xml"}
_BLOCKS = {"br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "p", "table", "td", "th", "tr"}

Area = tuple[int, int, int, int]


@dataclass
class _Page:
    """What is known of a sheet once its rows are read."""

    name: str = ""
    is_hidden: bool = False
    merged: list[Area] = field(default_factory=list)
    comments: list[tuple[int, int, str]] = field(default_factory=list)


def is_markup(path: Path) -> bool:
    """Whether the file is text that begins with a tag."""
    return _head(path).startswith(b"<")


def sheets(path: Path, spool_folder: Path) -> Iterator[Sheet]:
    """Every worksheet of a SpreadsheetML workbook; of a web page all that it shows, below each other, in one sheet.

    Raises UnreadableFile for what holds no row, is damaged, is larger than 128 MB, or declares XML entities.
    """
    if path.stat().st_size > _LARGEST:
        raise UnreadableFile("giant_file", mb=_LARGEST >> 20)
    text = _decoded(path)
    page = _Page()
    pages = _worksheets(text) if _NAMESPACE.encode() in _head(path) else iter([(page, _web_rows(text, page))])
    read = []
    try:
        for (page, rows), spool in zip(pages, numbered_paths(spool_folder), strict=False):
            count = spool_rows(rows, spool)
            merged, comments = tuple(page.merged), tuple(one for one in page.comments if one[2])
            read.append(
                Sheet(page.name, spool, count, is_hidden=page.is_hidden, merged=merged, comments=comments)
            )
    except (ElementTree.ParseError, AssertionError, ValueError):
        raise UnreadableFile("damaged_file") from None
    if not any(sheet.rows for sheet in read):
        raise UnreadableFile("no_table")
    yield from read


def _head(path: Path) -> bytes:
    """How the file begins, byte order mark and spaces aside, and UTF-16 as ASCII."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    encodings = likely_encodings(path)
    for encoding in encodings:
        with suppress(UnicodeError):
            return content.decode(encoding)
    return content.decode(encodings[-1], "replace")


# -- SpreadsheetML ------------------------------------------------------------------------------------------------


def _worksheets(text: str) -> Iterator[tuple[_Page, Iterator[list[str]]]]:
    """Each worksheet with its rows, which must be read before the next is asked for."""
    refuse_entities(text.encode(errors="replace"))
    events = _events(text)
    percentages: set[str] = set()
    for event, element in events:
        if event == "end" and element.tag == f"{_SS}Style":
            kind = element.find(f"{_SS}NumberFormat")
            number_format = "" if kind is None else kind.get(f"{_SS}Format", "")
            if number_format == "Percent" or is_percentage(number_format):
                percentages.add(element.get(f"{_SS}ID", ""))
        elif event == "start" and element.tag == f"{_SS}Worksheet":
            page = _Page(element.get(f"{_SS}Name", ""))
            yield page, _worksheet_rows(events, page, percentages)


def _events(text: str) -> Iterator[tuple[str, ElementTree.Element]]:
    parser: ElementTree.XMLPullParser = ElementTree.XMLPullParser(("start", "end"))
    for start in range(0, len(text), _CHUNK):
        parser.feed(text[start : start + _CHUNK])
        yield from parser.read_events()  # type: ignore[misc]
    parser.close()


def _worksheet_rows(
    events: Iterator[tuple[str, ElementTree.Element]], page: _Page, percentages: set[str]
) -> Iterator[list[str]]:
    number = 0
    for event, element in events:
        if event == "start":
            continue
        if element.tag == f"{_SS}Row":
            at = int(element.get(f"{_SS}Index", number + 1))
            if not number < at <= _LAST_ROW:
                raise ValueError(f"row {at} after row {number}")
            yield from ([""] for _ in range(number + 1, at))
            yield _worksheet_row(element, at, page, percentages)
            number = at
            element.clear()
        elif element.tag == _VISIBLE:
            page.is_hidden = element.text != "SheetVisible"
        elif element.tag == f"{_SS}Worksheet":
            return


def _worksheet_row(row: ElementTree.Element, number: int, page: _Page, percentages: set[str]) -> list[str]:
    cells: list[str] = []
    for cell in row.iter(f"{_SS}Cell"):
        place = int(cell.get(f"{_SS}Index", len(cells) + 1))
        across, down = (int(cell.get(f"{_SS}Merge{way}", 0)) for way in ("Across", "Down"))
        if not len(cells) < place <= place + across <= _LAST_COLUMN:
            raise ValueError(f"column {place} after column {len(cells)}")
        if across or down:
            page.merged.append((number, place, number + down, place + across))
        comment = cell.find(f"{_SS}Comment")
        if comment is not None:
            text = sent("".join(comment.itertext()), comment.get(f"{_SS}Author", ""))
            page.comments.append((number, place, text))
        cells += [""] * (place - 1 - len(cells))
        cells += [_worksheet_cell(cell, percentages), *[""] * across]
    return cells


def _worksheet_cell(cell: ElementTree.Element, percentages: set[str]) -> str:
    data = cell.find(f"{_SS}Data")
    text = "" if data is None else "".join(data.itertext())
    if data is None or not text:
        formula = cell.get(f"{_SS}Formula")
        return f"={formula.removeprefix('=')}" if formula and data is None else ""
    match data.get(f"{_SS}Type"):
        case "Number" if cell.get(f"{_SS}StyleID") in percentages:
            return percentage_of(float(text))
        case "Number":
            return text_of(float(text))
        case "Boolean":
            return text_of(text == "1")
        case "DateTime":
            return text_of(datetime.fromisoformat(text))
    return text


# -- web pages ----------------------------------------------------------------------------------------------------


def _web_rows(text: str, page: _Page) -> Iterator[list[str]]:
    parser = _WebPage(page)
    for start in range(0, len(text), _CHUNK):
        parser.feed(text[start : start + _CHUNK])
        yield from parser.take_rows()
    parser.close()
    parser.end_row()
    yield from parser.take_rows()


class _WebPage(HTMLParser):
    """Collects the rows of all tables of the page, with the texts between them as rows of one cell."""

    def __init__(self, page: _Page):
        super().__init__()
        self._page = page
        self._rows: list[list[str]] = []
        self._number = 1
        self._row: list[str] | None = None
        self._texts: list[str] = []
        self._is_unseen = False
        self._covered_until: dict[int, int] = {}

    def take_rows(self) -> list[list[str]]:
        """Return the rows that were completed since the last call."""
        rows, self._rows = self._rows, []
        return rows

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._is_unseen = True
        elif tag in ("tr", "table"):
            self.end_row()
            self._row = [] if tag == "tr" else None
        elif tag in ("td", "th"):
            self._begin_cell(dict(attrs))
        elif tag in _BLOCKS:
            self._break_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._is_unseen = False
        elif tag in ("tr", "table"):
            self.end_row()
        elif tag in _BLOCKS:
            self._break_line()

    def handle_data(self, data: str) -> None:
        if not self._is_unseen:
            self._texts.append(data)

    def end_row(self) -> None:
        """Complete the current row, or outside of a table the text so far."""
        if self._row is None:
            self._break_line()
            return
        self._end_cell()
        self._put_down(self._row)
        self._row = None

    def _put_down(self, row: list[str]) -> None:
        self._rows.append(row)
        self._number += 1

    def _break_line(self) -> None:
        if self._row is not None:
            self._texts.append(" ")
        elif text := self._text():
            self._put_down([text])

    def _text(self) -> str:
        """The text since the last call; a browser shows any white space as one blank."""
        text = " ".join("".join(self._texts).split())
        self._texts = []
        return text

    def _end_cell(self) -> None:
        text = self._text()
        if self._row:
            self._row[self._place] = text

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        if self._row is None:
            self._row = []
        self._end_cell()
        while self._covered_until.get(len(self._row), 0) >= self._number:
            self._row.append("")
        across, down = (_span(attributes.get(name)) for name in ("colspan", "rowspan"))
        self._place = len(self._row)
        self._row += [""] * across
        if len(self._row) > _LAST_COLUMN:
            raise UnreadableFile("wide_row", columns=f"{_LAST_COLUMN:,}")
        if across > 1 or down > 1:
            top, left = self._number, self._place + 1
            self._page.merged.append((top, left, top + down - 1, left + across - 1))
        if down > 1:
            last = self._number + down - 1
            self._covered_until |= dict.fromkeys(range(self._place, len(self._row)), last)


def _span(text: str | None) -> int:
    return min(max(int(text), 1), 1000) if text and text.strip().isdecimal() else 1
