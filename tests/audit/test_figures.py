"""Expected figures are written by hand for sentences that were made for these tests."""

from decimal import Decimal

import pytest

from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold


def figures(text):
    return find_figures(fold(text), text)


def values(text):
    return [(figure.text, figure.value, figure.unit) for figure in figures(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全乡1,234户5678人", [("1,234户", 1234, "households"), ("5678人", 5678, "persons")]),
        ("全乡1，234户", [("1，234户", 1234, "households")]),
        ("到位３５.６萬元", [("３５.６萬元", 356_000, "yuan")]),
        ("总投资1.2亿元", [("1.2亿元", 120_000_000, "yuan")]),
        ("人均12元5角6分", [("12元5角6分", Decimal("12.56"), "yuan")]),
        ("欠款14.5万未还", [("14.5万", 145_000, "yuan")]),
        ("总人口3.2万人", [("3.2万人", 32_000, "persons")]),
        ("覆盖率91.72%", [("91.72%", Decimal("0.9172"), "fraction")]),
        ("死亡率3‰", [("3‰", Decimal("0.003"), "fraction")]),
        ("百分之九十五点二的农户", [("百分之九十五点二", Decimal("0.952"), "fraction")]),
        ("提高5个百分点", [("5个百分点", Decimal("0.05"), "percentage_points")]),
        ("有36个脱贫户、2个严重困难户", [("36个", 36, "households"), ("2个", 2, "households")]),
        ("6个贫困人口、4名干部", [("6个", 6, "persons"), ("4名", 4, "persons")]),
        ("培训300人次", [("300人次", 300, "person_times")]),
        ("流转1.5万亩,修路400米、2.3公里", [("1.5万亩", 15_000, "mu"), ("400米", 400, "m"), ("2.3公里", Decimal("2.3"), "km")]),
        ("硬化3㎡", [("3㎡", 3, "m2")]),
        ("任用十二个组长,配备三台电脑", [("十二个", 12, "count"), ("三台", 3, "count")]),
        ("投资期限3年", [("3年", 3, "years")]),
        ("其中务工120人,省外65,省内55。", [("120人", 120, "persons"), ("65", 65, "persons"), ("55", 55, "persons")]),
        ("每月走访2次", [("2次", 2, "count")]),
        ("镇村两级联动,推行三步工作法", [("两级", 2, "count"), ("三步", 3, "count")]),
        ("村里三级残、四级书记、三步并作两步", []),
        ("实行月走访,每周一召开例会", [("月", 12, "count"), ("每周", 52, "count")]),
    ],
)  # fmt: skip
def test_value_and_unit(text, expected):
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2018年完成,2014-2015年、2016年—2018年,2017、2018年,自18年底起",
        "9月28日至12月底,2018年1月-12月,6月1-4日,2021-04-01 10:52:09,2018.12",
        "绥精扶发〔2025〕1号文,第12次会议,第三批,2020年第5号公告",
        "1.加强领导。2、加快进度\n3.推进项目\n(4)完善机制\n1.2 工作措施\n①土地",
        "电话0739-7500160,手机13800000000,热线12317,工单961017",
        "S221国道、5G网络、APP2.0",
        "一是加强,一户一策,两不愁三保障,五级书记,一站式,“十四五”规划,一个方面,三台镇、五家乡",
        "二〇一八年十二月三十日",
    ],
)
def test_what_is_no_figure(text):
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("约1000人", "about"),
        ("近1000人", "about"),
        ("1000人左右", "about"),
        ("1000余人", "more_than"),
        ("20多万元", "more_than"),
        ("超过90%", "more_than"),
        ("80%以上", "at_least"),
        ("至少2户", "at_least"),
        ("不超过10%", "at_most"),
        ("不足10户", "less_than"),
        ("1000人", "exact"),
    ],
)
def test_words_say_how_exact_a_figure_is(text, bound):
    assert [figure.bound for figure in figures(text)] == [bound]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("户均增收1000-5000元", [(1000, 5000), (5000, None)]),
        ("16至60周岁", [(16, 60), (60, None)]),
        ("3万-5万元", [(30_000, 50_000), (50_000, None)]),
        ("三十几万元", [(310_000, 390_000)]),
        ("分别为12、13和14户", [(12, None), (13, None), (14, None)]),
    ],
)
def test_intervals_and_rows_share_the_unit(text, expected):
    assert [(figure.value, figure.high) for figure in figures(text)] == expected


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("220元/(人·年)", ("person", "year")),
        ("1000元/人每年", ("person", "year")),
        ("每人每月补助66元", ("person", "month")),
        ("户均增收3000元", ("household",)),
        ("240元/亩", ("mu",)),
        ("补助66元", ()),
    ],
)
def test_what_an_amount_is_counted_by(text, per):
    assert [figure.per for figure in figures(text)] == [per]


@pytest.mark.parametrize(
    ("text", "step"),
    [("25.0260万元", 1), ("1066.3万元", 1000), ("3万元", 10_000), ("8.78%", Decimal("0.0001"))],
)
def test_the_last_printed_place_is_the_step(text, step):
    assert [figure.step for figure in figures(text)] == [step]


def test_the_place_is_that_of_the_text_as_read():
    text = "\ufeff全鄉\u200b貧困戶３０户"
    assert [text[figure.start : figure.end] for figure in figures(text)] == ["３０户"]
