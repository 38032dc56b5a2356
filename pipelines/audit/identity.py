"""An equation among figures of a text, and whether it holds within what printing rounds away."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pipelines.audit.figures import Figure


@dataclass(frozen=True)
class Identity:
    """type: sum, part, rate, ratio, difference, change, pair, union, naming or repeat. figures: their numbers in the text, parts
    before the whole. left, right: the values that are compared, the right one as printed; tolerance: how far apart they may
    lie. assuming: what has to be so for a broken one to be wrong, where the words leave another way out."""

    type: str
    figures: tuple[int, ...]
    left: Decimal
    right: Decimal
    tolerance: Decimal
    holds: bool
    explanation: str = ""
    assuming: str = ""

    @property
    def words(self) -> str:
        """What is wrong, and what has to be so for that."""
        return f"{self.explanation}（如果{self.assuming}）" if self.assuming else self.explanation


def rounding(figure: Figure) -> Decimal:
    """How far the value may lie from what was rounded to it: half a unit of the last printed place; a count that is
    printed to the last one is exact."""
    is_counted = figure.unit not in ("yuan", "fraction", "percentage_points") and figure.step == 1
    return Decimal(0) if is_counted else figure.step / 2


def tolerance_of(figures: Iterable[Figure]) -> Decimal:
    """Tolerance of a sum of the figures: half a unit of the last printed place of each."""
    return sum(map(rounding, figures), Decimal(0))


def is_exact(figure: Figure) -> bool:
    """Whether no word makes the figure a bound, an estimate or an interval."""
    return figure.bound == "exact" and figure.high is None


def shown(value: Decimal, unit: str = "") -> str:
    """The value as people read it: money in 万元 from ten thousand on, fractions in per cent."""
    if unit == "fraction":
        return f"{_plain(value * 100, 2)}%"
    if unit == "yuan":
        return f"{_plain(value / 10_000, 6)}万元" if abs(value) >= 10_000 else f"{_plain(value, 2)}元"
    return _plain(value, 4)


def _plain(value: Decimal, places: int) -> str:
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
