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
