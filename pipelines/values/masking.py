"""What of a faulty cell may be shown in a release: nothing of a name but its surname, of a number but its kind.

Which words may stay depends on what the column is for: in a column of amounts those that amounts are written with, in a
column of terms those of its vocabulary, and in both such as no name is written with. Who sent the cell sees it whole in
the feedback workbook.
"""

import re
from collections.abc import Callable, Iterable

from pipelines.registers.columns import AMOUNTS, Column
from pipelines.registers.loading import vocabulary_letters

_NUMBER_KINDS = AMOUNTS | {"year", "month", "date", "flag"}
_WORDS_OF_NUMBERS = set(
    "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟元角分整人民币美户口名个次项处条座家亩公里米斤吨年度月日号季底初"
    "前后上下旬去今明半约大概左右余多以内不超过低于少至到近待定无有是否详全部共计未已解决参加点ExX"
)
_PLACE = re.compile("村|社区|居委|镇|乡|街道|县|市|区|旗|州|省|组|屯|寨|庄|级|台账|名单|表$")
_LETTERS = re.compile(r"[^\W\d_]+")
_LONG_NUMBER = re.compile(r"(?:[0-9０-９*][\s-]?){6,}[0-9０-９*][xX]?")
_TELEPHONE_OR_ID = re.compile(r"(?:[0-9０-９*][\s-]?){9,}[0-9０-９*][xX]?|0\d{2,3}-\d{7,8}")
_PRIVATE_NUMBER = re.compile(r"(?:[0-9０-９*xX][\s-]?)+")
_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
_SURNAMES = set(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
    "安倪严牛温芦季俞章鲁葛伍申尤毕聂柴焦柳邢岳齐梅莫庄辛祝左涂谷祁舒耿牟卜詹苗凌费纪靳盛童欧甄项曲游阳裴席卫查屈鲍覃霍翁隋甘景薄"
    "司柏宁柯阮桂闵蓝蒙韦向覃农岩刀召陶姜喻"
)


def masked(text: str, column: Column, terms: Iterable[str] = (), *, holds_persons: bool = True) -> str:
    """The text as it may be shown.

    `terms` are the words of the column's vocabulary. `holds_persons`: whether the register has columns of persons:
    where it has none, words are shown unless they look like a name.
    """
    if column.is_private or column.kind == "household_id":
        return _words(_PRIVATE_NUMBER.sub(_kind, text), _surname)
    if column.kind in _NUMBER_KINDS:
        text = _TELEPHONE_OR_ID.sub(_kind, text)
        if _are_of_states(text):
            return text
        return _LETTERS.sub(lambda run: run[0] if _is_of_numbers(run) else _hidden(run[0]), text)
    text = _LONG_NUMBER.sub(_kind, text)
    if not holds_persons:
        return _words(text, _surname_of_a_name)
    if column.kind == "code":
        if _are_of_states(text):
            return text
        return _words(text, lambda words: _only(words, terms))
    if column.kind == "area":
        return _words(text, lambda words: words if _PLACE.search(words) else _hidden(words))
    return _words(text, _hidden)


def without_names(text: str) -> str:
    """Any text with a star for all but the surname of what looks like a person's name; words for places stay."""
    return _words(text, lambda words: words if _PLACE.search(words) else _surname_of_a_name(words))


def _is_of_numbers(run: re.Match[str]) -> bool:
    """Whether the words are such as numbers are written with, or one letter behind a digit, as units are: 400张."""
    is_unit = len(run[0]) == 1 and run.string[: run.start()][-1:].isdigit()
    return is_unit or _WORDS_OF_NUMBERS.issuperset(run[0])


def _are_of_states(text: str) -> bool:
    """Whether none of the words may be a name: each has letters of terms alone, more than one, and no surname before them."""
    words = _LETTERS.findall(text)
    return all(
        len(run) > 1 and run[0] not in _SURNAMES and vocabulary_letters().issuperset(run) for run in words
    )


def _words(text: str, shown: Callable[[str], str]) -> str:
    return _LETTERS.sub(lambda run: shown(run[0]), text)


def _kind(number: re.Match[str]) -> str:
    """#18 for a number of 18 digits."""
    digits = sum(character.isalnum() or character == "*" for character in number[0])
    return f"#{digits}"


def _surname(name: str) -> str:
    return name[0] + "*"


def _surname_of_a_name(words: str) -> str:
    return _surname(words) if _NAME.fullmatch(words) and words[0] in _SURNAMES else words


def _hidden(words: str) -> str:
    return "*" * len(words)


def _only(words: str, kept: Iterable[str]) -> str:
    """The words with a star for each character that is of none of those kept."""
    longest_first = "|".join(map(re.escape, sorted(kept, key=len, reverse=True))) or "(?!)"
    return re.sub(f"({longest_first})|.", lambda part: part[1] or "*", words)
