"""Every semantic type: what is certain is read as what was meant, what is not is refused, never guessed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from pipelines.registers.contract import SQL_TYPES, load_vocabulary
from pipelines.rules import InvalidValue
from pipelines.values.parse import ParseContext, parse
from tests.support.values import births, column, number, value
from tests.synthetic.people import with_check_digit


def rule(kind: str, text: str, **context) -> str:
    with pytest.raises(InvalidValue) as refusal:
        parse(column(kind), text, ParseContext(**context))
    return refusal.value.violation.rule


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def spaced(text: str) -> str:
    return f"\u3000 {text} \u00a0"


AS_TYPED = st.sampled_from([str, full_width, spaced])
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


@given(st.decimals("1.01", 10_000, places=2))
def test_ratio_above_one_without_a_percent_sign_is_refused(number):
    assert rule("ratio", f"{number:f}") == "ratio_without_percent"


@given(st.dates(date(1958, 1, 1), date(2089, 12, 31)), AS_TYPED)
def test_dates(day, typed):
    forms = [
        day.isoformat(), f"{day:%Y/%m/%d}", f"{day:%Y.%m.%d}", f"{day:%Y年%m月%d日}", f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}", f"{day.year}年{day.month}月{day.day}日", f"{day} 00:00:00",
        str((day - date(1899, 12, 30)).days),
    ]  # fmt: skip
    for form in forms:
        assert value("date", typed(form)) == day.isoformat(), form
        assert value("month", typed(form)) == day.isoformat()[:8] + "01", form


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), AS_TYPED)
def test_months(day, typed):
    first = day.isoformat()[:8] + "01"
    forms = [
        f"{day:%Y%m}",
        f"{day:%Y-%m}",
        f"{day:%Y/%m}",
        f"{day:%Y年%m月}",
        f"{day.year}年{day.month}月",
        f"{day:%Y年%m月份}",
    ]
    if day.month != 10:
        forms += [f"{day:%Y.%m}", *([f"{day.year}.{day.month}"] if day.month != 1 else [])]
    for form in forms:
        assert value("month", typed(form)) == first, form
        assert value("year", typed(form)) == str(day.year), form


def test_ambiguous_months():
    assert rule("month", "2018.1") == "ambiguous_month"
    assert value("month", "2018.10") == "2018-10-01"
    for text in ("20181", "2018-13", "2018", "11月下旬", "2018年上半年", "12"):
        assert rule("month", text) == "not_a_month"


@given(st.integers(1949, 2099), AS_TYPED)
def test_years(year, typed):
    for form in (f"{year}", f"{year}年", f"{year}年度", f"{year}.0", f"{year}-12-31"):
        assert value("year", typed(form)) == str(year), form


@pytest.mark.parametrize(
    ("text", "year"),
    [("2016年底", "2016"), ("2016 年年底", "2016"), ("2017年末", "2017"),
     ("17年", "2017"), ("20 年", "2020"), ("10年度", "2010"), ("26年底", "2026")],
)  # fmt: skip
def test_years_that_are_plain_in_other_words(text, year):
    assert value("year", text) == year


def test_chinese_dates():
    assert value("date", "二〇一八年十二月三日") == "2018-12-03"
    assert value("date", "二零二〇年十月三十一日") == "2020-10-31"
    assert value("month", "二〇一八年一月") == "2018-01-01"
    assert value("year", "二〇一八年") == "2018"
    assert rule("date", "二〇一八年二月三十日") == "not_a_date"


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("2014-2015", "range_value"),
        ("2016年—2018年", "range_value"),
        ("1905", "not_a_year"),
        ("18", "not_a_year"),
        ("09年", "not_a_year"),
        ("27年", "not_a_year"),
        ("2018年前后", "not_a_year"),
        ("20118", "not_a_year"),
        ("十三五", "not_a_year"),
    ],
)
def test_years_that_are_none(text, broken):
    assert rule("year", text) == broken


@pytest.mark.parametrize("text", ["2018-02-30", "12/31/2018", "31/12/2018", "2018年12月", "6月1-4日", "去年"])
def test_dates_that_are_none(text):
    assert rule("date", text) == "not_a_date"


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("1000-5000", "range_value"),
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
        ("***", "masked_value"),
        ("1**5", "masked_value"),
        ("xx", "masked_value"),
        ("4.69003E+17", "precision_lost"),
        ("1.5e+05", "precision_lost"),
        ("#REF!", "excel_error"),
        ("#DIV/0!", "excel_error"),
        ("#N/A", "excel_error"),
        ("########", "excel_error"),
        ("=SUM(A1:A3)", "uncalculated_formula"),
        ("a\ufffdb", "undecodable_text"),
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
    assert rule("money", "5户", money_unit="元") == "wrong_unit"
    assert rule("money", "49万余元", money_unit="元") == "approximate_value"
    assert rule("money", "9" * 16, money_unit="元") == "number_too_large"


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


@pytest.mark.parametrize("quote", "'’‘`´′＇")
def test_a_quote_before_a_number_makes_it_no_text(quote):
    assert value("money", f"{quote}300", money_unit="元") == "300"
    assert value("text", f"{quote}道路") == "道路"


@pytest.mark.parametrize("day", ["1900-01-00", "1900-01-01", "1899-12-31"])
def test_days_0_and_1_of_excel_are_not_days(day):
    assert rule("date", day) == "not_a_date"


def test_inner_spaces():
    assert value("count", "1 193") == "1193"
    assert value("count", "5 992 户") == "5992"
    assert value("money", "123.8 万元") == "1238000.0"


@pytest.mark.parametrize("kind", sorted(set(SQL_TYPES) - {"flag"}))
@pytest.mark.parametrize("blank", ["", "-", "——", "/", "N/A", "NULL"])
def test_blanks_are_not_values(kind, blank):
    assert value(kind, blank) is None


def test_flags():
    for text in ("是", "有", "√", "1", "Y", "yes", "ＹＥＳ", " 是 ", "TRUE"):
        assert value("flag", text) == "true", text
    for text in ("否", "无", "×", "0", "N", "no", "FALSE", "没有"):
        assert value("flag", text) == "false", text
    for text in ("-", "", "/", "未填"):
        assert value("flag", text) is None, text
    for text in ("是否", "2", "不详", "部分", "#N/A"):
        rule("flag", text)


@pytest.mark.parametrize("vocabulary", ["relations", "exit_status", "fund_level", "poverty_cause", "health"])
def test_every_synonym_is_its_term_however_it_is_typed(vocabulary):
    from pipelines.reading.normalise import normalise

    synonyms = load_vocabulary(vocabulary)
    terms = {normalise(synonym): term for synonym, term in synonyms.items()}
    for synonym, term in synonyms.items():
        for typed in (synonym, full_width(synonym), spaced(synonym), synonym[:1] + "\u3000" + synonym[1:]):
            assert value(f"code({vocabulary})", typed, terms=terms) == term
    assert rule(f"code({vocabulary})", "查无此项", terms=terms) == "unknown_term"


def test_units_are_named_and_names_behind_a_number_are_not():
    for text, reported in (("5户", "户"), ("500元/户", "元/户"), ("5王甲一", None)):
        with pytest.raises(InvalidValue, match="wrong_unit") as fault:
            parse(column("money"), text, ParseContext(money_unit="元"))
        zh, en = fault.value.violation.sentences
        assert zh == "单位与本列不符" + (f":“{reported}”" if reported else "")
        assert "王" not in zh + en


def test_places():
    area = {"county": "儋州市", "township": "木棠镇", "village": None}

    def named(level, text):
        return parse(column("area", level), text, ParseContext(areas=area))

    for text in (
        "薛宅",
        "薛宅村",
        "薛宅村委会",
        "薛宅村民委员会",
        "薛宅行政村",
        "薛 宅\u3000村",
        "薛宅村村委会",
    ):
        assert named("village", text) == "薛宅村", text
    for text in ("城东社区", "城东社区居委会", "城东居委会", "城东社区居民委员会", "城東社區"):
        assert named("village", text) == "城东社区", text
    assert named("township", "木棠") == named("township", "木棠鎮") == "木棠镇"
    assert named("county", "儋州") == "儋州市"
    village = ParseContext(areas=area | {"village": "新村"})
    for text, name in (("新村", "新村"), ("儋州市木棠镇新村", "新村"), ("红旗新村", "红旗新村")):
        assert parse(column("area", "village"), text, village) == name
    for text in ("***", "xx村", "某村"):
        with pytest.raises(InvalidValue, match="masked_value"):
            named("village", text)
    with pytest.raises(InvalidValue, match="not_a_place_name"):
        named("village", "12")


@given(st.integers(110000, 659999), births, st.integers(0, 999), AS_TYPED)
def test_id_numbers(area, birth, sequence, typed):
    number = with_check_digit(f"{area}{birth:%Y%m%d}{sequence:03}")
    assert value("person_id_number", typed(number)) == number
    assert value("person_id_number", typed(number.lower())) == number
    assert value("person_id_number", f"{number[:6]} {number[6:14]} {number[14:]}") == number
    assert value("person_id_number", "'" + number) == number
    assert value("person_id_number", number + "43") == value("person_id_number", number + "43B1") == number


@given(
    st.integers(110000, 659999),
    births,
    st.integers(0, 999),
    st.integers(0, 17),
    st.sampled_from("0123456789"),
)
def test_one_wrong_digit_in_an_id_number_is_always_found(area, birth, sequence, place, digit):
    number = with_check_digit(f"{area}{birth:%Y%m%d}{sequence:03}")
    wrong = number[:place] + digit + number[place + 1 :]
    assume(wrong != number)
    rule("person_id_number", wrong)


@given(st.integers(110000, 659999), st.dates(date(1910, 1, 1), date(1999, 12, 31)), st.integers(0, 999))
def test_15_digits_are_completed(area, birth, sequence):
    old = f"{area}{birth:%y%m%d}{sequence:03}"
    assert value("person_id_number", old) == with_check_digit(f"{area}{birth:%Y%m%d}{sequence:03}")


@given(
    st.from_regex(
        r"[1-6][1-5]\d{4}(19[4-9]\d|200\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]", fullmatch=True
    )
)
def test_id_numbers_against_an_independent_check(number):
    from stdnum.cn import ric
    from stdnum.exceptions import InvalidComponent, ValidationError

    try:
        ric.validate(number)
        is_valid = True
    except InvalidComponent:
        ric.get_birth_date(number) if _is_day(number[6:14]) else None
        is_valid = (
            _is_day(number[6:14]) and ric.calc_check_digit(number) == number[-1]
        )  # its list of places is its own
    except ValidationError:
        is_valid = False
    if is_valid:
        assert value("person_id_number", number) == number
    else:
        rule("person_id_number", number)


def _is_day(text: str) -> bool:
    try:
        return bool(date(int(text[:4]), int(text[4:6]), int(text[6:])))
    except ValueError:
        return False


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("469003********1234", "masked_value"),
        ("469003xxxxxxxx1234", "masked_value"),
        ("4.69003E+17", "precision_lost"),
        ("46900319500101", "malformed_id_number"),
        ("4690031950010199901", "malformed_id_number"),
        ("46900319500101999", "malformed_id_number"),
        ("469003195002309990", "impossible_birth_date"),
        ("469003295001019990", "impossible_birth_date"),
        ("469003501301999", "impossible_birth_date"),
        ("无证", "malformed_id_number"),
    ],
)
def test_id_numbers_that_are_none(text, broken):
    assert rule("person_id_number", text) == broken


def test_persons_without_an_id_number():
    assert value("person_id_number", "999999195001010011") == "999999195001010011"


@given(st.integers(10**3, 10**20 - 1), AS_TYPED)
def test_identifiers(number, typed):
    for kind in ("household_id", "phone", "bank_account"):
        assert value(kind, typed(str(number))) == str(number)
        assert value(kind, typed(f"0{number}")) == f"0{number}"
    digits = str(number)
    assert value("bank_account", " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))) == digits


@pytest.mark.parametrize("kind", ["household_id", "phone", "bank_account"])
def test_identifiers_that_are_not_certain(kind):
    assert rule(kind, "6.22848E+18") == "precision_lost"
    assert rule(kind, "138****1234") == "masked_value"


@given(st.integers(1, 18), AS_TYPED)
def test_numbers_that_lack_digits(length, typed):
    household = column("household_id", digits=(12, 16))
    text = "4690030012345678"[:length]
    if length < 16 and length != 12:
        with pytest.raises(
            InvalidValue, check=lambda refusal: refusal.violation.rule == "leading_zeros_lost"
        ):
            parse(household, typed(text), ParseContext())
    else:
        assert parse(household, typed(text), ParseContext()) == text
    assert value("household_id", typed(text)) == text


def test_zero_is_not_an_id_number():
    assert value("phone", "0") is None


CAUSES = {"因病": "因病", "病": "因病", "因残": "因残", "残": "因残", "缺资金": "缺资金", "未填写": "未填写"}


@pytest.mark.parametrize("text", ["因病、因残", "因病,因残", "因病 因残", "病和残", "因病\n因残", "因病"])
def test_of_several_terms_the_first_is_the_main_one(text):
    causes = column("code(poverty_cause)").model_copy(update={"many": True})
    assert parse(causes, text, ParseContext(terms=CAUSES)) == "因病"


@pytest.mark.parametrize("text", ["因病、因懒", "、"])
def test_several_terms_of_which_one_is_unknown_are_refused(text):
    causes = column("code(poverty_cause)").model_copy(update={"many": True})
    with pytest.raises(InvalidValue, match="unknown_term"):
        parse(causes, text, ParseContext(terms=CAUSES))


def test_several_terms_are_refused_where_one_is_allowed():
    assert rule("code(poverty_cause)", "因病、因残", terms=CAUSES) == "unknown_term"


def test_an_unknown_term_is_reported_with_the_nearest_and_the_options():
    with pytest.raises(InvalidValue) as fault:
        parse(column("code(poverty_cause)"), "缺少资金", ParseContext(terms=CAUSES))
    assert fault.value.violation.zh == "不在规定的选项内,最接近的是 缺资金,可填:因病、因残、缺资金"
