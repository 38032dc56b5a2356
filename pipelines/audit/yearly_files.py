"""A yearly report as Markdown and as .docx: its sentences, and a table with the source of every number."""

from pathlib import Path

from docx import Document

from pipelines.audit.released import query_of
from pipelines.audit.yearly import YearlyReport
from pipelines.common.errors import UserError

_NUMERALS = "一二三四五六七八九十"
_COLUMNS = ("序号", "说的是", "数", "集市表", "查询")
_SOURCES = "数据来源"


def write_files(report: YearlyReport, folder: Path, release: str) -> list[Path]:
    """Write the report into the folder as .md and .docx; `release` is named in both. Returns their paths. Raises UserError
    where the folder is none that can be written to."""
    if not folder.is_dir():
        raise UserError(f"{folder} is no folder; expected one to write to.", f"{folder} 不是文件夹。")
    markdown, word = (folder / f"{report.title}.{kind}" for kind in ("md", "docx"))
    markdown.write_text(as_markdown(report, release), encoding="utf-8")
    _write_word(report, word, release)
    return [markdown, word]


def as_markdown(report: YearlyReport, release: str) -> str:
    """The report as Markdown."""
    parts = [f"# {report.title}", _of_release(release)]
    for title, sentences in _numbered(report):
        parts += [f"## {title}", *sentences]
    rows = ["| " + " | ".join(cells) + " |" for cells in (_COLUMNS, ("---",) * len(_COLUMNS), *_rows(report))]
    return "\n\n".join([*parts, f"## {_SOURCES}", "\n".join(rows)]) + "\n"


def _write_word(report: YearlyReport, path: Path, release: str) -> None:
    word = Document()
    word.add_heading(report.title, level=0)
    word.add_paragraph(_of_release(release))
    for title, sentences in _numbered(report):
        word.add_heading(title, level=1)
        for sentence in sentences:
            word.add_paragraph(sentence)
    word.add_heading(_SOURCES, level=1)
    table = word.add_table(rows=1, cols=len(_COLUMNS), style="Table Grid")
    for cells in (_COLUMNS, *_rows(report)):
        row = table.rows[0] if cells is _COLUMNS else table.add_row()
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    word.save(str(path))


def _of_release(release: str) -> str:
    return f"每个数都来自版本 {release} 的集市表，来源见文末。"


def _numbered(report: YearlyReport) -> list[tuple[str, list[str]]]:
    return [
        (f"{_NUMERALS[number]}、{title}", sentences)
        for number, (title, sentences) in enumerate(report.sections)
    ]


def _rows(report: YearlyReport) -> list[tuple[str, ...]]:
    return [
        (str(number), source.words, source.text, source.computed.mart, query_of(source.computed))
        for number, source in enumerate(report.sources, start=1)
    ]
