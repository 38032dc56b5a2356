"""One spelling for reading figures: half-width, simplified, radicals as characters, each character still knowing its place."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.reading.normalise import simplified
from pipelines.reading.sheets import radicals

_KEPT = set("，：；！？…")
"""Full-width signs of sentences: a comma of half width may stand between thousands, this one does not."""
_NO_WIDTH = {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"}


@dataclass(frozen=True)
class Folded:
    """`text` and, for each character of it, the position in the original; one more for the end."""

    text: str
    positions: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original the characters from `start` up to `end` stand."""
        return self.positions[start], self.positions[end - 1] + 1


def fold(text: str) -> Folded:
    """The text as the grammar of figures reads it, aligned with the original."""
    folded = [(character, position) for position, character in _half_width(text)]
    positions = (*(position for _, position in folded), len(text))
    return Folded(_simplified("".join(character for character, _ in folded)), positions)


def _half_width(text: str) -> Iterator[tuple[int, str]]:
    table = radicals()
    for position, character in enumerate(text):
        if character < "\x7f" or character in _KEPT:
            yield position, character
        elif character not in _NO_WIDTH:
            seen = table.get(ord(character), character)
            # a number in a circle marks an item, and no figure: it stays what it is
            folded = seen if unicodedata.category(seen) == "No" else unicodedata.normalize("NFKC", seen)
            yield from ((position, part) for part in folded)


def _simplified(text: str) -> str:
    """As long as the text: where words become longer or shorter, character by character."""
    lines = text.split("\n")
    return "\n".join(_simplified_line(line) for line in lines)


def _simplified_line(line: str) -> str:
    converted = simplified(line)
    if len(converted) == len(line):
        return converted
    return "".join(one if len(one) == 1 else old for old in line for one in [simplified(old)])
