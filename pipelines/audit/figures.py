"""The figures of a text: value, unit, how exact the words say it is, and the place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from pipelines.audit.cadences import EVERY_BEFORE, find_cadences
from pipelines.audit.folding import Folded
from pipelines.audit.not_figures import blank_dates_and_marks, blank_fixed_numerals
from pipelines.audit.numerals import CHARACTERS, parse_numeral
from pipelines.audit.units import UNIT_WORDS, UNITS

_SCALES = {
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "万亿": 10**12,
}
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_DIGITS = r"(?<![\d.A-Za-z\0])(?:\d{1,3}(?:[,，]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)(?!\d|\.\d)"
_VAGUE = "[余多几来]"
_TAIL = rf"[ ]?(?P<vague>{_VAGUE})?[ ]?(?P<scale>{_SCALE})?(?P<vague2>{_VAGUE})?[ ]?(?P<unit>{UNIT_WORDS})?"
_DIGIT_FIGURE = re.compile(rf"(?P<number>{_DIGITS}){_TAIL}")
_DASH = re.compile(rf"[ ]?[-—–~至到][ ]?{_DIGITS}")
_LINK = re.compile(rf"[ ]?[-—–~至到、和及][ ]?{_DIGITS}")
_PER_CENT = re.compile(rf"百分之(?P<number>[{CHARACTERS}点]+|\d+(?:\.\d+)?)")
_NUMERAL_UNITS = (
    "个月|户次|人次|公里|个|名|位|人|户|台|间|套|处|座|所|家|辆|部|张|本|件|条|场|次|期|种|道|层|栋|只|头|亩|元"
    "|周|天|年|岁|吨|斤"
)
_NUMERAL = re.compile(
    rf"(?P<number>[{CHARACTERS}几]+)(?P<vague>[余多])?(?P<unit>(?:{_NUMERAL_UNITS}))(?P<noun>[一-龥]{{0,2}})"
)
_NUMERAL_MONEY = re.compile(
    f"[一二两三四五六七八九十](?:[{CHARACTERS}]*)[万亿](?![{CHARACTERS}余多几元户人亩件本株])"
)
_NAMED = re.compile(
    "(?<=[省市州县区镇乡村组街道])(?P<levels>[两二三四五])级(?!残|别|书记)|(?P<steps>[两二三四五六七八九十])步(?=工作法|法|走)"
)
"""Numbers of levels that are named before, and of steps."""
_ONE_OF = set("台间名位套处座所辆部栋")
"""Units before which 一 is a number; before others (一个, 一种, 一次) it is mostly an article."""
_SLOGAN = re.compile(r"[不第每任同某哪这那另统唯之逐]$|一[一-龥]$")
_NO_COUNT = re.compile(r"^(?:方面|层面|确保|维护|不|到位|转变|结合|精准|加强|坚持|关键|以上|月)")
_PLACE = re.compile("^[镇乡村县市区路]")

_BEFORE = {
    "about": ("约", "大约", "近", "将近", "接近", "约为", "约合", "大概"),
    "more_than": ("超", "超过", "高于", "多于", "突破", "已超过"),
    "at_least": ("至少", "不低于", "不少于", "最低", "起码"),
    "at_most": ("不超过", "最多", "最高", "不高于", "不多于", "至多"),
    "less_than": ("低于", "不足", "不到", "少于"),
}
_AFTER = {
    "about": ("左右", "上下"),
    "at_least": ("以上", "及以上"),
    "at_most": ("以下", "以内", "及以下", "之内"),
}
_MONEY = re.compile("元|资金|款|费|贷|投资|投入|收入|报销|补助|补贴|救助|产值|分红|租金|工资|增收|花")
_PER = {
    "人": "person",
    "口人": "person",
    "户": "household",
    "亩": "mu",
    "年": "year",
    "月": "month",
    "天": "day",
    "日": "day",
    "学期": "semester",
    "季度": "quarter",
    "斤": "jin",
    "公斤": "kg",
    "平方米": "m2",
    "村": "village",
    "次": "time",
    "个": "piece",
}
"""Word behind 每 or a stroke → what an amount is counted by."""
_PER_WORD = "|".join(sorted(_PER, key=len, reverse=True))
_PER_AFTER = re.compile(rf"(?:[/每]\(?(?:{_PER_WORD})\)?)(?:[/·.每]?(?:{_PER_WORD})\)?)*")
_PER_BEFORE = re.compile(rf"((?:每(?:{_PER_WORD}))+|[人户亩]均)[^\d,，。;；、:：]{{0,12}}$")
_HOUSEHOLD_NOUN = re.compile(
    "^(?:建档立卡|未?脱贫|贫困|低保|农|监测|特困|困难|严重|突发|边缘|易致贫|不稳定|五保|残疾|搬迁|移民|种植|养殖|示范)*户(?![籍型口均])"
)
_PERSON_NOUN = re.compile(
    r"^(?:建档立卡|脱贫|贫困|残疾|务工|劳动|农村)*(?:人口|人员|人(?![大均])|劳动力|学生)"
)
_REACH = 24
SENTENCE_END = re.compile("[。!！?？\n]")


@dataclass(frozen=True)
class Figure:
    """A number of the text.

    start, end: in the text as read, of the number and its unit; text: what stands there. value: in the unit; high: the end
    of a stated interval of which value is the beginning. step: half of it is what rounding may hide. per: what the unit is
    counted by (元 per person and month). bound: exact, about, more_than, at_least, at_most or less_than. at: where in the
    folded text it begins and ends.
    """

    start: int
    end: int
    text: str
    value: Decimal
    high: Decimal | None
    step: Decimal
    unit: str
    per: tuple[str, ...]
    bound: str
    at: tuple[int, int]


def find_figures(folded: Folded, original: str) -> list[Figure]:
    """Every figure of the text, in its order."""
    text = blank_dates_and_marks(folded.text)
    found = [
        *_in_digits(text),
        *_per_cents(text),
        *_in_numerals(blank_fixed_numerals(text), text),
        *_of_names(text),
        *_cadences(text),
    ]
    figures: list[Figure] = []
    for figure in sorted(found, key=lambda figure: figure.at):
        if not figures or figure.at[0] >= figures[-1].at[1]:
            start, end = folded.span(*figure.at)
            figures.append(replace(figure, start=start, end=end, text=original[start:end]))
    return figures


def _figure(at: tuple[int, int], value: Decimal, step: Decimal, unit: str, **more: object) -> Figure:
    plain: dict = {"high": None, "per": (), "bound": "exact", **more}
    return Figure(start=0, end=0, text="", value=value, step=step, unit=unit, at=at, **plain)


def _before(text: str, position: int) -> str:
    """The few characters before the position: patterns never run over a whole text again for each figure of it."""
    return text[max(0, position - _REACH) : position]


def _behind(text: str, position: int) -> str:
    return text[position : position + _REACH]


# -- digits -------------------------------------------------------------------------------------------------------


def _in_digits(text: str) -> Iterator[Figure]:
    before: Figure | None = None
    waiting: list[re.Match] = []
    for match in _DIGIT_FIGURE.finditer(text):
        if _waits(text, match):
            waiting = [*waiting, match] if waiting and waiting[-1].end() + 3 > match.start() else [match]
            continue
        row = _row(text, waiting, match)
        waiting = []
        figure = _of_digits(text, match, (row or [match])[0].start(), before)
        if figure:
            yield from (_with_unit_of(text, earlier, match, figure) for earlier in row)
            yield figure
            before = figure


def _waits(text: str, match: re.Match) -> bool:
    """Whether the number takes its unit from one that follows: 3-5户, 12、13和14户, 3万-5万元."""
    links = _DASH if match["scale"] else _LINK
    return not match["unit"] and bool(links.match(text, match.end()))


def _row(text: str, waiting: list[re.Match], last: re.Match) -> list[re.Match]:
    """The waiting numbers, if they lead up to the last one with nothing but marks between."""
    return waiting if waiting and _LINK.fullmatch(text[waiting[-1].end() : last.end("number")]) else []


def _with_unit_of(text: str, match: re.Match, last: re.Match, figure: Figure) -> Figure:
    """A number without a unit of its own as one of the unit of the last of its row."""
    scale = match["scale"] or last["scale"] or ""
    one = _figure(
        match.span("number"),
        *_scaled(match["number"], scale, last["unit"] or ""),
        figure.unit,
        per=figure.per,
    )
    is_low = _DASH.match(text, match.end()) and match.end() + 3 > last.start()
    return replace(one, high=figure.value) if is_low else one


def _of_digits(text: str, match: re.Match, start: int, before: Figure | None) -> Figure | None:
    """The figure of a number, which may be the last of a row that begins at `start`."""
    word, scale = match["unit"] or "", match["scale"] or ""
    end = match.end("unit") if word else match.end("scale") if scale else match.end("number")
    rest = text[end : end + 12]
    unit = _unit(text, match, word, scale, rest, before)
    if unit is None:
        return None
    if word == "年" and not _is_duration(text, match):
        return None
    value, step = _scaled(match["number"], scale, word)
    small, end = _small_change(text, end) if word in ("元", "块", "圆") and scale == "" else (Decimal(0), end)
    per, length = _per(text, start, end) if unit == "yuan" else ((), 0)
    vague = match["vague"] or match["vague2"]
    bound = _bound(text, start, end) or ("more_than" if vague else "exact")
    return _figure((match.start(), end + length), value + small, step, unit, per=per, bound=bound)


def _scaled(number: str, scale: str, word: str) -> tuple[Decimal, Decimal]:
    """Value and step of a number as written, in the base unit."""
    number = re.sub("[,，]", "", number)
    factor = Decimal(_SCALES.get(scale, 1)) * (UNITS[word].factor if word in UNITS else 1)
    decimals = len(number.partition(".")[2])
    return Decimal(number) * factor, factor / 10**decimals


def _unit(text: str, match: re.Match, word: str, scale: str, rest: str, before: Figure | None) -> str | None:
    if word in ("个", "名", "位"):
        if _HOUSEHOLD_NOUN.match(rest):
            return "households"
        if word != "个" or _PERSON_NOUN.match(rest):
            return "persons"
    if word:
        return UNITS[word].name
    if scale in ("万", "亿", "百万", "千万"):
        return "yuan" if _MONEY.search(_sentence_around(text, match.start())) else "count"
    return _inherited(text, match, before)


def _inherited(text: str, match: re.Match, before: Figure | None) -> str | None:
    """Unit of a bare number in a list after figures that have one: 就业120人,其中省外65,省内55."""
    follows_word = re.search("[一-龥]$", _before(text, match.start()))
    ends = re.match(r"\s?(?:[,，;；。、)]|$)", _behind(text, match.end()))
    if not (before and follows_word and ends and before.unit in ("persons", "households", "count")):
        return None
    between = text[before.at[1] : match.start()]
    return None if SENTENCE_END.search(between) or len(between) > 30 else before.unit


def _sentence_around(text: str, position: int) -> str:
    before = SENTENCE_END.split(text[max(0, position - 120) : position])[-1]
    return before + SENTENCE_END.split(text[position : position + 60])[0]


def _is_duration(text: str, match: re.Match) -> bool:
    """3年 is a length of time, 18年 rather a year."""
    before = re.search(
        "期限?|租[赁用期]?|承包|质保|合同|经营|托管|满|近|约|为期|共|长达|连续|不超过|至少|最长|累计",
        text[max(0, match.start() - 6) : match.start()],
    )
    after = re.match("以上|以内|内|期|的?时间", _behind(text, match.end()))
    return float(match["number"].replace(",", "")) <= 70 and bool(before or after)


def _small_change(text: str, end: int) -> tuple[Decimal, int]:
    """角 and 分 behind 元."""
    match = re.match(r"(?:(\d)角)?(?:(\d)分)?(?![一-龥]?\d)", _behind(text, end))
    if not match or not match[0]:
        return Decimal(0), end
    return Decimal(f"0.{match[1] or 0}{match[2] or 0}"), end + match.end()


def _per(text: str, start: int, end: int) -> tuple[tuple[str, ...], int]:
    """What an amount is counted by, and how many characters behind the unit say so."""
    after = _PER_AFTER.match(text, end)
    words = re.findall(_PER_WORD, after[0]) if after else []
    before = _PER_BEFORE.search(text[max(0, start - 24) : start])
    if before:
        words = re.findall(_PER_WORD, before[1]) + words
    names = dict.fromkeys(_PER[word] for word in words)
    return tuple(names), len(after[0]) if after else 0


def _bound(text: str, start: int, end: int) -> str | None:
    ahead = text[max(0, start - 5) : start].rstrip()
    following = text[end : end + 4].lstrip()
    for bound, words in _AFTER.items():
        if following.startswith(words):
            return bound
    fitting = [
        (len(word), bound) for bound, words in _BEFORE.items() for word in words if ahead.endswith(word)
    ]
    return max(fitting)[1] if fitting else None


# -- numerals -----------------------------------------------------------------------------------------------------


def _per_cents(text: str) -> Iterator[Figure]:
    for match in _PER_CENT.finditer(text):
        written = match["number"]
        number = Decimal(written) if written[0].isdigit() and written.isascii() else parse_numeral(written)
        if number is not None:
            bound = _bound(text, match.start(), match.end()) or "exact"
            exponent = number.as_tuple().exponent
            step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 100
            yield _figure(match.span(), number / 100, step, "fraction", bound=bound)


def _in_numerals(text: str, visible: str) -> Iterator[Figure]:
    for match in _NUMERAL_MONEY.finditer(text):
        value = parse_numeral(match[0])
        if value is not None and _MONEY.search(_sentence_around(visible, match.start())):
            bound = _bound(visible, *match.span()) or "exact"
            yield _figure(match.span(), value, Decimal(10_000), "yuan", bound=bound)
    for match in _NUMERAL.finditer(text):
        if _is_counted(text, match) and (one := _of_numeral(visible, match)):
            yield one


def _is_counted(text: str, match: re.Match) -> bool:
    """Whether the words count something, and are no slogan, label or article."""
    number, unit, noun = match["number"], match["unit"], match["noun"]
    if (
        _SLOGAN.search(_before(text, match.start()))
        or _NO_COUNT.match(noun)
        or re.match(f"[{CHARACTERS}]", noun)
    ):
        return False
    if unit != "个" and _PLACE.match(noun):  # 三台镇
        return False
    if unit == "次" and EVERY_BEFORE.search(_before(text, match.start())):
        return True
    if unit in ("年", "岁", "次", "天"):
        return False
    if unit in ("人", "户") and number in "一两":  # 一户未脱贫户, not 一户一策
        return bool(_HOUSEHOLD_NOUN.match(_behind(text, match.end("unit"))))
    if unit in ("周", "个月"):
        return True
    if number == "一" and unit not in _ONE_OF:
        return False
    return (bool(noun) or number != "一") and re.match(r"[\d\0]", _behind(text, match.end("unit"))) is None


def _of_numeral(text: str, match: re.Match) -> Figure | None:
    written = match["number"]
    value, high = _numeral_interval(written)
    if value is None:
        return None
    rest = text[match.end("unit") : match.end("unit") + 12]
    unit = UNITS[match["unit"]].name
    if match["unit"] == "个" and _HOUSEHOLD_NOUN.match(rest):
        unit = "households"
    bound = _bound(text, match.start(), match.end("unit")) or ("more_than" if match["vague"] else "exact")
    step = Decimal(_SCALES.get(written[-1], 1) if written[-1] in "万亿" else 1)
    return _figure((match.start(), match.end("unit")), value, step, unit, high=high, bound=bound)


def _of_names(text: str) -> Iterator[Figure]:
    for match in _NAMED.finditer(text):
        value = parse_numeral(match["levels"] or match["steps"])
        if value is not None:
            yield _figure(match.span(), value, Decimal(1), "count")


def _numeral_interval(written: str) -> tuple[Decimal | None, Decimal | None]:
    """Value, and the end of the interval where 几 stands for a digit: 三十几万 is 310000 to 390000."""
    if "几" not in written:
        return parse_numeral(written), None
    return parse_numeral(written.replace("几", "一")), parse_numeral(written.replace("几", "九"))


def _cadences(text: str) -> Iterator[Figure]:
    for start, end, times in find_cadences(text):
        yield _figure((start, end), Decimal(times), Decimal(1), "count", per=("year",))
