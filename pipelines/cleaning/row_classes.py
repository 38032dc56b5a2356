"""Classify each line of a sheet by its words: data, or a total, footer, header or blank line.

SQL over lines split into cells. A line is data unless it surely is not: nobody sees again what is taken for no data.
"""

from collections.abc import Collection, Iterable

from pipelines.common.sql import literal
from pipelines.reading.match import Match
from pipelines.registers.columns import AMOUNTS

SPACES = " \t\u3000\u00a0"
_GAP = "[\\s\u3000\u00a0]*"
TOTAL_WORD = f"([合小总總共累]{_GAP}[计計])"
_TOTAL = f"(^|\x1f)[^\x1f]{{0,20}}{TOTAL_WORD}([(（][^\x1f]*[)）])?{_GAP}[:：]?(\x1f|$)"
"""In a cell that ends with such a word."""
BEGINS_AS_TOTAL = f"(^|\x1f){TOTAL_WORD}[^\x1f划劃量算生][^\x1f]*(\x1f|$)"
"""In a cell that goes on after such a word: but not 总计划, 小计量, 合计算, 小计生."""
_PLACE_BEGINS_AS_TOTAL = (
    f"(^|\x1f){TOTAL_WORD}[^\x1f0-9一二三四五六七八九十个各全]{{0,4}}(村|社区|居委会)(\x1f|$)"
)
_FEWEST_WORDS_OF_OBJECT = 3
_SUBTOTAL = f"小{_GAP}[计計]"
_IDENTITY = "[0-9Xx*]{6,}"
_SIGNED = "([(（][签盖公章字名]+[)）])?"
_SIGNATORY = "(填表|填报|制表|编制|统计|汇总|报送|上报|审核|审批|复核|校对|经办|负责|联系)人?"
_FOOTER = (
    f"^({_SIGNATORY}|(填表|填报|制表|报送|公示)?(单位|日期|时间)|(单位)?(负责人|领导)|(主要|主管|分管)(负责人|领导)|"
    "会计|出纳|(联系|监督|举报)电话|村(支书|书记|主任)|第一书记|备注|(填表)?说明|注\\d*)"
    f"{_GAP}{_SIGNED}{_GAP}[:：]"
)
_NOTE = f"^(备注|附注|注|(填表)?说明){_GAP}[:：]?{_GAP}(\x1f|$)"
"""A cell of its own before a note, in which an amount may be repeated."""
_SIGNATURE = (
    f"^{_SIGNATORY}{_GAP}{_SIGNED}([{SPACES}]+[一-鿿]{{2,4}})?(\x1f|$)|"
    "^[^\x1f]{2,30}[(（](盖章|公章|章)[)）](\x1f|$)"
)
_AMOUNT = "[¥￥]?[0-9][0-9,]*(\\.[0-9]+)?(万?元|[户人%])?"
_DAY_OR_TELEPHONE = f"(日期|时间|电话){_GAP}[:：]"
_DAY = "(19|20|二[〇零○]).{2}年.{1,3}月.{1,3}日"
ORDINAL = "[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?"
_NO_ROW = (
    f"^(第{_GAP}\\d+{_GAP}页({_GAP}[,，/]?{_GAP}共{_GAP}\\d+{_GAP}页)?|共{_GAP}\\d+{_GAP}页|以下空白|"
    f"(以上|本页)?[共合总]计?{_GAP}\\d+{_GAP}[户人项个条]){_GAP}(\x1f|$)"
)
_TOTAL_MARKS = ("计", "計")
_NOTE_MARKS = ("注", "说明")
_FOOTER_MARKS = (":", "：")
_SIGNATURE_MARKS = ("章", "人")
_NO_ROW_MARKS = ("页", "以下", "共")
_DAY_MARKS = ("日",)
CONTINUED_MARKS = ("续", "页")
MARKS = frozenset(
    (
        *_TOTAL_MARKS, *_NOTE_MARKS, *_FOOTER_MARKS, *_SIGNATURE_MARKS, *_NO_ROW_MARKS, *_DAY_MARKS, *CONTINUED_MARKS, *SPACES,
    )
)  # fmt: skip
"""Words and spaces of which a line holds one before a pattern is worth a look."""
CONTINUED = f"[(（]{_GAP}(续{_GAP}表?|第?{_GAP}\\d+{_GAP}页){_GAP}[)）]"


def row_class_sql(match: Match, separator: str, held: Collection[str]) -> str:
    """SQL for the class of a line: data, title, blank, total, subtotal, footer, note or header; `held` are those of MARKS
    that any line holds. What no line can be is not asked: its patterns cost more to prepare than a sheet to read.

    It reads row, line, its cells as v, is_head_again, and the text of each mapped column.
    """
    start = "array_to_string(v[1:4], chr(31))"
    first = f"ltrim(replace(line, chr({ord(separator)}), chr(31)), '{SPACES}\x1f')"
    is_empty = f"coalesce({', '.join(column.name for column in match.mapped)}, null) is null"
    is_total = f"""(regexp_matches({start}, '{_TOTAL}') or {_is_named_total(match)}
            or (regexp_matches({start}, '{BEGINS_AS_TOTAL}') and not ({_names_object(match, start)})))
        and not ({has_identity(match)})"""
    level = f"if(regexp_matches({first}, '{_SUBTOTAL}'), 'subtotal', 'total')"
    has_no_amount = f"not ({_states_amount(match)})"
    words = f"translate(line, chr({ord(separator)}) || '{SPACES}', '')"
    by_words = [
        (_TOTAL_MARKS, is_total, level),
        (_NOTE_MARKS, f"regexp_matches({first}, '{_NOTE}')", "'note'"),
        (_FOOTER_MARKS, f"regexp_matches({first}, '{_FOOTER}') and {has_no_amount}", "'footer'"),
        (_SIGNATURE_MARKS, f"regexp_matches({first}, '{_SIGNATURE}') and {has_no_amount}", "'footer'"),
        (_NO_ROW_MARKS, f"regexp_matches({first}, '{_NO_ROW}')", "'footer'"),
        (_DAY_MARKS, f"regexp_full_match({words}, '{_DAY}')", "'footer'"),
    ]
    arms = "\n".join(
        f"when ({any_of}) and {condition} then {row_class}"
        for marks, condition, row_class in by_words
        if (any_of := holds_any(marks, held))
    )
    return f"""
        case
            when row <= {match.header_row} then 'title'
            when {is_empty} and trim({start}, '{SPACES}\x1f') = '' then 'blank'
            {arms}
            when is_head_again or {_is_header_again(match)} then 'header'
            when {is_empty} then 'blank'
            else 'data'
        end"""


def holds_any(marks: Iterable[str], held: Collection[str]) -> str:
    """SQL for whether the line holds one of the marks; empty where none is held by any line."""
    return " or ".join(f"contains(line, {literal(mark)})" for mark in marks if mark in held)


def has_identity(match: Match) -> str:
    """SQL for whether a row has the number of a person or household, and so is not a total, whatever its name."""
    identities = [
        f"regexp_full_match(coalesce({column.name}, ''), '{_IDENTITY}')"
        for column in match.mapped
        if column.kind in ("person_id_number", "household_id")
    ]
    identities += [
        f"coalesce(not regexp_matches({column.name}, '{TOTAL_WORD}'), false)"
        for column in match.mapped
        if column.kind == "text" and match.register.key == (column.name,)
    ]
    return " or ".join(identities) or "false"


def _names_object(match: Match, start: str) -> str:
    """SQL for whether a row in which a cell only begins as a total names an object: 合计坪组道路硬化, 小计村."""
    words = [column.name for column in match.mapped if column.kind not in AMOUNTS]
    filled = " + ".join(f"({name} is not null)::integer" for name in words) or "0"
    serial = (
        f"regexp_full_match(trim(coalesce(v[{match.serial}], ''), '{SPACES}'), '[0-9]+')"
        if match.serial
        else "false"
    )
    return f"{serial} or {filled} >= {_FEWEST_WORDS_OF_OBJECT} or regexp_matches({start}, '{_PLACE_BEGINS_AS_TOTAL}')"


def _is_header_again(match: Match) -> str:
    """SQL for whether each cell repeats its header; nearly always the first tells that it does not."""
    headers = [match.headers[column.name].replace(" ", "") for column in match.mapped]
    first, cells = match.mapped[0].name, ", chr(31), ".join(column.name for column in match.mapped)
    return (
        f"replace({first}, ' ', '') is not distinct from {literal(headers[0])} "
        f"and replace(concat({cells}), ' ', '') = {literal(chr(31).join(headers))}"
    )


def _is_named_total(match: Match) -> str:
    """SQL for whether a row is a total by its name, in whichever column that is."""
    words = [column.name for column in match.mapped if column.kind not in AMOUNTS]
    return _any_cell(words, f"{TOTAL_WORD}{_GAP}[:：]?")


def _states_amount(match: Match) -> str:
    """SQL for whether a row that begins like a footer is data: it has a number under an amount.

    A footer may have a day or a telephone number anywhere.
    """
    amounts = [column.name for column in match.mapped if column.kind in AMOUNTS]
    return f"{_any_cell(amounts, _AMOUNT)} and not regexp_matches(line, '{_DAY_OR_TELEPHONE}')"


def _any_cell(columns: list[str], pattern: str) -> str:
    """SQL for whether one of the cells is of the pattern: a pattern costs more to prepare than to match."""
    return (
        f"regexp_matches(concat_ws(chr(31), {', '.join(columns)}), '(^|\x1f)({pattern})(\x1f|$)')"
        if columns
        else "false"
    )
