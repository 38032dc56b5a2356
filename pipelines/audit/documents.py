"""A report file → its text, and where each character of it stands in the file."""

import html
import re
from collections.abc import Callable
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path

from pipelines.audit.pieces import Anchor, Document, Pieces
from pipelines.audit.word import read_word
from pipelines.common.errors import UserError
from pipelines.reading.delimited import likely_encodings
from pipelines.reading.isolation import pdf_reader
from pipelines.reading.prose import LARGEST_REPORT
from pipelines.rules import UnreadableFile

_UNSEEN_TAGS = {"script", "style", "title", "head", "template"}
_INLINE_TAGS = {"a", "b", "em", "font", "i", "span", "strong", "sub", "sup", "u"}
_MOST_UNDECODABLE = 0.001


def read_document(path: Path) -> Document:
    """The text of a .txt, .md, .htm, .html, .docx or .pdf file.

    Raises UserError for a file that is missing, empty, too large, of another kind, or holds no text.
    """
    try:
        size = path.stat().st_size
        content = b"" if path.is_dir() or size > LARGEST_REPORT else path.read_bytes()
    except FileNotFoundError:
        raise UserError(f"{path}: there is no such file.", f"没有这个文件：{path}。") from None
    except OSError as fault:
        raise UserError(f"{path}: cannot be opened ({fault.strerror}).", f"{path} 打不开。") from None
    if path.is_dir():
        raise UserError(f"{path} is a folder; expected a report's file.", f"{path} 是文件夹；请写报告文件。")
    if size > LARGEST_REPORT:
        raise UserError(
            f"{path} has {size >> 20} MB; expected a report of at most {LARGEST_REPORT >> 20} MB.",
            f"{path} 有 {size >> 20} MB；报告最大 {LARGEST_REPORT >> 20} MB。",
        )
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UserError(
            f"{path}: files of the kind {path.suffix or 'without suffix'} are not read; expected one of "
            f"{', '.join(_READERS)} (save a .doc as .docx).",
            f"{path} 这种文件读不了；可以是 {'、'.join(_READERS)}（.doc 请另存为 .docx）。",
        )
    if not content.strip():
        raise UserError(f"{path} is empty.", f"{path} 是空的。")
    document = reader(path, content)
    if not document.text.strip():
        raise UserError(f"{path} holds no text.", f"{path} 里没有文字。")
    return document


# -- text ---------------------------------------------------------------------------------------------------------


def _decoded(path: Path, content: bytes) -> str:
    encodings = likely_encodings(path)
    for encoding in encodings:
        with suppress(UnicodeError):
            text = content.decode(encoding)
            if "\0" not in text:
                return text
    text = content.decode(encodings[0], "replace")
    if "\0" in text or text.count("\ufffd") > _MOST_UNDECODABLE * len(text):
        raise UserError(
            f"{path} is no text; expected UTF-8, UTF-16, GB18030 or Big5.",
            f"{path} 不是文本；应为 UTF-8、UTF-16、GB18030 或 Big5 编码。",
        )
    return text


def _plain(path: Path, content: bytes) -> Document:
    pieces = Pieces(path)
    position = 0
    for number, line in enumerate(_decoded(path, content).splitlines(keepends=True), start=1):
        pieces.add(line, {"character": position, "line": number})
        position += len(line)
    return pieces.document()


# -- web pages ----------------------------------------------------------------------------------------------------


class _WebPage(HTMLParser):
    """What a page shows, each piece with the place of its source."""

    def __init__(self, path: Path, source: str):
        super().__init__(convert_charrefs=False)
        self.pieces = Pieces(path)
        self._lines = [0, *(match.end() for match in re.finditer("\n", source))]
        self._unseen = 0

    def _anchor(self) -> Anchor:
        line, column = self.getpos()
        return {"character": self._lines[line - 1] + column, "line": line}

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN_TAGS
        self._break(tag)

    def handle_startendtag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN_TAGS:
            self._unseen = max(0, self._unseen - 1)
        self._break(tag)

    def _break(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.pieces.add("\t", self._anchor())
        elif tag not in _INLINE_TAGS:
            self.pieces.break_line(self._anchor())

    def handle_data(self, data: str) -> None:
        if not self._unseen and (data.strip() or not self.pieces.is_at_line_start):
            # a line break of the source is none of the page
            self.pieces.add(re.sub(r"\s", " ", data), self._anchor())

    def handle_entityref(self, name: str) -> None:
        self._add_reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._add_reference(f"&#{name};")

    def _add_reference(self, reference: str) -> None:
        if not self._unseen:
            self.pieces.add(html.unescape(reference), self._anchor())


def _web(path: Path, content: bytes) -> Document:
    source = _decoded(path, content)
    page = _WebPage(path, source)
    page.feed(source)
    page.close()
    return page.pieces.document()


def _pdf(path: Path, _: bytes) -> Document:
    """The text of a .pdf, which another process reads: one that is made for it takes the reader down."""
    try:
        return Document(**pdf_reader.ask("pipelines.audit.pdf:read_pdf", str(path)))
    except UnreadableFile as problem:
        chinese, english = problem.violation.advice
        raise UserError(f"{path}: {english}", f"{path}:{chinese}") from None


_READERS: dict[str, Callable[[Path, bytes], Document]] = {
    ".txt": _plain,
    ".md": _plain,
    ".htm": _web,
    ".html": _web,
    ".docx": read_word,
    ".pdf": _pdf,
}
