"""Values as people type them → text that DuckDB casts without loss.

Regular spellings are cast in SQL (see `sql_casts`); irregular ones come here, once for each distinct spelling.
What is not certain is refused with the rule that it breaks, never guessed.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from rapidfuzz import fuzz, process

from pipelines.common.private_numbers import id_check_digit, without_private_numbers
from pipelines.reading.normalise import normalise, simplified
from pipelines.registers.contract import Column
from pipelines.rules import InvalidValue
from pipelines.values.locating import KIND_OF_PLACE, WHOLE_TOWNSHIP

BLANKS = {
    "",
    "-",
    "--",
    "—",
    "——",
    "/",
    "\\",
    "无",
    "暂无",
    "未填",
    "未填写",
    "空",
    "N/A",
    "n/a",
    "NULL",
    "null",
    "None",
}
"""What people type to leave a cell open. 无 is an answer, not a blank, in a flag or a free text."""

TEXT_BLANKS = BLANKS - {"无"}

# Not NFKC, which would make 10² into 102 and ① into 1.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " ", 0xFFE5: "¥"}

MONEY_FACTORS = {
    "元": 1, "千元": 1_000, "万元": 10_000, "万": 10_000, "百万元": 1_000_000, "亿元": 100_000_000, "亿": 100_000_000,
}  # fmt: skip
_COUNT_UNITS = {"户", "人", "口", "口人", "个", "名", "户次", "人次", "处", "项", "村", "条", "座", "家"}
_MEASURE_UNITS = {"months": {"个月", "月"}, "mu": {"亩"}, "km": {"公里", "千米"}}
_OTHER_UNITS = {"%", "‰", "美元", "斤", "公斤", "吨", "米"}
_TRUE = {"是", "有", "√", "✓", "1", "Y", "YES", "TRUE", "对", "已解决", "已参加"}
_FALSE = {"否", "无", "×", "✗", "X", "0", "N", "NO", "FALSE", "没有", "不是", "未解决", "未参加"}

_APPROXIMATE = re.compile(
    r"约|大概|左右|余|多|以上|以下|以内|不超过|不低于|不少于|至少|超过|近|上下|[<>≥≤＜＞]"
)
_NOT = "(?:未|没有?|不)"
_ARRIVED = "(?:发放?|付|领|到账|兑付|兑现|支付|拨付?|到位|打卡)"
TAKEN_BACK = "|".join(
    (
        _NOT + _ARRIVED, "退[回还款股]", "停[发止付]", "[暂延]缓", "缓发", "暂[停扣]", "取消", "作废", "死亡", "去世",
        "待[核定查发付领]", "冻结", "扣[回发]", "[追收缴]回", "拒付", "失败",
    )
)  # fmt: skip
"""Words behind or beside an amount that take it back: it did not arrive, or nobody knows whether it did."""
QUOTES = "'’‘`´′"
"""What is typed before a number to make it a text."""
_RANGE = re.compile(r"\d\D{0,2}(?:-|~|—|–|至|到)\D{0,2}\d")
_MASK = re.compile(r"\*|[xX]{2,}|×{2,}|○{2,}|某")
_LARGER_AREA = "(省|自治区|市|州|盟|地区|县|区|旗)"
_LEVELS_ABOVE = {"township": ("county",), "village": ("county", "township")}
_NO_PLACE = re.compile(
    r"[():、,;。!?]|\d年|\d月|^\d+\.|台账|花名册|名单|(一览|汇总|统计|登记|明细|情况)表|等\w{0,3}村$|^各|本级|^[县乡镇村]级?$"
)
_TWO_PLACES = re.compile(r"(村|社区)\s+\S+(村|社区)")
_FORMER_NAME = re.compile(r"\((原|曾用名|旧称|撤并前)[^()]*\)$|^[^()]+\(现(?=[^()]+\)$)|(?<=[村区镇乡])\)$")
_NUMBER = re.compile(r"([+-]?)¥?(\d+(?:\.\d+)?|\.\d+)([^\d(.]*?)整?(?:\((.*)\))?")
_GROUPED = re.compile(r"[+-]?¥?\d{1,3}(?:,\d{3})+(?!\d)|[+-]?¥?\d{1,3}(?: \d{3})+(?! ?\d)")
_CHINESE_DIGITS = "零一二三四五六七八九"
_CHINESE_NUMBER = re.compile(
    r"([零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟点]+)([^\d零〇一二三四五六七八九十]*?)整?"
)
_COMMON_NUMERALS = str.maketrans("〇两壹贰叁肆伍陆柒捌玖拾佰仟", "零二一二三四五六七八九十百千")
_CHINESE_DATE = re.compile(
    r"([零〇一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})日)?)?"
)
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
_EXCEL_ERROR = re.compile(
    r"#(REF!|DIV/0!|VALUE!|NAME\?|N/A|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|GETTING_DATA)|#{3,}|Err:5\d\d"
)
EXCEL_EPOCH = date(1899, 12, 30)
MACINTOSH_EPOCH = date(1904, 1, 1)

_BETWEEN_TERMS = re.compile(r"[、,，;；/\s]|和|及")
_NO_OPTIONS = {"未填写", "未识别"}
"""Terms that mean that nothing is known; nobody is asked to write them."""
_MOST_OPTIONS = 12
_MOST_NEAREST = 3
_ALIKE = 50

FREE_KINDS = {"text", "place", "person_name"}
"""Kinds in which any words are a value."""
SHOWN_KINDS = {"text", "place", "area"}
"""Kinds whose words are published as they were written."""


@dataclass(frozen=True)
class ParseContext:
    """What the meaning of a cell depends on beyond its text.

    `money_unit` is what the header, a unit line or the delivery's notes state; `ratio_divisor` is 100 or 1000 where the
    header contains % or ‰; `terms` the vocabulary, normalised synonym → term; `areas` the delivering unit's own county,
    township and village; `epoch` the day 0 of numbers of days.
    """

    money_unit: str | None = None
    ratio_divisor: int = 1
    terms: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, str | None] = field(default_factory=dict)
    epoch: date = EXCEL_EPOCH


def parse(column: Column, text: str, context: ParseContext) -> str | None:
    """The value as text for a SQL cast; None for a blank. Raises InvalidValue with the rule that is broken."""
    if "\ufffd" in text:
        raise InvalidValue("undecodable_text")
    if _EXCEL_ERROR.fullmatch(text):
        raise InvalidValue("excel_error", found=text)
    if text.startswith("="):
        raise InvalidValue("uncalculated_formula")
    if column.kind in FREE_KINDS and not column.pii:
        text = text.lstrip(QUOTES + "＇")
        return None if text in TEXT_BLANKS else _shown(text, column)
    text = text.translate(_HALF_WIDTH).strip().lstrip(QUOTES).strip()
    if re.search(r"[^\D0-9]", text):
        raise InvalidValue("not_a_number")  # digits of other scripts
    if text in BLANKS and column.kind != "flag" and text not in context.terms:
        return None
    if column.pii:
        return _identifier(text, column, context)
    value = _PARSERS[column.kind](text, column, context)
    return value and _shown(value, column)


def _shown(text: str, column: Column) -> str:
    """The text as it is published: in words for everybody no number of a person is left."""
    return without_private_numbers(text) if column.kind in SHOWN_KINDS else text


def _money(text: str, column: Column, context: ParseContext) -> str:
    taken_back = re.search(TAKEN_BACK, simplified(text))
    number, unit = _number(re.sub("[^-+0-9.,千百万亿元]", "", text) if taken_back else text)
    if taken_back and number:
        raise InvalidValue("amount_taken_back", found=taken_back[0])
    if column.is_per_unit:
        unit = unit.partition("/")[0]
    if unit and unit not in MONEY_FACTORS:
        raise _wrong_unit(unit)
    if not (unit or context.money_unit):
        raise InvalidValue("money_without_unit")
    yuan = number * MONEY_FACTORS[unit or context.money_unit or ""]
    if yuan != yuan.quantize(Decimal("0.01")):
        raise InvalidValue("too_precise_money")
    return _bounded(yuan, 15)


def _count(text: str, column: Column, context: ParseContext) -> str:
    number, unit = _number(text)
    if unit and unit not in _COUNT_UNITS:
        raise _wrong_unit(unit)
    if number < 0 or number != number.to_integral_value():
        raise InvalidValue("negative_count")
    return _bounded(number.to_integral_value(), 12)


def _ratio(text: str, column: Column, context: ParseContext) -> str:
    number, unit = _number(text)
    if unit not in ("", "%", "‰"):
        raise _wrong_unit(unit)
    divisor = {"%": 100, "‰": 1000}.get(unit, context.ratio_divisor)
    if divisor == 1 and abs(number) > 1:
        raise InvalidValue("ratio_without_percent")
    return format(number / divisor, "f")


def _measure(text: str, column: Column, context: ParseContext) -> str:
    number, unit = _number(text)
    if unit and unit not in _MEASURE_UNITS.get(column.argument or "", set()):
        raise _wrong_unit(unit)
    return _bounded(number, 17)


def _wrong_unit(unit: str) -> InvalidValue:
    """The fault, which names a unit that is one; other words behind a number may be a person's name."""
    known = {*MONEY_FACTORS, *_COUNT_UNITS, *_OTHER_UNITS}.union(*_MEASURE_UNITS.values())
    is_unit = known.issuperset(unit.split("/"))
    return InvalidValue("wrong_unit", found=unit if is_unit else None)


def _number(text: str) -> tuple[Decimal, str]:
    """Number and unit as written. A note in brackets after them is not part of the value."""
    if _GROUPED.match(text):
        text = text.replace(",", "").replace(" ", "")
    text = re.sub(r"(?<!\d) +| +(?!\d)", "", text)
    if match := _NUMBER.fullmatch(text):
        unit, note = match[3], match[4] or ""
        if note in MONEY_FACTORS or note in _COUNT_UNITS or note in ("%", "‰"):
            unit, note = unit + note, ""
        unit = simplified(unit)
        if not _APPROXIMATE.search(unit) and not (len(note) < 5 and _APPROXIMATE.search(note)):
            return _sane(Decimal(match[1] + match[2])), unit
    match = _CHINESE_NUMBER.fullmatch(text)
    if match and not _APPROXIMATE.search(match[2]):
        return _sane(_chinese_number(match[1])), match[2]
    if _SCIENTIFIC.fullmatch(text):
        raise InvalidValue("precision_lost")
    if _RANGE.search(text):
        raise InvalidValue("range_value")
    if _APPROXIMATE.search(text):
        raise InvalidValue("approximate_value")
    if _MASK.search(text):
        raise InvalidValue("masked_value")
    raise InvalidValue("not_a_number")


def _sane(number: Decimal) -> Decimal:
    """The number, which no arithmetic on it may overflow or round."""
    if abs(number) >= Decimal(10) ** 18:
        raise InvalidValue("number_too_large")
    return number


def _chinese_number(text: str) -> Decimal:
    from cn2an import an2cn, cn2an  # rarely needed

    text = text.translate(_COMMON_NUMERALS)
    try:
        number = cn2an(text, "smart")
        written = an2cn(number, "low")
    except ValueError:
        raise InvalidValue("not_a_number") from None
    # 一万二 is 12000 in speech and 10002 to the letter: only what is written in full is certain
    if text != written and text != "一" + written:
        raise InvalidValue("not_a_number")
    return Decimal(str(number))


def _bounded(number: Decimal, digits: int) -> str:
    if abs(number) >= Decimal(10) ** digits:
        raise InvalidValue("number_too_large")
    return format(number, "f")


_SHORT_YEAR = re.compile("(1\\d|2[0-6])年(?:度|年?[初中底末])?")
"""Two digits with 年, from 2010 to 2026: no ledger of poverty relief is older."""


def _year(text: str, column: Column, context: ParseContext) -> str:
    if short := _SHORT_YEAR.fullmatch(text.replace(" ", "")):
        return f"20{short[1]}"
    match = re.fullmatch(r"((?:19|20)\d\d)(?:年(?:度|年?[初中底末])?|\.0)?", _arabic_date(text))
    if match and match[1] >= "1949":
        return match[1]
    if re.search(r"\d{4}\D{0,2}(?:-|~|—|–|至|到)\D{0,2}\d{4}", text):
        raise InvalidValue("range_value")
    try:
        year = _month(text, column, context)[:4]
    except InvalidValue:
        raise InvalidValue("not_a_year") from None
    if year < "1949":
        raise InvalidValue("not_a_year")
    return year


def _month(text: str, column: Column, context: ParseContext) -> str:
    compact = _arabic_date(text)
    if re.fullmatch(r"(19|20)\d\d\.1", compact):
        raise InvalidValue("ambiguous_month")
    match = re.fullmatch(r"((?:19|20)\d\d)(?:[-./年](\d\d?)|(\d\d))月?(?:份)?", compact)
    if match and 1 <= int(match[2] or match[3]) <= 12:
        return f"{match[1]}-{int(match[2] or match[3]):02}-01"
    try:
        return _date(text, column, context)[:8] + "01"
    except InvalidValue:
        raise InvalidValue("not_a_month") from None


def _date(text: str, column: Column, context: ParseContext) -> str:
    text = _arabic_date(re.sub(r"[ T]\d\d?:\d\d(:\d\d(\.\d+)?)?Z?$", "", text))
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
    # days since the epoch, as Excel stores a date; 20181 may as well be a year and a month
    if re.fullmatch(r"(2[1-9]|[3-6]\d)\d{3}", text):
        return (context.epoch + timedelta(days=int(text))).isoformat()
    raise InvalidValue("not_a_date")


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


def _flag(text: str, column: Column, context: ParseContext) -> str | None:
    answer = text.upper()
    if answer in _TRUE:
        return "true"
    if answer in _FALSE:
        return "false"
    if text in BLANKS:
        return None
    raise InvalidValue("not_a_flag")


def _code(text: str, column: Column, context: ParseContext) -> str:
    """The one term, or the main one of several, which comes first."""
    if found := terms_of(text, column, context):
        return found[0]
    known = dict.fromkeys(term for term in context.terms.values() if term not in _NO_OPTIONS)
    alike = process.extract(normalise(text), context.terms.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    nearest = dict.fromkeys(term for synonym, *_ in alike if (term := context.terms[synonym]) in known)
    options = [*known] if len(known) <= _MOST_OPTIONS else []
    raise InvalidValue("unknown_term", nearest=[*nearest][:_MOST_NEAREST], options=options)


def terms_of(text: str, column: Column, context: ParseContext) -> list[str]:
    """The terms that a cell of codes contains, in its order; none where one of them is unknown, or one only is allowed."""
    if term := context.terms.get(normalise(text)):
        return [term]
    parts = [part for part in _BETWEEN_TERMS.split(text) if part.strip()] if column.many else []
    found = [context.terms.get(normalise(part)) for part in parts]
    return [*dict.fromkeys(term for term in found if term)] if all(found) else []


def _area(text: str, column: Column, context: ParseContext) -> str | None:
    """The name with its suffix: 薛宅, 薛宅村委会, 木棠镇薛宅村 and 薛宅村3组 are of one village."""
    name = _FORMER_NAME.sub("", normalise(text))
    own = context.areas.get(column.name)
    # 红旗新村 is not 新村
    larger = "" if column.name == "village" else f"(.*{_LARGER_AREA})?"
    if own and re.fullmatch(f"{larger}{re.escape(normalise(own))}", name):
        return own
    for level in _LEVELS_ABOVE.get(column.name, ()):
        if above := normalise(context.areas.get(level) or ""):
            name = re.sub(rf"^(.*{_LARGER_AREA})?{re.escape(above)}(?=.)", "", name)
    if _MASK.search(name):
        raise InvalidValue("masked_value")
    if not re.search(r"[\u3400-\u9fff]", name) or _NO_PLACE.search(name) or _TWO_PLACES.search(text):
        raise InvalidValue("not_a_place_name")
    if column.name == "village":
        return None if WHOLE_TOWNSHIP.fullmatch(name) else _village(name)
    if KIND_OF_PLACE.search(name):
        raise InvalidValue("not_a_place_name")
    if column.name == "township":
        name = re.sub(r"(镇|乡|街道)(人民政府|政府|办事处|办)$", r"\1", name)
    if own and re.fullmatch(re.escape(name) + r"(县|市|区|旗|镇|乡|街道)", own):
        return own
    return name


def _village(name: str) -> str:
    """薛宅, 薛宅村委会, 薛宅村3组 → 薛宅村."""
    bare = re.sub(r"(?<=村|区)第?[\d一二三四五六七八九十]+(村民)?小?组$", "", name)
    if KIND_OF_PLACE.search(bare):
        raise InvalidValue("not_a_place_name")
    bare = re.sub(r"(村民委员会|村委会?|行政村)$", "", bare)
    if bare.endswith(("居委会", "居民委员会")):
        return re.sub(r"(社区)?(居委会|居民委员会)$", "社区", bare)
    return bare if re.search(r"(村|社区|居)$", bare) else bare + "村"


def _identifier(text: str, column: Column, context: ParseContext) -> str | None:
    """A number of a household, an account or a telephone, without the spaces that people put into it."""
    text = text.replace(" ", "").removesuffix(".0")
    if _SCIENTIFIC.fullmatch(text):
        raise InvalidValue("precision_lost")
    if _MASK.search(text):
        raise InvalidValue("masked_value")
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


def _person_id_number(text: str, column: Column, context: ParseContext) -> str:
    """The 18 characters of GB 11643-1999 that the text means.

    15 digits (before 1999) are completed; of a disability certificate the ID number that it begins with is
    taken; numbers beginning with 999999 mean persons without one and are kept as they are.
    """
    text = text.replace(" ", "").upper()
    if _SCIENTIFIC.fullmatch(text):
        raise InvalidValue("precision_lost")
    if _MASK.search(text):
        raise InvalidValue("masked_value")
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


_PARSERS: dict[str, Callable[[str, Column, ParseContext], str | None]] = {
    "money": _money,
    "count": _count,
    "ratio": _ratio,
    "measure": _measure,
    "year": _year,
    "month": _month,
    "date": _date,
    "flag": _flag,
    "code": _code,
    "area": _area,
    "household_id": _identifier,
    "phone": _identifier,
    "bank_account": _identifier,
    "person_id_number": _person_id_number,
}
