"""Years, months and days as people write them → ISO dates, and years of four digits."""

import re
from datetime import date, timedelta
from functools import cache

from pipelines.reading.times import days_of_time
from pipelines.registers.columns import Column
from pipelines.rules import InvalidValue
from pipelines.values.context import ParseContext

_CHINESE_DIGITS = "零一二三四五六七八九"
_CHINESE_DATE = re.compile(
    r"([零〇一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})日)?)?"
)
_OF_YEAR = re.compile("(.+?)(年度|年份|时间|年)")
_SHORT_YEAR = re.compile("(1\\d|2[0-6])年(?:度|年?[初中底末])?")
"""Two digits with 年, from 2010 to 2026: no ledger of poverty relief is older."""
_EDGES = {"first": "初", "last": "底末"}
"""What may stand behind a month of which a column wants the first or the last day."""


def year(text: str, column: Column, context: ParseContext) -> str:
    """Four digits, from 1949 on."""
    text = _event(column).sub("", text)
    if short := _SHORT_YEAR.fullmatch(text.replace(" ", "")):
        return f"20{short[1]}"
    match = re.fullmatch(r"((?:19|20)\d\d)(?:年(?:度|年?[初中底末])?|\.0)?", _arabic_date(text))
    if match and match[1] >= "1949":
        return match[1]
    if re.search(r"\d{4}\D{0,2}(?:-|~|—|–|至|到)\D{0,2}\d{4}", text):
        raise InvalidValue("range_value")
    try:
        found = month(text, column, context)[:4]
    except InvalidValue:
        raise InvalidValue("not_a_year") from None
    if found < "1949":
        raise InvalidValue("not_a_year")
    return found


@cache
def _event(column: Column) -> re.Pattern[str]:
    """Finds what the years of the column are of, behind a year: 2019年脱贫 below 脱贫年度."""
    named = (_OF_YEAR.fullmatch(header) for header in (column.title, *column.headers))
    words = "|".join(re.escape(match[1]) for match in named if match)
    return re.compile(rf"(?<=[年度初中底末])已?({words})$" if words else r"(?!)")


def month(text: str, column: Column, context: ParseContext) -> str:
    """The first day of the month."""
    compact = _arabic_date(text)
    if re.fullmatch(r"(19|20)\d\d\.1", compact):
        raise InvalidValue("ambiguous_month")
    match = re.fullmatch(r"((?:19|20)\d\d)(?:[-./年](\d\d?)|(\d\d))月?(?:份)?", compact)
    if match and 1 <= int(match[2] or match[3]) <= 12:
        return f"{match[1]}-{int(match[2] or match[3]):02}-01"
    try:
        return day(text, column, context)[:8] + "01"
    except InvalidValue:
        raise InvalidValue("not_a_month") from None


def day(text: str, column: Column, context: ParseContext) -> str:
    """The day as YYYY-MM-DD, from 1949 on; a number of five digits counts days from the context's epoch."""
    text = re.sub(r"[ T]\d\d?:\d\d(:\d\d(\.\d+)?)?Z?$|(?<=[日号])(上午|中午|下午|晚上|全天)$", "", text)
    text = _arabic_date(text)
    match = re.fullmatch(r"((?:19|20)\d\d)[-./年、](\d\d?)[-./月、](\d\d?)[日号.。]?", text) or re.fullmatch(
        r"((?:19|20)\d\d)(\d\d)(\d\d)", text
    )
    try:
        if match:
            day = date(int(match[1]), int(match[2]), int(match[3]))
            if day.year >= 1949:  # days 0 and 1 of Excel mean nothing
                return day.isoformat()
    except ValueError:
        pass
    if within := _day_of(text, context):
        return within.isoformat()
    # days since the epoch, as Excel stores a date; 20181 may as well be a year and a month
    if re.fullmatch(r"(2[1-9]|[3-6]\d)\d{3}", text):
        return (context.epoch + timedelta(days=int(text))).isoformat()
    if column.of_month and (first := _first_of_month(text, _EDGES[column.of_month])):
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return (first if column.of_month == "first" else last).isoformat()
    raise InvalidValue("not_a_date")


def bound_of_time(text: str, column: Column) -> str | None:
    """The first or the last day of a time that the text states, as the column wants it; None where it states none."""
    time = days_of_time(_arabic_date(text)) if column.of_month else None
    return time and (time[0] if column.of_month == "first" else time[1])


def _first_of_month(text: str, edges: str) -> date | None:
    """The first day of a month with its year, 2022年6月, 2022.06, 202206, or of its edge, 2022年6月底."""
    form = rf"((?:19|20)\d\d)(?:[-./年](1[0-2]|0?[1-9])|(0[1-9]|1[0-2]))(?:月(?:份|[{edges}])?)?"
    found = re.fullmatch(form, text)
    if not found or re.fullmatch(r"\d{4}\.1", text):  # 2022.1 may be October, too
        return None
    return date(int(found[1]), int(found[2] or found[3]), 1)


def _day_of(text: str, context: ParseContext) -> date | None:
    """The one day of those that the context is of which has this month and day: 4月3日."""
    found = re.fullmatch(r"(\d\d?)月(\d\d?)[日号]", text)
    if not (found and context.days):
        return None
    first, last = context.days
    days = []
    for year in range(first.year, last.year + 1):
        try:
            days.append(date(year, int(found[1]), int(found[2])))
        except ValueError:
            return None
    within = [day for day in days if first <= day <= last]
    return within[0] if len(within) == 1 else None


def _arabic_date(text: str) -> str:
    """The text without spaces, 二〇一八年十二月三日 as 2018年12月3日, and 20181203.0, a number to some program, as 20181203."""
    text = re.sub(r"(?<=\d{5})\.0$", "", text.replace(" ", ""))
    if not (match := _CHINESE_DATE.fullmatch(text)):
        return text
    year, month, day = match.groups()
    written = "".join(str(_CHINESE_DIGITS.index(digit)) for digit in year.replace("〇", "零")) + "年"
    for number, unit in ((month, "月"), (day, "日")):
        if number:
            tens, ten, ones = number.rpartition("十")
            if len(tens) > 1 or len(ones) > 1:
                return text
            value = 10 * (_CHINESE_DIGITS.index(tens) if tens else 1) if ten else 0
            written += f"{value + (_CHINESE_DIGITS.index(ones) if ones else 0)}{unit}"
    return written
