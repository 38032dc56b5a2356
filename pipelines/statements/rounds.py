"""The round of payments that a statement says it is of, in its title, its sheet's name or its file's: 第一季度, 3月, 第二批."""

import re
from collections.abc import Iterable

from pipelines.statements.versions import without_marks

_ORDINALS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
_NUMBERS = {word: number for number, word in enumerate(_ORDINALS, start=1)}
_NUMBER = r"(十[一二]|[一二三四五六七八九十]|1[0-2]|[1-9])"
_FORMS = {
    "quarter": re.compile(rf"(?:第?{_NUMBER}季度?|(?<![A-Za-z])[Qq]([1-4])(?!\d))"),
    "half": re.compile(r"([上下])半年"),
    "month": re.compile(rf"(?<![\d一二三四五六七八九十]){_NUMBER}月份?(?!\d|[一二三四五六七八九十]|末|底)"),
    "round": re.compile(rf"第{_NUMBER}[批次期轮]"),
}
_OTHER = re.compile(r"[^\u4e00-\u9fff]+")


def stated_rounds(words: tuple[str, ...]) -> tuple[str, ...]:
    """The rounds that the titles and the sheet's name state, else the file's name, the last of the words; each once."""
    return _rounds(words[:-1]) or _rounds(words[-1:])


def _rounds(words: Iterable[str]) -> tuple[str, ...]:
    found = set()
    for word in words:
        for kind, form in _FORMS.items():
            for match in form.findall(word):
                number = next(filter(None, match)) if isinstance(match, tuple) else match
                found.add(f"{kind} {_NUMBERS.get(number, number)}")
    return tuple(sorted(found))


def bare_names(words: Iterable[str]) -> str:
    """The Chinese of titles and names, without marks of version and of copies: what may distinguish two equal sheets."""
    return " ".join(_OTHER.sub("", without_marks(word)) for word in words).strip()
