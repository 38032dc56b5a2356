"""The period that a delivery is about, read from the name of its folder."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from pipelines.common.errors import UserError
from pipelines.rules import Violation

_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_ORDINAL = {"一": 1, "二": 2, "三": 3, "四": 4}
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = (
    rf"{_YEAR}(?:年度?|年?全年)?",
    rf"{_YEAR}年?-?(?:H(?P<half>[12])|(?P<half_zh>[上下])半年?)",
    rf"{_YEAR}年?-?(?:Q(?P<quarter>[1-4])|第?(?P<quarter_zh>[一二三四1-4])季度?)",
    rf"{_YEAR}年?(?:前|第?一(?:至|到|-))(?P<to_quarter>[二三四2-4])个?季度?",
    rf"{_YEAR}(?:年|[-.])(?P<month>\d\d?)月?(?:份|底|末)?",
    rf"{_YEAR}(?P<month_2>\d\d)",
    rf"{_YEAR}(?:年|\.)(?P<from_month>\d\d?)月?(?:-|至|到)(?P<to_month>\d\d?)月(?:份|底|末)?",
    rf"{_YEAR}年(?:底|末|终)",
    rf"{_YEAR}(?:年|[-.])(?P<day_month>\d\d?)(?:月|[-.])(?P<day>\d\d?)日?",
    rf"{_YEAR}(?P<day_month_2>\d\d)(?P<day_2>\d\d)",
)
_UNTIL = re.compile(r"^(?:截至|截止到?|至)")
_AMBIGUOUS = re.compile(r"(?:19|20)\d\d[-.](\d)[-.](\d\d?)")
"""2018-1-9: the ninth of January, or January to September."""


@dataclass(frozen=True)
class Period:
    """What a delivery is about: its name as the folder gives it, and its first and last day.

    A day or 截至… covers everything up to it: its first day is that of its year.
    """

    name: str
    starts_on: date
    ends_on: date

    @classmethod
    def parse(cls, name: str) -> "Period":
        """Read 2018, 2018年度, 二〇一八年, 2020H1, 2021年三季度, 2021-06, 2018年1-9月, 截至2018年9月底 or 2021-06-30.

        Raises UserError where the name is none of these, or could be two of them.
        """
        text = _spelled_plainly(name)
        matched = [found for form in _FORMS if (found := re.fullmatch(form, text))]
        try:
            if matched and not _is_ambiguous(text):
                return cls(name, *_bounds({k: v for k, v in matched[0].groupdict().items() if v}))
        except ValueError:  # no such month or day
            pass
        raise UserError(f"{Violation('unknown_period', {'name': name}).en}.")


def _spelled_plainly(name: str) -> str:
    """Half-width, without spaces and 截至, dashes of one kind, a year in digits: 二〇一八年 → 2018年."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).upper()
    text = re.sub(r"[—–~～－至到]+(?=\d)", "-", _UNTIL.sub("", text))
    return year_in_digits(text)


def year_in_digits(text: str) -> str:
    """二〇一八年, 二0一八年 → 2018年, anywhere in the text."""
    return re.sub(r"[〇○零0一二三四五六七八九]{4}(?=年)", lambda year: year[0].translate(_DIGITS), text)


def _is_ambiguous(text: str) -> bool:
    if not (found := _AMBIGUOUS.fullmatch(text)):
        return False
    return len(found[2]) == 1 and int(found[1]) < int(found[2])


def _bounds(parts: dict[str, str]) -> tuple[date, date]:
    """First and last day. Raises ValueError for a month or day that does not exist."""
    year = int(parts.pop("year"))
    if day := parts.get("day") or parts.get("day_2"):
        month = int(parts.get("day_month") or parts["day_month_2"])
        return date(year, 1, 1), date(year, month, int(day))
    first, last = _months(parts)
    if first > last:
        raise ValueError(parts)
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _months(parts: dict[str, str]) -> tuple[int, int]:
    """First and last month of what is left beside the year; all twelve where nothing is."""
    match next(iter(parts.items()), None):
        case None:
            return 1, 12
        case ("half" | "half_zh", half):
            return (1, 6) if half in "1上" else (7, 12)
        case ("quarter" | "quarter_zh", quarter):
            number = _ORDINAL.get(quarter) or int(quarter)
            return 3 * number - 2, 3 * number
        case ("to_quarter", quarter):
            return 1, 3 * (_ORDINAL.get(quarter) or int(quarter))
        case ("from_month", month):
            return int(month), int(parts["to_month"])
        case (_, month):
            return int(month), int(month)
    raise AssertionError(parts)
