"""Amounts, counts, shares and measures: what is certain is read as what was meant, what is not is refused."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.registers.columns import Column
from pipelines.rules import InvalidValue
from pipelines.values.context import ParseContext
from pipelines.values.parse import parse
from tests.support.values import AS_TYPED, column, number, rule, value

fen = st.integers(0, 10**14 - 1)


@given(fen, AS_TYPED, st.sampled_from(["{:f}", "{:,f}", "¥{:f}", "￥{:,f}", "{:f}元", "{:f} 元", "{:f}元整"]))
def test_money_in_yuan(fen_of_it, typed, form):
    amount = Decimal(fen_of_it) / 100
    assert number("money", typed(form.format(amount)), money_unit="元") == amount


@given(
    fen, AS_TYPED, st.sampled_from(["{:f}", "{:f}万元", "{:f}万", "{:f}(万元)", "{:f}万元(其中自筹2万元)"])
)
def test_money_in_wan_is_exact_to_the_fen(fen_of_it, typed, form):
    amount = Decimal(fen_of_it) / 100
    text = form.format(amount / 10_000)
    assert number("money", typed(text), money_unit="万元") == amount


def test_unit_of_the_cell_goes_before_that_of_the_header():
    assert value("money", "20万元", money_unit="元") == "200000"
    assert value("money", "29215元", money_unit="万元") == "29215"
    assert value("money", "10(万元)", money_unit="元") == "100000"
    assert value("money", "10(其中,灾情因素6万元)", money_unit="万元") == "100000"
    assert value("money", "3千元") == "3000"


@given(
    st.integers(0, 10**12 - 1),
    AS_TYPED,
    st.sampled_from(["{}", "{:,}", "{}户", "{} 人", "{}.0", "{}人(含低保)"]),
)
def test_counts(count, typed, form):
    assert number("count", typed(form.format(count))) == count


@given(st.integers(1, 10**8 - 1))
@example(10)
@example(105)
@example(200)
def test_counts_in_chinese_numerals(count):
    from cn2an import an2cn

    low, high = an2cn(count, "low"), an2cn(count, "up")
    assert number("count", low) == count
    assert number("count", high + "户") == count


@pytest.mark.parametrize("text", ["一百五", "一万二", "两百五", "二〇一", "一二三", "百", "几十", "十几"])
def test_numerals_that_are_not_written_in_full_are_refused(text):
    rule("count", text)


@given(st.integers(0, 10_000))
def test_ratios(basis_points):
    share = Decimal(basis_points) / 10_000
    percent = f"{share * 100:f}"
    for text, divisor in ((f"{share:f}", 1), (percent + "%", 1), (percent + "%", 100), (percent, 100)):
        assert number("ratio", text, ratio_divisor=divisor) == share
    assert number("ratio", f"{share * 1000:f}‰") == share


@pytest.mark.parametrize("text", ["年8%", "年化8%", "百分之八", "百分之8", "每年百分之八"])
def test_ratios_in_words(text):
    assert number("ratio", text) == Decimal("0.08")


@given(st.decimals("1.01", 10_000, places=2))
def test_ratio_above_one_without_a_percent_sign_is_refused(number):
    assert rule("ratio", f"{number:f}") == "ratio_without_percent"


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("1000-5000", "range_value"),
        ("3E5", "scientific_number"),
        ("40①", "footnote_mark"),
        ("50*", "footnote_mark"),
        ("1900-02-09", "date_for_number"),
        ("2020年1月5日", "date_for_number"),
        ("1000元-5000元", "range_value"),
        ("8至12", "range_value"),
        ("2~3", "range_value"),
        ("977余", "approximate_value"),
        ("977余个", "approximate_value"),
        ("约100", "approximate_value"),
        ("200多人", "approximate_value"),
        ("80以上", "approximate_value"),
        ("不超过10", "approximate_value"),
        (">90", "approximate_value"),
        ("≥90", "approximate_value"),
        ("50(左右)", "approximate_value"),
        ("三四十", "not_a_number"),
        ("10²", "wrong_unit"),
        ("①", "not_a_number"),
        ("½", "not_a_number"),
        ("٣", "not_a_number"),
        ("1,84", "not_a_number"),
        ("18,40,000", "not_a_number"),
        ("3 4", "not_a_number"),
        ("1.2.3", "not_a_number"),
        ("3户12人", "not_a_number"),
        ("甲", "not_a_number"),
        ("5公斤", "wrong_unit"),
        ("5万", "wrong_unit"),
        ("-3", "negative_count"),
        ("3.5", "negative_count"),
        ("1" + "0" * 12, "number_too_large"),
    ],
)
def test_counts_that_are_not_certain(text, broken):
    assert rule("count", text) == broken


def test_money_that_is_not_certain():
    assert rule("money", "507.15") == "money_without_unit"
    assert rule("money", "1.234", money_unit="元") == "too_precise_money"
    assert rule("money", "0.0000001", money_unit="万元") == "too_precise_money"
    assert rule("money", "3333.333333", money_unit="元") == "too_precise_money"
    assert rule("money", "5户", money_unit="元") == "wrong_unit"
    assert rule("money", "49万余元", money_unit="元") == "approximate_value"
    assert rule("money", "1" + "0" * 12, money_unit="元") == "number_too_large"
    assert rule("money", "13987654321", money_unit="万元") == "number_too_large"  # a telephone's digits


@pytest.mark.parametrize(
    "text",
    [
        "300(未发)",
        "300（已退回）",
        "300 死亡停发",
        "300元,暂缓",
        "未发300",
        "300(待核)",
        "1,200(卡号错误退还)",
        "300(未到账)",
    ],
)
def test_an_amount_that_words_beside_it_take_back(text):
    assert rule("money", text, money_unit="元") == "amount_taken_back"


def test_words_that_take_no_amount_back():
    assert value("money", "300(已发)", money_unit="元") == "300"
    assert value("money", "0(停发)", money_unit="元") == "0"
    assert value("money", "300(代发)", money_unit="元") == "300"


def test_inner_spaces():
    assert value("count", "1 193") == "1193"
    assert value("count", "5 992 户") == "5992"
    assert value("money", "123.8 万元") == "1238000.0"


def test_units_are_named_and_names_behind_a_number_are_not():
    for text, reported in (("5户", "户"), ("500元/户", "元/户"), ("5王甲一", None)):
        with pytest.raises(InvalidValue, match="wrong_unit") as fault:
            parse(column("money"), text, ParseContext(money_unit="元"))
        zh, en = fault.value.violation.sentences
        assert zh == "单位与本列不符" + (f"：“{reported}”" if reported else "")
        assert "王" not in zh + en


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("人民币叁佰元整", "300"), ("RMB300", "300"), ("￥-300", "-300"), ("−300", "-300"), ("三百二十块", "320"),
        ("300块钱", "300"), ("300圆", "300"), ("叁佰贰拾元伍角捌分", "320.58"), ("100元5角", "100.5"), ("5角", "0.5"),
        ("叁佰元零伍分", "300.05"), ("300元,", "300"), ("300。", "300"), ("叁佰元正", "300"), ("1,200.5元", "1200.5"),
    ],
)  # fmt: skip
def test_money_as_clerks_write_it(text, yuan):
    found = value("money", text, money_unit="元")
    assert found is not None and Decimal(found) == Decimal(yuan)


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        *(
            (text, "not_a_number")
            for text in ("1,200,50", "300 200", "1 200.50", "300(负)", "300(冲减)", "(300)")
        ),
        *((text, "not_a_number") for text in ("3.2万元5角", "1.5元5角", "300+200")),
        ("30%", "wrong_unit"),
    ],
)
def test_money_of_which_two_readings_are_possible(text, broken):
    assert rule("money", text, money_unit="元") == broken


def test_a_sign_of_yuan_contradicts_a_header_of_another_unit():
    assert rule("money", "￥300", money_unit="万元") == "wrong_unit"
    assert value("money", "￥300", money_unit="元") == "300"
    assert value("money", "￥3万元", money_unit="万元") == "30000"


@pytest.mark.parametrize("text", ["未支付", "未拨付", "已退回"])
def test_words_that_nothing_was_paid_are_no_number(text):
    assert rule("money", text, money_unit="万元") == "amount_taken_back"


@pytest.mark.parametrize(
    ("text", "yuan"),
    [("(5.00)", -50_000), ("（1,200.50）", -12_005_000), ("△20", -200_000), ("△1,000.5", -10_005_000)],
)
def test_an_amount_is_negative_as_accounts_and_budgets_write_it(text, yuan):
    assert number("money", text, money_unit="万元") == yuan


@pytest.mark.parametrize("text", ["(5)", "(300)"])
def test_a_whole_number_in_brackets_may_be_one_of_a_list(text):
    assert rule("money", text, money_unit="万元") == "not_a_number"


@pytest.mark.parametrize(
    ("type", "text", "header", "expected"),
    [
        ("measure(km)", "400", "米", "0.4"),
        ("measure(km)", "400米", None, "0.4"),
        ("measure(km)", "1.66公里", "米", "1.66"),
        ("measure(mu)", "1万亩", "亩", "10000"),
        ("measure(mu)", "2", "公顷", "30"),
        ("measure(m2)", "2600平米", None, "2600"),
        ("measure(m2)", "800㎡", None, "800"),
        ("measure(m2)", "12.5m2", None, "12.5"),
        ("measure(kw)", "0.3", "兆瓦", "300"),
    ],
)
def test_measures_are_in_the_unit_of_the_column(type, text, header, expected):
    assert number(type, text, measure_unit=header) == Decimal(expected)


def test_a_measure_in_another_kind_of_unit_is_refused():
    assert rule("measure(km)", "3亩") == "wrong_unit"


def test_what_a_column_counts_may_stand_behind_its_number():
    days = Column(name="days", type="count", title="培训天数", description="A column.")
    assert parse(days, "3天", ParseContext()) == "3"
    with pytest.raises(InvalidValue, match="wrong_unit"):
        parse(days, "3月", ParseContext())


@pytest.mark.parametrize(
    ("title", "text", "yuan"),
    [("月补助标准", "600元/月", "600"), ("月补助标准", "10000元/年", None), ("年补助标准", "10000元/年", "10000"),
     ("年补助标准", "600元/月", None), ("补贴标准", "600元/月", "600"), ("月补助标准", "600元/人", "600")],
)  # fmt: skip
def test_a_standard_of_another_time_is_refused(title, text, yuan):
    fields = {"name": "x", "type": "money", "title": title, "description": "A column.", "is_per_unit": True}
    standard = Column.model_validate(fields)
    if yuan:
        assert Decimal(parse(standard, text, ParseContext()) or 0) == Decimal(yuan)
    else:
        with pytest.raises(InvalidValue):
            parse(standard, text, ParseContext())
