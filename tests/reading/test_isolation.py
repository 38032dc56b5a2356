"""A reader that dies or hangs takes nothing with it."""

import pytest

from pipelines.reading import isolation
from tests.support.books import ROWS, TEXT, read, refused
from tests.support.odsfile import write_ods


@pytest.fixture
def new_reader(monkeypatch):
    """Another process reads workbooks apart, and its program may be changed."""
    reader = isolation._Reader()
    monkeypatch.setattr(isolation, "_reader", reader)
    yield
    reader.stop()


def test_reader_that_dies_takes_nothing_with_it(tmp_path, monkeypatch, new_reader):
    made = write_ods(tmp_path / "表.ods", "表", ROWS)
    with monkeypatch.context() as program:
        program.setattr(isolation, "_PROGRAM", "import os; os.abort()")
        refused(made, "damaged so badly")
    assert read(made)[0].head() == TEXT


def test_reader_that_comes_to_no_end(tmp_path, monkeypatch, new_reader):
    monkeypatch.setattr(isolation, "_PROGRAM", "import time; time.sleep(60)")
    monkeypatch.setattr(isolation, "_LONGEST_SECONDS", 0.2)
    refused(write_ods(tmp_path / "表.ods", "表", ROWS), "takes too long")
