"""One spelling for reading figures: half-width, simplified, radicals as characters, each character still knowing its place."""

import unicodedata
from collections.abc import Sequence
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
    positions: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original the characters from `start` up to `end` stand."""
        return self.positions[start], self.positions[end - 1] + 1


def fold(text: str) -> Folded:
    """The text as the grammar of figures reads it, aligned with the original."""
    table = {character: _folded(character) for character in set(text)}
    if all(len(folded) == 1 for folded in table.values()):
        return Folded(_simplified("".join(table[character] for character in text)), range(len(text) + 1))
    positions = [position for position, character in enumerate(text) for _ in table[character]]
    return Folded(_simplified("".join(table[character] for character in text)), [*positions, len(text)])


def _folded(character: str) -> str:
    """What the character is read as: nothing, one character or several."""
    if character < "\x7f" or character in _KEPT:
        return character
    if character in _NO_WIDTH:
        return ""
    seen = radicals().get(ord(character), character)
    # a number in a circle marks an item, and no figure: it stays what it is
    return seen if unicodedata.category(seen) == "No" else unicodedata.normalize("NFKC", seen)


def _simplified(text: str) -> str:
    """As long as the text: where words become longer or shorter, character by character."""
    lines = text.split("\n")
    return "\n".join(_simplified_line(line) for line in lines)


def _simplified_line(line: str) -> str:
    converted = simplified(line)
    if len(converted) == len(line):
        return converted
    return "".join(one if len(one) == 1 else old for old in line for one in [simplified(old)])
