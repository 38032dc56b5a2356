"""Money, counts, ratios and measures as people write them → decimal numbers in the unit of the column."""

import re
from decimal import ROUND_HALF_UP, Decimal

from pipelines.common.measures import MEASURE_UNITS
from pipelines.common.money import MONEY_FACTORS
from pipelines.reading.normalise import simplified
from pipelines.registers.columns import Column
from pipelines.rules import InvalidValue
from pipelines.values.context import ParseContext
from pipelines.values.damage import MASK, SCIENTIFIC
from pipelines.values.taken_back import taken_back

UNIT_OF_THINGS = "公斤|千克|[斤克吨升米亩只枚头羽尾匹株棵朵条根对双套台个张块份册本件幅面支把辆部床顶箱袋瓶盒桶包捆筐篮罐束卷]"
"""What things are counted in, where a column of its own says in what."""
NUMBER_AND_UNIT = rf"[0-9][0-9,]*(?:\.[0-9]+)?\s*({UNIT_OF_THINGS})"
_COUNT_UNITS = {
    "户",
    "人",
    "口",
    "口人",
    "个",
    "名",
    "户次",
    "人次",
    "处",
    "项",
    "村",
    "条",
    "座",
    "家",
    "间",
    "台",
    "套",
    "层",
    "栋",
}
_OTHER_UNITS = {"%", "‰", "美元", "斤", "公斤", "吨", "米"}
_APPROXIMATE = re.compile(
    r"约|大概|左右|余|多|以上|以下|以内|不超过|不低于|不少于|至少|超过|近|上下|[<>≥≤＜＞]"
)
_RANGE = re.compile(r"\d\D{0,2}(?:-|~|—|–|至|到)\D{0,2}\d")
_NUMBER = re.compile(r"([+-]?)(\d+(?:\.\d+)?|\.\d+)([^\d(.]*?)[整正]?(?:\((.*)\))?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?![\d,])|[+-]?\d{1,3}(?: \d{3})+(?! ?\d)")
_CHINESE_NUMBER = re.compile(
    r"([零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟点]+)([^\d零〇一二三四五六七八九十]*?)[整正]?"
)
_CURRENCY = re.compile(r"([+-]?)(?:¥|人民币|RMB|CNY):?([+-]?)", re.IGNORECASE)
_NEGATIVE = re.compile(r"\((\d[\d,]*\.\d\d)\)|△(\d.*)")
_FOOTNOTE = re.compile("[*#†‡①-⑳]|注")
_NO_NUMBER = {
    "scientific_number": re.compile(rf"^{SCIENTIFIC.pattern}$", SCIENTIFIC.flags),
    "date_for_number": re.compile(
        r"^(19|20)\d\d([-/.]\d{1,2}){2}( 00:00(:00)?)?$|^(19|20)\d\d年\d{1,2}月\d{1,2}日$"
    ),
    "range_value": _RANGE,
    "approximate_value": _APPROXIMATE,
    "masked_value": MASK,
}
"""Rule that a text without a certain number breaks → what it looks like; the first that fits."""
QUOTIENT_DIGITS = 14
"""Digits of a number that nobody typed: a formula divided, and Excel keeps 15 of what does not come out even."""
_HAS_NUMBER = re.compile("[\\d零一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]")
_TIMES = {"年", "月"}
"""How the title of a standard begins that is for each year or month: 10000元/年 is no 月补助标准."""
_YUAN = {"块": "元", "块钱": "元", "圆": "元"}
_DIGIT = "[\\d零一二两三四五六七八九壹贰叁肆伍陆柒捌玖]"
_SMALL_CHANGE = re.compile(rf"(?:(.+)(?:元|圆|块))?零?(?:({_DIGIT})角)?零?(?:({_DIGIT})分)?[整正]?")
_OTHER_SIGN = re.compile("负|[赤红]字|冲[减销账]|[核调]减")
"""What a note in brackets says that turns an amount round."""
_COMMON_NUMERALS = str.maketrans("〇两壹贰叁肆伍陆柒捌玖拾佰仟", "零二一二三四五六七八九十百千")


def money(text: str, column: Column, context: ParseContext) -> str:
    """Yuan, to the fen, in the unit of the cell or else of the context: less than a trillion, the most that DECIMAL(18, 2)
    holds a thousand times, as rules about magnitudes ask; the relief funds of the whole country are a tenth of it."""
    words = taken_back(text, as_a_whole=column.heeds_remark != "any")
    if re.search(r"\d +\d", text):
        raise InvalidValue("not_a_number")  # two amounts on two lines of a cell as well as one in groups
    if words and not _HAS_NUMBER.search(text):
        raise InvalidValue("amount_taken_back", found=words)
    text, has_currency = _without_currency(_without_accounting_sign(text.rstrip(",.。、;")))
    number, unit = _money(re.sub("[^-+0-9.,千百万亿元]", "", text) if words else text)
    if words and number:
        raise InvalidValue("amount_taken_back", found=words)
    if column.is_per_unit:
        unit, _, per = unit.partition("/")
        if column.title[0] in _TIMES and per[-1:] in _TIMES - {column.title[0]}:
            raise _wrong_unit(f"{unit}/{per}")
    if unit and unit not in MONEY_FACTORS:
        raise _wrong_unit(unit)
    if number and unit in context.contradicted:
        raise InvalidValue("unit_contradicted", shown=unit, header=context.money_unit)
    if not (unit or context.money_unit):
        raise InvalidValue("money_without_unit")
    if has_currency and not unit and context.money_unit != "元":
        raise _wrong_unit("¥")
    yuan = number * MONEY_FACTORS[unit or context.money_unit or ""]
    fen = yuan.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if yuan != fen and len(number.as_tuple().digits) < QUOTIENT_DIGITS:
        raise InvalidValue("too_precise_money")
    return _bounded(yuan if yuan == fen else fen, 12)


def _without_accounting_sign(text: str) -> str:
    """(5.00) and △5, as accounts and budgets write -5; a whole number in brackets may be one of a list."""
    match = _NEGATIVE.fullmatch(text)
    return f"-{match[1] or match[2]}" if match else text


def _without_currency(text: str) -> tuple[str, bool]:
    """The text without a sign of currency before the number, and whether it has one: ¥-300 is -300."""
    sign = _CURRENCY.match(text)
    return (f"{sign[1] or sign[2]}{text[sign.end() :]}", True) if sign else (text, False)


def _money(text: str) -> tuple[Decimal, str]:
    """Number and unit of money; 角 and 分 are added to whole 元."""
    match = _SMALL_CHANGE.fullmatch(text)
    if not match or not (match[2] or match[3]):
        number, unit = _number(text)
        return number, _YUAN.get(unit, unit)
    whole, unit = _number(match[1]) if match[1] else (Decimal(0), "")
    if unit or whole < 0 or whole != whole.to_integral_value():
        raise InvalidValue("not_a_number")
    return whole + sum(
        (_digit(part) / 10**index for index, part in enumerate(match.groups()[1:], start=1)), Decimal(0)
    ), "元"


def _digit(text: str | None) -> Decimal:
    return _number(text)[0] if text else Decimal(0)


def count(text: str, column: Column, context: ParseContext) -> str:
    """A whole number from 0 on."""
    number, unit = _number(text)
    is_counted_in = unit in _COUNT_UNITS or column.title.endswith(f"{unit}数")
    if unit and not is_counted_in and not _is_any_unit(text, context):
        raise _wrong_unit(unit)
    if number < 0 or number != number.to_integral_value():
        raise InvalidValue("negative_count")
    return _bounded(number.to_integral_value(), 12)


def ratio(text: str, column: Column, context: ParseContext) -> str:
    """A fraction: 6%, 年6% and 百分之六 are 0.06."""
    text = re.sub("^百分之(.+)$", r"\1%", re.sub("^每?年(化|息|利率|收益率)?", "", text))
    number, unit = _number(text)
    if unit not in ("", "%", "‰"):
        raise _wrong_unit(unit)
    divisor = {"%": 100, "‰": 1000}.get(unit, context.ratio_divisor)
    if divisor == 1 and abs(number) > 1:
        raise InvalidValue("ratio_without_percent")
    return format(number / divisor, "f")


def measure(text: str, column: Column, context: ParseContext) -> str:
    """A number in the column's own unit, whatever unit the cell or else the header states."""
    number, unit = _number(text.replace("m2", "㎡"))
    factors = MEASURE_UNITS.get(column.argument or "", {})
    unit = unit or context.measure_unit or ""
    if unit and unit not in factors and not _is_any_unit(text, context):
        raise _wrong_unit(unit)
    return _bounded(number * factors.get(unit, Decimal(1)), 17)


def _is_any_unit(text: str, context: ParseContext) -> bool:
    """Whether what stands behind a number is the unit that a column of its own has otherwise: 400张."""
    return context.has_unit_beside and re.fullmatch(NUMBER_AND_UNIT, text) is not None


def _wrong_unit(unit: str) -> InvalidValue:
    """The fault, which names a unit that is one; other words behind a number may be a person's name."""
    if _FOOTNOTE.fullmatch(unit):
        return InvalidValue("footnote_mark")
    known = {"¥", *MONEY_FACTORS, *_COUNT_UNITS, *_OTHER_UNITS}.union(*MEASURE_UNITS.values())
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
        if _OTHER_SIGN.search(note):
            raise InvalidValue("not_a_number")
        if not _APPROXIMATE.search(unit) and not (len(note) < 5 and _APPROXIMATE.search(note)):
            return _sane(Decimal(match[1] + match[2])), unit
    match = _CHINESE_NUMBER.fullmatch(text)
    if match and not _APPROXIMATE.search(match[2]):
        return _sane(_chinese_number(match[1])), match[2]
    raise InvalidValue(next((rule for rule, form in _NO_NUMBER.items() if form.search(text)), "not_a_number"))


def _sane(number: Decimal) -> Decimal:
    """Return the number, unless arithmetic on it could overflow or round."""
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
