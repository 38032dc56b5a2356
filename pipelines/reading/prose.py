"""Whether a file is a written report: sentences, and no table of rows."""

import re
import zipfile
from contextlib import suppress
from pathlib import Path

from pipelines.reading.delimited import likely_encodings
from pipelines.reading.isolation import pdf_reader

LARGEST_REPORT = 16 << 20
"""Bytes of the largest report that is read; one of a hundred pages has a tenth of a megabyte of text."""
_SENTENCE = "。"
_LEAST_SENTENCES = 3
_LEAST_SHARE = 0.3
"""Of the lines of a text, those that have sentences; a ledger has some at most, in remarks."""
_FIRST_PAGES = 3


def is_report(path: Path) -> bool:
    """Whether the file holds sentences; False where it is of another kind, too large, or damaged. Raises UnreadableFile
    where the reader of a PDF dies of it or comes to no end."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None or path.stat().st_size > LARGEST_REPORT:
        return False
    with suppress(OSError, ValueError, KeyError, zipfile.BadZipFile, UnicodeError):
        return reader(path)
    return False


def _word(path: Path) -> bool:
    with zipfile.ZipFile(path) as package:
        if package.getinfo("word/document.xml").file_size > LARGEST_REPORT:
            return False
        text = package.read("word/document.xml").decode()
    return text.count(_SENTENCE) >= _LEAST_SENTENCES


def _pdf(path: Path) -> bool:
    return pdf_reader.ask("pipelines.reading.prose:sentences_of_pdf", str(path)) >= _LEAST_SENTENCES


def sentences_of_pdf(path: str) -> int:
    """How many sentences the first pages of a PDF have; none where it is damaged."""
    import pypdfium2  # few deliveries have a PDF, and every worker would wait for it

    with suppress(pypdfium2.PdfiumError), pypdfium2.PdfDocument(path) as file:
        pages = [file[number].get_textpage() for number in range(min(len(file), _FIRST_PAGES))]
        return sum(page.get_text_range().count(_SENTENCE) for page in pages)
    return 0


def _text(path: Path) -> bool:
    content, text = path.read_bytes(), ""
    for encoding in reversed(likely_encodings(path)):
        with suppress(UnicodeError):
            text = content.decode(encoding)
    lines = [line for line in text.splitlines() if re.search(r"\S", line)]
    telling = [line for line in lines if _SENTENCE in line]
    return text.count(_SENTENCE) >= _LEAST_SENTENCES and len(telling) >= _LEAST_SHARE * len(lines)


_READERS = {".docx": _word, ".pdf": _pdf, ".txt": _text, ".md": _text}
