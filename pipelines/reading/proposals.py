"""Propose the column of a contract that an unknown header may mean: similar in spelling, and of the same kind.

项目数 has two letters of 项目名称 and is a count; 贷款金额 is money like 发放金额, of another thing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz

from pipelines.reading.normalise import normalise
from pipelines.reading.vocabularies import terms_of
from pipelines.registers.columns import AMOUNTS, Column

_LIKELY, _OF_ITS_END = 60, 85
_KINDS: list[tuple[re.Pattern[str], set[str]]] = [
    (re.compile(pattern), kinds)
    for pattern, kinds in (
        (r"(率|比例|比重|占比|进度)$", {"ratio"}),
        (r"(金额|总额|资金|款项?|收入|支出|投资|投入|经费|费用?|股金|[^单]元)$", {"money"}),
        (r"(面积|亩|里程|公里|月数)$", {"measure"}),
        (r"(户|人|口|项目|个|村)\)?数量?$|人口$|数量$|总数$", {"count"}),
        (r"数额?$", {"count", "money", "measure"}),
        (r"(年度|年份)$", {"year"}),
        (r"(日期|时间|年月|月份)$", {"date", "month", "year"}),
        (r"^是否", {"flag"}),
        (r"(身份证|证件)(号码?)?$", {"person_id_number"}),
        (r"(电话|手机)(号码?)?$", {"phone"}),
        (r"(账|卡|帐)号?$", {"bank_account"}),
        (r"姓名$", {"person_name"}),
    )
]
"""The end of a header → the kinds of columns that it may name; a header that matches none may name any kind."""
_TURNED = re.compile(
    "|".join(
        [
            *"非未不无拟欠债退扣捐缴征",
            "追[缴回]",
            "核减",
            "全年",
            "预[计期]",
            "申[报请]",
            "计划",
            "总费用",
            "标准",
            "(?<![供反相对响])应(?![急用])",
            "[人户亩][均头]",
            "务工|就读|户籍|籍贯",
            "中标|施工|监理",
            "家庭|全家",
            "^年(?![度份月龄级])",
        ]
    )
)
"""What turns a header into the opposite, another amount or another place: 非农人口 is not 农村人口数, 拟补助金额 was not paid,
务工所在县 is not the 县 of the list."""
_TIMES = {"date", "month", "year"}
_DIGITS = {"year", "month", "date", "household_id", "person_id_number", "phone", "bank_account"}
_FLAGS = {*"是否有无√×✓0123", "已", "未", "Y", "N"}
_PLAIN_NUMBER = re.compile(r"[-+]?[\d,.]+%?")
_SEVERAL_PLACES = re.compile(r"[、,;]|\d+个|等$")
_MONTHS = re.compile(r"(?<!\d)\d{1,2}月?[-~—至到]\d{1,2}月")
"""Several months, of which none is that of the row."""
_MEASURE_WORD = re.compile("[\u4e00-\u9fff]")
"""One character that says in what things are counted (头, 亩), and names nothing."""
_FEW = re.compile(r"\d{1,3}")
"""A number too short for a day."""
_COUNTED = re.compile("([户人月天日次个名])数$")
_AMOUNT = re.compile(r"\D{0,2}\d")
"""How a cell with an amount begins: 约20万元, and not 养母鸡50只."""
_SO_FAR = re.compile("累计|至今|截至")
_OF_ALL = re.compile("(金额|总额|合计|总计)$")
"""How the header of an amount of all ends, which is none for each household or post."""
_ORGANISATION = re.compile("(公司|企业|合作社|厂|农场|基地|中心|协会|委员会|政府|学校|医院|银行|局|站)$")
_VILLAGE = re.compile("(村|社区|居委会|乡|镇|街道)$")
_GENERIC = re.compile(
    "金额|总额|面积|资金|款项?|经费|费用?|人口|[户人]?数量?|比例|率|实际|累计|年度|[()（）元户人个万已总]"
)
"""Words that headers of amounts have in common; the rest names the amount."""
_OF_TIME = re.compile("日期|时间|年月|月份|年度|年份|年|月|日")
"""Words that headers of times have in common; the rest names what happened then."""
_ENDS = [
    re.compile(f"({ends})$") for ends in ("单位|部门|机构", "地点|地址|位置", "原因", "方式", "内容", "名称")
]
"""Ends of headers by which two are of one sort."""


def likeliest(labels: Mapping[str, Sequence[str]], columns: Iterable[Column]) -> tuple[Column, str] | None:
    """The pair of a column and a label that are most alike, if any may mean the same. `labels` are those of the sheet, with
    the cells below each, which the column must be able to hold."""
    scored = [
        (_alikeness(header, label, column), -number, column, label)
        for number, column in enumerate(columns)
        for header in (column.title, *column.headers)
        for label, cells in labels.items()
        if _may_mean(label, header, column) and holds(column, cells)
    ]
    best = max(scored, default=None, key=lambda pair: pair[:2])
    return (best[2], best[3]) if best and best[0] >= _LIKELY else None


def _alikeness(header: str, label: str, column: Column) -> float:
    """Return how similar they are; the end of a longer header says what it is: 走访户主 is a 户主."""
    is_end = column.kind not in AMOUNTS and len(header) > 1 and label.endswith(header)
    return max(fuzz.ratio(header, label), _OF_ITS_END if is_end else 0)


def holds(column: Column, cells: Sequence[str]) -> bool:
    """Whether most of the cells may be values of the column: numbers are no names, names of persons or places no amounts,
    organisations no persons, and words that a vocabulary does not have no terms of it."""
    filled = [text for cell in cells if (text := normalise(cell))]
    return 2 * sum(_may_hold(column, text) for text in filled) >= len(filled)


def _may_hold(column: Column, text: str) -> bool:
    if column.kind in AMOUNTS:
        return bool(_AMOUNT.match(text))
    if column.kind == "date" and _FEW.fullmatch(text):
        return False
    if column.kind == "area" and _SEVERAL_PLACES.search(text):
        return False
    if column.kind in _TIMES and _MONTHS.search(text):
        return False
    if column.kind in _DIGITS:
        return bool(re.search(r"\d", text))
    if column.kind == "code":
        return any(
            term == text or (len(term) > 1 and term in text) for term in terms_of(column.argument or "")
        )
    if column.kind == "flag":
        return text in _FLAGS
    if _PLAIN_NUMBER.fullmatch(text) or (column.kind == "text" and _MEASURE_WORD.fullmatch(text)):
        return False
    if column.kind == "person_name" and _ORGANISATION.search(text):
        return False
    is_village = bool(_VILLAGE.search(text))
    return not is_village if column.kind in ("text", "person_name") and not column.is_name else True


def is_so_far(label: str) -> bool:
    """Whether a header is of an amount so far, which added up with the next one would count again."""
    return bool(_SO_FAR.search(label))


def is_turned(label: str, header: str) -> bool:
    """Whether one of them has a word for the opposite that the other lacks: 追缴金额 is not paid."""
    return {*_TURNED.findall(label)} != {*_TURNED.findall(header)}


def may_be_money(label: str, unit: str | None) -> bool:
    """Whether a header of this name and unit may be one of amounts of money."""
    kinds = next((kinds for pattern, kinds in _KINDS if pattern.search(label)), set())
    return "money" in kinds or "元" in (unit or "")


def _may_mean(label: str, header: str, column: Column) -> bool:
    kinds = next((kinds for pattern, kinds in _KINDS if pattern.search(label)), {column.kind})
    if column.kind not in kinds or is_turned(label, header) or _count_different_things(label, header):
        return False
    if column.kind in _TIMES:
        return bool(_OF_TIME.sub("", label)) or not _OF_TIME.sub("", header)
    if column.kind not in AMOUNTS:
        return _sort(label) in (None, _sort(header)) or _sort(header) is None
    if column.is_per_unit and _OF_ALL.search(label) and not _OF_ALL.search(header):
        return False
    of_label, of_header = (_GENERIC.sub("", text) for text in (label, header))
    if column.kind == "count" and of_label and of_header and of_label[-1] != of_header[-1]:
        return False  # what is counted comes last: 村小学 are no 村民小组
    return bool({*of_label} & {*of_header}) or not (of_label or of_header)


def _sort(header: str) -> int | None:
    """Of which of the ends the header has one."""
    return next((number for number, end in enumerate(_ENDS) if end.search(header)), None)


def _count_different_things(label: str, header: str) -> bool:
    """Whether both say what they count, and it is not the same: 在岗人数 is not 在岗月数."""
    counted = [match[1] for text in (label, header) if (match := _COUNTED.search(text))]
    return len({*counted}) > 1


def header_line(column: Column, label: str) -> str:
    """The line of a contract that makes the label a header of the column."""
    return f"headers: [{', '.join([*column.headers, label])}]"
