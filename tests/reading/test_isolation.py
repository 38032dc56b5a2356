"""A reader that dies or hangs takes nothing with it."""

import pytest

from pipelines.common.errors import UserError
from pipelines.reading import isolation, prose
from pipelines.reading.isolation import IsolatedReader
from pipelines.rules import UnreadableFile
from tests.support.books import ROWS, TEXT, read, refused
from tests.support.odsfile import write_ods
from tests.support.pdfs import write_pdf


@pytest.fixture
def new_reader(monkeypatch):
    """Another process reads workbooks apart, and its program may be changed."""
    reader = IsolatedReader(longest_seconds=60)
    monkeypatch.setattr(isolation, "workbook_reader", reader)
    yield reader
    reader.stop()


def bytes_of(size: str) -> int:
    return len(bytearray(int(size)))


def refuse(name: str) -> None:
    raise UserError(f"{name} is damaged", "已损坏")


def test_reader_that_dies_takes_nothing_with_it(tmp_path, monkeypatch, new_reader):
    made = write_ods(tmp_path / "表.ods", "表", ROWS)
    with monkeypatch.context() as program:
        program.setattr(new_reader, "program", "import os; os.abort()")
        refused(made, "reader_died")
    assert read(made)[0].head() == TEXT


def test_reader_that_comes_to_no_end(tmp_path, monkeypatch, new_reader):
    monkeypatch.setattr(new_reader, "program", "import time; time.sleep(60)")
    monkeypatch.setattr(new_reader, "longest_seconds", 0.2)
    refused(write_ods(tmp_path / "表.ods", "表", ROWS), "reading_timeout")


def test_a_function_that_wants_more_memory_than_there_may_be_dies_alone():
    """Its process may have 2 GiB; the question after it is answered."""
    reader = IsolatedReader(longest_seconds=60)
    with pytest.raises(UnreadableFile, match="damaged so badly"):
        reader.ask(f"{__name__}:bytes_of", str(3 << 30))
    assert reader.ask(f"{__name__}:bytes_of", "3") == 3
    reader.stop()


def test_what_the_function_says_is_said_here():
    reader = IsolatedReader(longest_seconds=60)
    with pytest.raises(UserError, match="is damaged") as refusal:
        reader.ask(f"{__name__}:refuse", "a.pdf")
    assert refusal.value.sentences == ["已损坏", "a.pdf is damaged"]
    reader.stop()


def test_a_pdf_that_kills_its_reader_is_told_and_the_next_one_is_read(tmp_path, monkeypatch):
    path = write_pdf(tmp_path / "总结.pdf", [(50, 700, "一。二。三。")])
    assert prose.is_report(path)
    isolation.pdf_reader.stop()
    with monkeypatch.context() as program:
        program.setattr(isolation.pdf_reader, "program", "import os; os.abort()")
        with pytest.raises(UnreadableFile, match="damaged so badly"):
            prose.is_report(path)
    assert prose.is_report(path)
