"""Numbers of persons in any text: ID numbers, telephones and bank cards, which no release, log or message shows.

An ID number has 18 digits with a check digit (GB 11643) or, until 1999, 15; a bank card 16 to 19 with a Luhn check
digit and the first digits of a Chinese or international card. Other long numbers, as of households or documents, stay.
Words beside such a number may be the name of its owner and go with it, up to the next sign that separates.
"""

import re
from collections.abc import Callable, Iterator
from typing import Annotated

from pydantic import AfterValidator

_ID_NUMBER, _BANK_CARD, _TELEPHONE = "[证件号码]", "[银行卡号]", "[电话号码]"
_BETWEEN = r"[\s\u200b\u2010-\u2015\u2212-]?"
_FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｘ（）－．＋", "0123456789X()-.+")
_PROVINCE = "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123])"
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_ID = re.compile(rf"{_PROVINCE}\d{{4}}(?:19|20)\d\d{_DAY}\d{{3}}[\dXx]")
OLD_ID = rf"{_PROVINCE}\d{{4}}\d\d{_DAY}\d{{3}}"
"""An ID number of 15 digits, as Python and RE2 match it."""
_CARD = re.compile(r"6[02]\d{14,17}|9[05]\d{14,17}|4\d{15}|5[1-5]\d{14}|35\d{14}")
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_NO_DECIMALS = r"(?<!0\.)(?<!\d\d\.)"
_NO_AMOUNT = r"(?!\.\d|\s?[十百千万亿]*元)"


def id_check_digit(body: str) -> str:
    """The last character of an ID number of which these are the first 17 digits."""
    return "10X98765432"[
        sum(int(digit) * weight for digit, weight in zip(body, ID_WEIGHTS, strict=True)) % 11
    ]


def _is_id(number: str) -> bool:
    return bool(_ID.fullmatch(number)) and id_check_digit(number[:17]) == number[17].upper()


def _is_card(number: str) -> bool:
    if not _CARD.fullmatch(number):
        return False
    doubled = (int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(number)))
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0


def _digits(fewest: int, last: str = r"\d") -> re.Pattern[str]:
    return re.compile(rf"\d(?:{_BETWEEN}\d){{{fewest - 2}}}{_BETWEEN}{last}(?!\d)")


_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[str], object]], ...] = (
    (_ID_NUMBER, _digits(18, r"[\dXx]"), _is_id),
    (_ID_NUMBER, _digits(15), re.compile(OLD_ID).fullmatch),
    *((_BANK_CARD, _digits(length), _is_card) for length in (19, 18, 17, 16)),
    # Groups as telephones are written: 138 0013 8000, not the years and amounts of a list.
    (
        _TELEPHONE,
        re.compile(rf"{_NO_DECIMALS}1[3-9]\d(?:{_BETWEEN}\d{{4}}{_BETWEEN}\d{{4}}|{_BETWEEN}\d{{3}}{_BETWEEN}\d{{5}}"
                   rf"|(?:[ -]\d\d){{4}}|\.\d{{4}}\.\d{{4}})(?!\d){_NO_AMOUNT}"),
        bool,
    ),
    (_TELEPHONE, re.compile(rf"0(?:10|2\d|[3-9]\d\d)\)?{_BETWEEN}[2-8]\d{{6,7}}(?!\d){_NO_AMOUNT}"), bool),
)  # fmt: skip
"""What a number is replaced by, what it looks like, and what its digits must fulfil; the first that fits is meant."""
_BARE: tuple[tuple[str, int, Callable[[str], object]], ...] = (
    (_ID_NUMBER, 18, _is_id),
    (_ID_NUMBER, 15, re.compile(OLD_ID).fullmatch),
    *((_BANK_CARD, length, _is_card) for length in (19, 18, 17, 16)),
    (_TELEPHONE, 11, re.compile(r"1[3-9]\d{9}").fullmatch),
)
"""What a number without separators is replaced by, its length, and what its digits must fulfil."""
_RUN = re.compile(r"[\dXx]{22,60}(?![\dXx])")
"""Digits of two numbers or more: names of places and headers are read without the blanks between."""
_START = re.compile(r"(?<![0-9])[0-9]|(?<=86)1")
MAY_BE_PRIVATE = r"[0-9０-９]([\s\x{200b}\x{2010}-\x{2015}\x{2212}.()（）－-]{0,2}[0-9０-９]){9}"
"""RE2: what every text that holds a private number matches, and few others do."""
_WORD = r"[\u3400-\u9fff\U00020000-\U0003ffff·]"
_NOBODY = "联系(?:人|方式)?|电话|手机|(?:居民)?身份证|证件|号码|银行|卡|账[户号]|户主|见|号|等|合作社|公司|[村镇乡县组户社]$"
"""What words beside a number are that name nobody."""
_NAME_BEFORE = re.compile(rf"{_WORD}+$|(?<!{_WORD}){_WORD}{{2,4}}(?=[ _:：\u3000-]$)")
"""What may name the owner of the number that follows: words right before it, or as many as a name has, set off from it."""
_NAME_AFTER = re.compile(rf"^{_WORD}+")


def without_private_numbers(text: str) -> str:
    """The text with the kind of each ID number, telephone and bank card in its place, and stars for words beside it that
    may be a name: 电话[电话号码], **[电话号码]."""
    if len(text) < 10 or not (found := [*_private_numbers(text.translate(_FULL_WIDTH))]):
        return text
    starts, ends, kinds = zip(*found, strict=True)
    parts = [text[end:start] for end, start in zip((0, *ends), (*starts, len(text)), strict=True)]
    parts = [parts[0], *(_NAME_AFTER.sub(_starred, part) for part in parts[1:])]
    parts = [*(_NAME_BEFORE.sub(_starred, part) for part in parts[:-1]), parts[-1]]
    return "".join(text for pair in zip(parts, (*kinds, ""), strict=True) for text in pair)


def initials_only(text: str) -> str:
    """The text with a star for every Chinese character of a word but its first: 王**, which shows what it looks like and
    names nobody."""
    return re.sub(rf"(?<={_WORD}){_WORD}", "*", text)


ShownText = Annotated[str, AfterValidator(without_private_numbers)]
"""Text of a file beside the data that is shown or released."""


class ShownNames:
    """Names of files, sheets or folders as they are shown: without such numbers, and no two of them alike.

    What is shown of a name depends on the names asked for before: `甲[证件号码].xlsx`, then `甲[证件号码](2).xlsx`.
    """

    def __init__(self) -> None:
        self._shown: dict[str, str] = {}
        self._taken: set[str] = set()

    def __call__(self, name: str) -> str:
        if name not in self._shown:
            bare = shown = without_private_numbers(name)
            number = 1
            while shown in self._taken:
                number += 1
                head, bracket, tail = bare.rpartition("]")
                shown = f"{head}{bracket}({number}){tail}"
            self._taken.add(shown)
            self._shown[name] = shown
        return self._shown[name]


def _private_numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each number starts and ends, and its kind."""
    done = 0
    for digit in _START.finditer(text):
        if (start := digit.start()) < done:
            continue
        for kind, done in _side_by_side(text, start) or _private_number(text, start):
            yield start, done, kind
            start = done


def _side_by_side(text: str, start: int) -> list[tuple[str, int]]:
    """Kind and end of each number, where the digits from here on are nothing but numbers without anything between.

    Two telephones, which have no check digit, are as well a code where they are the whole text.
    """
    run = _RUN.match(text, start)
    found = _split(run[0]) if run else []
    if run and run[0] == text and {kind for kind, _ in found} == {_TELEPHONE}:
        return []
    return [(kind, start + sum(length for _, length in found[: n + 1])) for n, (kind, _) in enumerate(found)]


def _split(run: str) -> list[tuple[str, int]]:
    """Kind and length of the numbers that the run consists of; none where it does not."""
    for kind, length, is_valid in _BARE:
        if is_valid(run[:length]):
            if len(run) == length:
                return [(kind, length)]
            if rest := _split(run[length:]):
                return [(kind, length), *rest]
    return []


def _starred(words: re.Match[str]) -> str:
    """A star for each character of what may be a name."""
    return re.sub(rf"({_NOBODY})|.", lambda part: part[1] or "*", words[0])


def _private_number(text: str, start: int) -> list[tuple[str, int]]:
    """The kind of the number that starts here and where it ends, if one does."""
    for kind, pattern, is_valid in _KINDS:
        match = pattern.match(text, start)
        if match and is_valid(re.sub(r"[^\dXx]", "", match[0])):
            return [(kind, match.end())]
    return []
