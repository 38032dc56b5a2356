"""What goes wrong in words that a user can act on.

Every refusal that a person may meet is a `UserError`; the command line prints its text and nothing else.
"""

import re
from collections.abc import Collection

from pipelines.common.private_numbers import without_private_numbers


class UserError(Exception):
    """A plain sentence: what was found, where, and what was expected; it shows no number of a person.

    `sentences` are those that the terminal shows: in Chinese, where it is given, and in English.
    """

    def __init__(self, english: str, chinese: str = ""):
        super().__init__(without_private_numbers(english), without_private_numbers(chinese))

    def __str__(self) -> str:
        return self.args[0]

    @property
    def sentences(self) -> list[str]:
        return [sentence for sentence in (self.args[1], self.args[0]) if sentence]


class RefusedBuild(UserError):
    """Nothing of what was delivered can be published; the last release stays current."""


class BusyWorkspace(UserError):
    """Another build holds the workspace, or the tables in it."""

    def __init__(self) -> None:
        super().__init__(
            "Another build is under way; expected one at a time. Try again when it is done.",
            "另一次运行还没有结束，一次只能运行一个；请等它结束后再试。",
        )


_NO_MEMORY = ("Out of Memory", "Cannot allocate memory", "failed to map segment", "can't start new thread")
_NO_ROOM = ("No space left", "disk is full", "disk I/O error", "File too large")


def lack_of(fault: BaseException | None) -> UserError | None:
    """What the machine lacks, where that is what the fault comes from: room, rights or memory."""
    seen: list[BaseException] = []
    # What a step raised and the error that Dagster makes of it are each the other's cause.
    while fault is not None and fault not in seen:
        seen.append(fault)
        if lack := lack_told({kind.__name__ for kind in type(fault).__mro__}, str(fault)):
            return lack
        fault = fault.__cause__ or fault.__context__
    return None


def lack_told(kinds: Collection[str], text: str) -> UserError | None:
    """What the machine lacks by the names of a fault's classes and its message."""
    if {"MemoryError", "BrokenProcessPool"} & {*kinds} or any(sign in text for sign in _NO_MEMORY):
        return _lack(
            "Memory ran out or a process of the build was ended; expected some 2 GB that are free.",
            "内存不够，或者生成所用的进程被结束了；需要大约 2 GB 空闲内存。",
        )
    if any(sign in text for sign in _NO_ROOM):
        found = " ".join(re.split(r"\[SQL|\(Background on", text)[0].split())
        return _lack(
            f"The disk is full ({found}); expected room for another release.",
            f"磁盘已满（{found}）；需要再放一个版本的空间。",
        )
    if "PermissionError" in kinds or "Read-only file system" in text:
        found = " ".join(text.split())
        return _lack(
            f"{found}; expected a folder that the build may write to.", f"{found}；需要可以写入的文件夹。"
        )
    return None


def _lack(english: str, chinese: str) -> UserError:
    return UserError(f"{english} The last release stays current.", f"{chinese}上一版仍然有效。")
