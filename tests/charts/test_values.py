"""Values and places as readers write them."""

from __future__ import annotations

import pandas as pd

from pipelines.charts import values


def test_an_unknown_county_is_left_out_of_labels() -> None:
    rows = pd.DataFrame({"county": ["儋州市", None], "year": [2018, None], "village": ["甲村", "乙村"]})
    assert values.labels(rows, ["county", "year"], "village") == ["儋州市·2018·甲村", "未注明·乙村"]


def test_text_of_values() -> None:
    assert [values.percent(rate) for rate in (0.7379, 1, 0, None)] == ["73.79%", "100%", "0%", "无数据"]
    assert values.wan(945_145) == "94.5145 万元"
    assert values.wan(76_710_130) == "7,671.013 万元"
    assert values.wan(0) == "0 万元"
    assert values.wan(None) == "无数据"
    assert values.both(1193, 5992) == "1,193 户 5,992 人"
    assert values.both(None, 1777) == "1,777 人"
    assert values.both(None, None) == "无数据"
    assert values.years(pd.Series([2014, None, 2018])) == "2014—2018 年"
    assert values.years(pd.Series([2018, 2018])) == "2018 年"
    assert values.years(pd.Series([None])) == ""
    assert values.listed(["甲", "乙"]) == "甲、乙"
    assert values.listed(["甲", "乙", "丙"], most=2) == "甲、乙等"


def test_villages_of_one_name_are_held_by_the_county_of_their_townships() -> None:
    rows = pd.DataFrame({"county": ["某县"] * 2, "township": ["好镇", "错镇"], "village": ["甲村"] * 2})
    assert values.place(rows) == "某县" and values.place(rows.iloc[:1]) == "甲村"


def test_coverage_is_that_of_the_area_that_holds_the_rows() -> None:
    days = {
        "oldest_statement_on": pd.Timestamp(2018, 12, 31),
        "newest_statement_on": pd.Timestamp(2019, 6, 30),
    }
    set_aside = {"sheets_set_aside": 0, "rows_set_aside": 3, "cells_set_aside": 1}
    county = {"area_level": "county", "county": "某县", "township": None, "village": None, "year": 2019}
    township = county | {"area_level": "township", "township": "好镇"}
    # As a query gives them: whole numbers become decimals where one is unknown, and days midnights.
    rows = pd.DataFrame(
        [
            county | {"units_reporting": 2.0, "units_expected": 3.0} | set_aside | days,
            county | {"units_reporting": 3.0, "units_expected": 3.0, "year": 2018} | set_aside | days,
            township | {"units_reporting": 1.0, "units_expected": None} | set_aside | days,
        ]
    )
    told = "3 行待核，1 格待核，数据截至 2019-06-30（最早 2018-12-31）"
    assert values.coverage(rows, "year") == f"2019 年：3 个乡镇中 2 个已报，{told}"
    assert values.coverage(rows.iloc[2:], "year") == f"1 个村已报，应报多少不详，{told}"
    others = rows.iloc[2:].assign(township="错镇")
    assert values.coverage(pd.concat([rows.iloc[2:], others])) == "", (
        "two townships, and no row of their county"
    )
    assert values.coverage(rows.drop(columns="units_expected")) == ""
