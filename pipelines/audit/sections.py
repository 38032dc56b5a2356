"""Where the reports of a file begin: a file may hold several, each with parts numbered from 一、."""

import re
from itertools import accumulate, pairwise

_FIRST = re.compile("一、")
_NUMBERED = re.compile(r"[ \t]*(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+[.、])")
_LONGEST_HEADING = 40


def report_starts(text: str) -> list[int]:
    """Where in the text each report but the first begins: with the paragraphs before its 一、 that are in no numbered part of
    the report before it."""
    lines = text.splitlines(keepends=True)
    offsets = [0, *accumulate(map(len, lines))]
    firsts = [number for number, line in enumerate(lines) if _FIRST.match(line)]
    return [offsets[_preface(lines, before, first)] for before, first in pairwise(firsts)]


def _preface(lines: list[str], before: int, first: int) -> int:
    """The line that the report begins with whose 一、 is in line `first`; that of the report before is in line `before`."""
    last = next(number for number in range(first - 1, before - 1, -1) if _NUMBERED.match(lines[number]))
    # what follows a heading is its text
    is_heading = len(lines[last].strip()) <= _LONGEST_HEADING
    return min(first, last + 1 + is_heading)
