"""Marks of version in names of files and sheets: 台账(2), 台账改, 最终; 旧, 作废. A mark alone is a hint, never a proof."""

import re
from collections.abc import Iterable

_EARLIER = re.compile(
    r"旧(?!村|城|房|址|区)|作废|废止|草稿|初稿|原稿|(?<![a-z])(?:old|void|draft)(?![a-z])", re.IGNORECASE
)
_LATER_WORDS = (
    "更正", "更改", "修订", "修改", "修正", "改正", "已改", "改后", "补正", "重报", "最终", "终稿", "定稿", "最新",
    "新版",
)  # fmt: skip
_LATER = re.compile("|".join(_LATER_WORDS) + r"|改(?=[)）\]】]|$)")
_DRAFT = re.compile("征求意见稿?|草案|讨论稿|送审稿|报批稿|审议稿|评审稿|草稿|初稿")
_COPY = re.compile(r"[(（](\d{1,2})[)）]\s*$")
_COPY_WORDS = re.compile(r"副本|拷贝|复件")
_LATEST = 100


def version(*names: str) -> tuple[int, str]:
    """Rank of the version that the names claim, and the mark that claims it: below 0 an earlier one, 0 none, above 0 a
    later one, copies by their number."""
    for name in names:
        if found := _EARLIER.search(name):
            return -1, found[0]
    for name in names:
        if found := _LATER.search(name):
            return _LATEST, found[0]
    for name in names:
        if found := _COPY.search(name):
            return int(found[1]), found[0].strip()
    return 0, ""


def without_marks(name: str) -> str:
    """Return the name without marks of version and of copies, however many."""
    for mark in (_EARLIER, _LATER, _COPY_WORDS):
        name = mark.sub("", name)
    while _COPY.search(name):
        name = _COPY.sub("", name)
    return name


def draft_mark(words: Iterable[str]) -> str | None:
    """Return the word by which a title or a name calls its contents a draft."""
    return next((found[0] for word in words if (found := _DRAFT.search(word))), None)
