"""Slips of the pen that make an equation true: a wrong unit, two digits that changed places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.audit.figures import Figure
from pipelines.audit.identity import rounding, shown

_FACTORS = {"yuan": (Decimal(10_000), Decimal("0.0001"), Decimal(10), Decimal("0.1"))}
_OTHER_FACTORS = (Decimal(10), Decimal("0.1"))


@dataclass(frozen=True)
class Slip:
    """A figure, by its place in the sequence, and the value that it may have been meant to have. is_telling: it has so many
    digits that the sum comes out by no chance."""

    place: int
    value: Decimal
    words: str
    is_telling: bool


def find_slip(parts: Sequence[Figure], whole: Figure, tolerance: Decimal) -> Slip | None:
    """The one slip by which the parts add up to the whole; None where there is none, or two are as likely."""
    total = sum((part.value for part in parts), Decimal(0))
    for kind in (_units, _transpositions):
        found = []
        for place, figure in enumerate([*parts, whole]):
            # what the figure has to be for the sum to hold
            wanted = whole.value - total + figure.value if place < len(parts) else total
            found += [slip for slip in kind(place, figure) if abs(slip.value - wanted) <= tolerance]
        if len(found) == 1:
            return found[0]
        if found:
            return None
    return None


def _units(place: int, figure: Figure) -> Iterator[Slip]:
    for factor in _FACTORS.get(figure.unit, _OTHER_FACTORS):
        value = figure.value * factor
        if figure.unit == "yuan" and factor == 10_000:
            words = f"{figure.text} 似应为 {shown(value, figure.unit)}（元误作万元或万元误作元）"
        else:
            words = f"{figure.text} 似应为 {shown(value, figure.unit)}（差 {_times(factor)} 倍）"
        yield Slip(place, value, words, len(_digits(figure).rstrip("0")) >= 3)


def _times(factor: Decimal) -> str:
    return str(factor if factor > 1 else int(1 / factor))


def _transpositions(place: int, figure: Figure) -> Iterator[Slip]:
    digits = _digits(figure)
    for i in range(len(digits) - 1):
        if digits[i] != digits[i + 1] and not (i == 0 and digits[1] == "0"):
            swapped = digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
            value = Decimal(swapped) * figure.step
            words = f"{figure.text} 似应为 {shown(value, figure.unit)}（两位数字颠倒）"
            yield Slip(place, value, words, len(digits) >= 4)


def _digits(figure: Figure) -> str:
    return str(int(figure.value / figure.step))


def find_misprint(figure: Figure, value: Decimal) -> str:
    """The slip of the pen that makes the figure of the value, likeliest first, or nothing."""
    for factor in (Decimal(10_000), Decimal(10)):
        if any(
            abs(figure.value * times - value) <= rounding(figure) * times for times in (factor, 1 / factor)
        ):
            return f"差 {factor} 倍"
    written, wanted = _digits(figure), str(round(value / figure.step))
    if written != wanted and sorted(written) == sorted(wanted):
        return "数字颠倒"
    if _lacks_a_digit(written, wanted):
        return "漏了一位数字"
    return "多了一位数字" if _lacks_a_digit(wanted, written) else ""


def _lacks_a_digit(shorter: str, longer: str) -> bool:
    return len(shorter) > 1 and any(
        longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer))
    )
