"""Texts from which a value is gone: a program's error, digits that a program rounded away, a mask over them."""

import re

from pipelines.rules import InvalidValue

_EXCEL_ERROR = re.compile(
    r"#(REF!|DIV/0!|VALUE!|NAME\?|N/A|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|GETTING_DATA)|#{3,}|Err:5\d\d"
)
SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
MASK = re.compile(r"\*|[xX]{2,}|×{2,}|○{2,}|某")


def refuse_errors(text: str) -> None:
    """Raise InvalidValue where a program wrote the text instead of a value."""
    if "\ufffd" in text:
        raise InvalidValue("undecodable_text")
    if _EXCEL_ERROR.fullmatch(text):
        raise InvalidValue("excel_error", found=text)
    if text.startswith("="):
        raise InvalidValue("uncalculated_formula")


def refuse_lost_digits(text: str) -> None:
    """Raise InvalidValue where digits of a number that identifies are rounded away or masked."""
    if SCIENTIFIC.fullmatch(text):
        raise InvalidValue("precision_lost")
    if MASK.search(text):
        raise InvalidValue("masked_value")
