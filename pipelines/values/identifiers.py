"""Numbers that identify a person, a household, an account or a telephone."""

import re
from datetime import date

from pipelines.common.private_numbers import id_check_digit
from pipelines.registers.columns import Column
from pipelines.rules import InvalidValue
from pipelines.values.context import ParseContext
from pipelines.values.damage import refuse_lost_digits

NO_NUMBER = re.compile(
    "无|没有|暂无|(无|没有|[暂尚]?未|没)(上户|落户|登记|办理?|办证|户口|身份证)(口|身份证|证)?|黑户"
)


def identifier(text: str, column: Column, context: ParseContext) -> str | None:
    """A number of a household, an account or a telephone, without the spaces that people put into it."""
    text = text.replace(" ", "").removesuffix(".0")
    refuse_lost_digits(text)
    if column.kind in ("phone", "bank_account"):
        text = re.sub(r"(?<=\d)-(?=\d)", "", text)
    if text == "0":
        return None
    if (
        text.isdecimal()
        and column.digits
        and len(text) < max(column.digits)
        and len(text) not in column.digits
    ):
        raise InvalidValue("leading_zeros_lost")
    return text


def person_id_number(text: str, column: Column, context: ParseContext) -> str | None:
    """The 18 characters of GB 11643-1999 that the text means.

    15 digits (before 1999) are completed; of a disability certificate the ID number that it begins with is
    taken; numbers beginning with 999999 mean persons without one and are kept as they are. Words that say that there is
    none (未上户) are a blank.
    """
    text = text.replace(" ", "").upper()
    if NO_NUMBER.fullmatch(text):
        return None
    refuse_lost_digits(text)
    if re.fullmatch(r"999999[0-9A-Z]{9,12}", text):
        return text
    if re.fullmatch(r"\d{15}", text):
        body = text[:6] + "19" + text[6:]
        text = body + id_check_digit(body)
    if re.fullmatch(r"\d{17}[\dX][1-7][1-4](B\d)?", text):
        text = text[:18]
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", text):
        raise InvalidValue("malformed_id_number")
    if text[6:8] not in ("19", "20"):
        raise InvalidValue("impossible_birth_date")
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        raise InvalidValue("impossible_birth_date") from None
    if text[17] != id_check_digit(text[:17]):
        raise InvalidValue("wrong_check_digit")
    return text
