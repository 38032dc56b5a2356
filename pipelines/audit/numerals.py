"""Chinese numerals → numbers: 三十二, 一百零五, 二〇一八, 两万四千, 三十几万."""

from decimal import Decimal

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"亿": 100_000_000, "万": 10_000, "千": 1000, "百": 100, "十": 10}
CHARACTERS = "零〇一二两三四五六七八九十百千万亿"


def parse_numeral(text: str) -> Decimal | None:
    """The number, or None where the characters make up none: 三十二 is 32, 二〇一八 2018, 一百五 150."""
    whole, point, decimals = text.partition("点")
    number = _digits(whole) if len(whole) > 1 and set(whole) <= set(_DIGITS) else _places(whole)
    if number is None or (point and not decimals) or not set(decimals) <= set(_DIGITS):
        return None
    return Decimal(f"{number}.{_digits(decimals)}") if decimals else Decimal(number)


def _digits(text: str) -> str:
    return "".join(str(_DIGITS[character]) for character in text)


def _places(text: str) -> int | None:
    """The number by its places, the highest first: what stands before a place counts it, what stands behind is added."""
    for place, size in _PLACES.items():
        before, sign, behind = text.rpartition(place)
        if sign:
            count = 1 if place == "十" and not before else _places(before)
            rest = _rest(behind, size)
            return None if count is None or rest is None else count * size + rest
    text = text.lstrip("零〇") or text[:1]
    return _DIGITS.get(text)


def _rest(text: str, size: int) -> int | None:
    """What stands behind a place; a digit alone counts the place below: 一百五 is 150."""
    if len(text) == 1 and size > 10 and text in _DIGITS:
        return _DIGITS[text] * size // 10
    return _places(text) if text else 0
