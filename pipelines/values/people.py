"""The people of a unit, as its registers name them: what of a text names one of them, and how it is shown.

Names are known by keyed digests alone. One of three characters or more is found anywhere in a text, with spaces or
dots between its characters too; one of two only where it is the whole text, or a relation or an office goes with it.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
_RUN = re.compile(rf"{HAN}(?:[\s\u3000·•.．]?{HAN})+")
_LONGEST = 6
"""Characters of a name that is found within a text; a longer one is found at its end."""
_KIN_OR_OFFICE = re.compile(
    r"[\s\u3000]*(?:[之的](?:[妻夫子女儿父母孙媳婿兄弟姐妹]|配偶|长|次)|先生|女士|同志|书记|支书|主任|组长|经理|老师)"
)
_BEFORE_A_NAME = re.compile(r"(?:户主|联系人|负责人|法人|经办人|经手人|承包人|领款人)[::\s]*$")


@dataclass(frozen=True)
class People:
    """The people of some units. `digests` has for each unit those of its names, `digest` makes one of a name."""

    digests: Mapping[str, Collection[str]]
    digest: Callable[[str], str]

    @cached_property
    def _made(self) -> dict[str, str]:
        return {}

    def hidden(self, unit: str, text: str) -> str:
        """The text with each name of the unit's people as its surname and a code: 王某(3f2a9c). Equal names have equal
        codes, and others have others."""
        known = self.digests.get(unit)
        if not known:
            return text
        shown, done = [], 0
        for run in _RUN.finditer(text):
            for start, end, name in self._named(run, text, known):
                shown += [text[done:start], f"{name[0]}某({self._digest(name)[:6]})"]
                done = end
        return "".join([*shown, text[done:]])

    def _named(self, run: re.Match[str], text: str, known: Collection[str]) -> Iterator[tuple[int, int, str]]:
        """Where in the run a name starts and ends, and the name; of two that overlap the first, and the longer."""
        places = [index for index in range(*run.span()) if re.match(HAN, text[index])]
        first = 0
        while first < len(places):
            rest = len(places) - first
            for length in (rest, *range(min(_LONGEST, rest), 1, -1)):
                start, end = places[first], places[first + length - 1] + 1
                name = "".join(text[index] for index in places[first : first + length])
                if self._digest(name) in known and (length > 2 or _is_alone(text, start, end)):
                    yield start, end, name
                    first += length - 1
                    break
            first += 1

    def _digest(self, name: str) -> str:
        if name not in self._made:
            self._made[name] = self.digest(name)
        return self._made[name]


def _is_alone(text: str, start: int, end: int) -> bool:
    """Whether two characters can be a name: they are the whole text, or words beside them say who somebody is."""
    is_whole = not text[:start].strip() and not text[end:].strip()
    return is_whole or bool(_KIN_OR_OFFICE.match(text, end) or _BEFORE_A_NAME.search(text[:start]))
