"""Breaks planted into a report whose figures all agree: one figure, or two that change places, and the words that explain it."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.audit.figures import Figure


@dataclass(frozen=True)
class Planted:
    """The text with a break, its kind, where the broken figures begin, and what an explanation has to say."""

    text: str
    kind: str
    starts: tuple[int, ...]
    explanation: str


def plant(
    text: str, figures: Sequence[Figure], stale: dict[int, Decimal], seed: int, count: int
) -> Iterator[Planted]:
    """Variants of the text, by kind in turn. `stale`: number of a figure → its value of the year before."""
    chance = random.Random(seed)
    kinds = [_times_ten_thousand, _times_ten, _transposed, _dropped, _swapped, _stale]
    made = 0
    for turn in range(count * 50):
        found = kinds[turn % len(kinds)](text, figures, stale, chance)
        if found:
            made += 1
            yield found
        if made == count:
            return


def _number(figure: Figure) -> str:
    """The digits as written, without the unit."""
    return figure.text.rstrip("户人个场万元%")


def _put(
    text: str, figure: Figure, number: str, kind: str, explanation: str, unit: str | None = None
) -> Planted:
    rest = figure.text[len(_number(figure)) :] if unit is None else unit
    changed = text[: figure.start] + number + rest + text[figure.end :]
    return Planted(changed, kind, (figure.start,), explanation)


def _times_ten_thousand(text, figures, stale, chance) -> Planted | None:
    money = [figure for figure in figures if figure.text.endswith("万元")]
    if not money:
        return None
    figure = chance.choice(money)
    return _put(text, figure, _number(figure), "unit", "差 10000 倍", "元")


def _times_ten(text, figures, stale, chance) -> Planted | None:
    figure = chance.choice(figures)
    number = _number(figure)
    if "." in number or number == "0":
        return None
    return _put(text, figure, number + "0", "ten", "差 10 倍")


def _transposed(text, figures, stale, chance) -> Planted | None:
    figure = chance.choice(figures)
    number = _number(figure)
    places = [
        place
        for place in range(len(number) - 1)
        if number[place : place + 2].isdigit()
        and number[place] != number[place + 1]
        and not (place == 0 and number[1] == "0")
    ]
    if not places:
        return None
    place = chance.choice(places)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    return _put(text, figure, swapped, "transposed", "数字颠倒")


def _dropped(text, figures, stale, chance) -> Planted | None:
    figure = chance.choice(figures)
    number = _number(figure)
    if not number.isdigit() or len(number) < 3:
        return None
    place = chance.randrange(1, len(number))
    if number[place] == "0":
        return None
    return _put(text, figure, number[:place] + number[place + 1 :], "dropped", "漏了一位数字")


def _swapped(text, figures, stale, chance) -> Planted | None:
    one, other = sorted(chance.sample(list(figures), 2), key=lambda figure: figure.start)
    if (
        one.unit != other.unit
        or one.value == other.value
        or min(one.value, other.value) < 10
        or one.unit == "fraction"
    ):
        return None
    changed = text[: one.start] + other.text + text[one.end : other.start] + one.text + text[other.end :]
    moved = other.start + len(other.text) - len(one.text)
    return Planted(changed, "swapped", (one.start, moved), " 相同")


def _stale(text, figures, stale, chance) -> Planted | None:
    if not stale:
        return None
    number = chance.choice(sorted(stale))
    figure = figures[number]
    if stale[number] == figure.value or figure.unit not in ("households", "persons"):
        return None
    return _put(text, figure, str(stale[number]), "stale", "年的数相同")
