"""Cells as text."""

from datetime import date, datetime

from pipelines.reading.cells import text_of


def test_dates_and_times_of_every_kind():
    assert text_of(datetime(2018, 12, 31, 8, 30)) == "2018-12-31 08:30:00"
    assert text_of(date(2018, 12, 31)) == "2018-12-31"
    assert text_of(False) == "否"
    assert text_of(123456789012345.0) == "123456789012345"
    assert text_of(-0.00012) == "-0.00012"
