"""Tell lists that hold only some objects of their register, by their titles: 石桥村未脱贫户名单, 2020年脱贫户名单."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import NamedTuple

from pipelines.deliveries.period import year_in_digits
from pipelines.reading.normalise import normalise
from pipelines.reading.vocabularies import terms_in, terms_of
from pipelines.registers.contract import Register, Selection
from pipelines.statements.progress import done

_AMONG_OTHERS = re.compile("含|包括|(?<![消解])除")


class Selected(NamedTuple):
    """The value that all rows of such a list have in a column, as far as they state one, and what the title calls them."""

    column: str
    value: str
    name: str


def selections_of(register: Register, words: tuple[str, ...], as_of_on: date) -> Iterator[Selected]:
    """What titles and the sheet's name select, else the file's name, the last of the words: those to whom it happened in one
    year, those of one type, those with whom something is done, or all of one term, of which the others are some."""
    for select in (_by_year, _by_type, _by_progress, partial(_by_term, as_of_on=as_of_on)):
        yield from select(register, words[:-1]) or select(register, words[-1:])


def _by_year(register: Register, words: Iterable[str]) -> list[Selected]:
    """Those to whom it happened in the year before the words; a later year than the last of it is that of the list."""
    texts = year_in_digits(" ".join(words))
    return [
        Selected(register.past_year, year, f"{year}年{one.term}")
        for one in register.selections
        if register.past_year and one.until
        for year in re.findall(rf"(?<!\d)(20\d\d)年度?\D{{0,8}}?(?<![未含]){_any_word(one)}", texts)
        if int(year) <= one.until.year
    ]


def _by_type(register: Register, words: Iterable[str]) -> list[Selected]:
    named = [
        (column, terms_in(alone(words), terms_of(register.by_name[column].argument or ""), of_persons=True))
        for column in register.object_types
    ]
    return [Selected(column, *found, *found) for column, found in named if len(found) == 1]


def _by_progress(register: Register, words: Iterable[str]) -> list[Selected]:
    """Of a roll alone: other registers may list what is done and no more."""
    flags = [name for name in register.progress if register.by_name[name].kind == "flag"]
    found = done(register).search(alone(words))
    return [Selected(flags[0], "true", f"已{found[0]}")] if register.is_roll and flags and found else []


def _by_term(register: Register, words: Iterable[str], as_of_on: date) -> list[Selected]:
    texts = " ".join(words)
    found = [one for one in register.selections if re.search(rf"(?<![未含已]){_any_word(one)}", texts)]
    return [
        Selected(one.column, one.term, one.term) for one in found if len(found) == 1 and one.term_on(as_of_on)
    ]


def alone(words: Iterable[str]) -> str:
    """The words but for those that name something among others."""
    return " ".join(text for text in map(normalise, words) if not _AMONG_OTHERS.search(text))


def _any_word(selection: Selection) -> str:
    return f"(?:{'|'.join(map(re.escape, selection.words))})"
