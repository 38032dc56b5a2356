"""Whether a list is, by its title, of some of the objects of its register alone: 石桥村未脱贫户名单."""

import re
from collections.abc import Iterable
from datetime import date

from pipelines.registers.contract import Register, Selection


def selection_of(register: Register, words: tuple[str, ...], as_of_on: date) -> Selection | None:
    """The one selection that titles and the sheet's name state, else the file's name, the last of the words."""
    found = _stated(register, words[:-1]) or _stated(register, words[-1:])
    return found[0] if len(found) == 1 and found[0].term_on(as_of_on) else None


def _stated(register: Register, words: Iterable[str]) -> list[Selection]:
    texts = " ".join(words)
    return [
        one
        for one in register.selections
        if re.search(rf"(?<![未含已])({'|'.join(map(re.escape, one.words))})", texts)
    ]
