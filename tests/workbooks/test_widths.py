"""A Chinese character is as wide as two others."""

from pipelines.workbooks.widths import text_width


def test_width_of_a_text() -> None:
    assert text_width("") == 0
    assert text_width("2018") == 4
    assert text_width("木棠镇2018") == 10
