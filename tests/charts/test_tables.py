"""Tables for readers."""

from __future__ import annotations

import re

import pandas as pd

from pipelines.charts import tables


def test_table_is_for_readers() -> None:
    rows = pd.DataFrame(
        {"年度": [2018, None], "人数": [5992, None], "达到标准": [True, None], "村": ["薛宅村", None]}
    )
    page = tables.table(rows.astype({"年度": "Int64", "人数": "Int64", "达到标准": "boolean"})).to_html()
    assert re.findall(r"<td[^>]*>(.*?)</td>", page) == ["2018", "5,992", "是", "薛宅村", *"————"]


def test_a_long_table_states_how_much_is_left_out() -> None:
    page = tables.table(pd.DataFrame({"人数": range(300)})).to_html()
    assert page.count("<tr>") == 1 + tables.MOST_ROWS
    assert "共 300 行，这里是前 200 行" in page


def test_columns_of_numbers_are_marked_down_to_their_gaps() -> None:
    rows = pd.DataFrame(
        {"下达": [None, None], "支出": [1.5, None], "发生率（%）": [0.7, 10], "村": ["甲", "乙"]}
    )
    page = tables.table(rows.astype({"下达": float})).to_html()
    assert re.findall(r'col(\d) number"', page) == ["0", "1", "2"] * 2
    assert ">0.70<" in page and ">10.00<" in page
    assert "没有行" in tables.table(rows.iloc[:0]).to_html()


def test_a_table_shows_what_senders_wrote_as_they_wrote_it() -> None:
    rows = pd.DataFrame({"原文": ["<2%", "<script>"], "期间年度": ["<2018", "2019"]})
    page = tables.table(rows).to_html()
    assert "&lt;2%" in page and "&lt;2018" in page
    assert "<script>" not in page
