"""Numbers that identify are complete, or refused; ID numbers are valid by GB 11643."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipelines.rules import InvalidValue
from pipelines.values.context import ParseContext
from pipelines.values.parse import parse
from tests.support.values import AS_TYPED, births, column, rule, value
from tests.synthetic.people import with_check_digit


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


@pytest.mark.parametrize(
    "text", ["无", "未上户", "未落户", "尚未办理", "暂无", "没有", "无户口", "未办身份证"]
)
def test_words_for_no_number_are_a_blank(text):
    assert value("person_id_number", text) is None
