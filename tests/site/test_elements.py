"""Parts of pages: values as readers want them, nothing from outside as markup."""

import pytest

from pipelines.disclosure.suppression import WITHHELD
from pipelines.marts.mart import MartColumn
from pipelines.site.elements import column_cell, figure_place, rows_table, wide_table


def column(type: str, unit: str | None = None) -> MartColumn:
    return MartColumn(name="value", title="值", type=type, unit=unit, description="A value.")


@pytest.mark.parametrize(
    ("type", "unit", "value", "shown"),
    [
        ("DOUBLE", "比例", 0.7379, ">73.79%<"),
        ("INTEGER", None, 2018, ">2018<"),
        ("BIGINT", "户", None, ">—<"),
        ("BIGINT", "户", WITHHELD, "太少，不公布"),
        ("VARCHAR", None, "<b>村</b>", "&lt;b&gt;村&lt;/b&gt;"),
    ],
)
def test_a_value_is_shown_as_readers_want_it(type: str, unit: str | None, value: object, shown: str) -> None:
    assert shown in column_cell(column(type, unit), value)


def test_a_long_table_scrolls_within_its_frame() -> None:
    assert 'class="wide"' in wide_table("表", "<tr></tr>" * 40)
    assert 'class="wide long"' in wide_table("表", "<tr></tr>" * 41)
    assert 'class="wide many"' in wide_table("表", '<th scope="col"></th>' * 17), "is printed smaller"


def test_a_long_text_is_wrapped() -> None:
    assert "<td class=text>" in rows_table("表", ["说明"], [["字" * 31]], empty="")
    assert "<td>" in rows_table("表", ["说明"], [["字" * 30]], empty="")


def test_a_table_without_rows_has_a_note() -> None:
    assert rows_table("表", ["列"], [], empty="没有") == "<p>没有</p>"
    assert "<td>&lt;i&gt;</td>" in rows_table("表", ["列"], [["<i>"]], empty="没有")


def test_an_area_without_rows_has_a_place_for_its_figure_all_the_same() -> None:
    assert "没有该地区的数据" in figure_place("exits_by_year", "县", "h2", None)
