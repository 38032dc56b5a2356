"""An amount for each, and how many there are: 12人,每人每年补助200元,共计2400元."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipelines.audit.identity import Identity, is_exact, rounding, shown
from pipelines.audit.mentions import Mention

_BASES = {
    "person": ("persons",),
    "household": ("households",),
    "mu": ("mu",),
    "piece": ("count",),
    "village": ("count",),
}
_REACH = 3
_PERIODS = {"month": tuple(range(1, 13)), "quarter": (1, 2, 3, 4), "semester": (1, 2)}
_SLIPS = {Decimal(10) ** power for power in (-4, -3, -2, -1, 1, 2, 3, 4)}
_TOTAL = re.compile("共|合计|总|累计")
_BY_STANDARD = re.compile("的?标准")
_POST = re.compile("[一-龥]{0,6}岗")
_SO_FAR = re.compile("累计|全年")
_REACH_SO_FAR = 5


def find_products(text: str, mentions: Sequence[Mention]) -> Iterator[Identity]:
    """An amount per head times the heads is the amount; broken where it is a power of ten off, or the words leave no other
    reading; `text` is the folded one."""
    for each in mentions:
        if each.figure.unit == "yuan" and each.figure.per and is_exact(each.figure):
            yield from _of_months(mentions, each) or _of_each(text, mentions, each)
        elif each.figure.unit == "fraction" and is_exact(each.figure):
            yield from _of_share(mentions, each)


def _near(mentions: Sequence[Mention], each: Mention) -> list[Mention]:
    near = mentions[max(0, each.number - _REACH) : each.number + _REACH + 1]
    return [one for one in near if one.sentence == each.sentence and one is not each]


def _of_each(text: str, mentions: Sequence[Mention], each: Mention) -> Iterator[Identity]:
    near = _near(mentions, each)
    bases = [one for one in near if _is_base(text, one, each.figure.per[0])]
    bases.sort(key=lambda one: abs(one.number - each.number))
    amounts = [
        one for one in near if one.number > each.number and one.figure.unit == "yuan" and not one.figure.per
    ]
    times = next((_PERIODS[period] for period in each.figure.per if period in _PERIODS), (1,))
    candidates = [(base, amount) for amount in amounts for base in bases]
    for base, amount in candidates:
        for count in times:
            product = base.figure.value * each.figure.value * count
            if abs(product - amount.figure.value) <= _tolerance(base, each, count) + rounding(amount.figure):
                yield _product(base, each, amount, product)
                return
    for base, amount in candidates:
        is_only = len(candidates) == 1 and times == (1,) and _is_told(base, each, amount)
        if (
            is_exact(base.figure)
            and is_exact(amount.figure)
            and (words := _broken(base, each, amount, is_only))
        ):
            yield _product(base, each, amount, base.figure.value * each.figure.value, words)
            return


def _is_base(text: str, base: Mention, per: str) -> bool:
    """Whether the amount is for each of these; a post is one person's."""
    is_post = per == "person" and base.figure.unit == "count" and _POST.match(text, base.figure.at[1])
    return base.figure.unit in _BASES.get(per, ()) or bool(is_post)


def _of_months(mentions: Sequence[Mention], each: Mention) -> list[Identity]:
    """What was paid so far of an amount per head and month: broken where it is that of one month, or the heads that a year
    would pay differ from those stated in one digit."""
    near = mentions[max(0, each.number - 1) : each.number + _REACH_SO_FAR + 1]
    bases = [
        one
        for one in near
        if abs(one.number - each.number) == 1
        and one.figure.unit in _BASES.get(each.figure.per[0], ())
        and is_exact(one.figure)
    ]
    amounts = [
        one
        for one in near
        if one.figure.unit == "yuan"
        and not one.figure.per
        and _SO_FAR.search(one.clause)
        and is_exact(one.figure)
    ]
    if "month" not in each.figure.per or len(bases) != 1 or not amounts:
        return []
    [base], amount = bases, amounts[0]
    if base.sentence != each.sentence or amount.sentence != each.sentence:
        return []
    month = base.figure.value * each.figure.value
    if abs(month - amount.figure.value) <= rounding(amount.figure):
        words = f"{base.figure.text} × {each.figure.text} 只是一个月的，按年要乘 12"
        return [_product(base, each, amount, month * 12, words)]
    heads = amount.figure.value / (each.figure.value * 12)
    if heads == int(heads) and _differ_in_a_digit(str(int(heads)), str(int(base.figure.value))):
        words = f"{base.figure.text} 一年应为 {shown(month * 12, 'yuan')}；写的是 {int(heads)} 的"
        return [_product(base, each, amount, month * 12, words)]
    return []


def _differ_in_a_digit(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _is_told(base: Mention, each: Mention, amount: Mention) -> bool:
    """Whether the three stand side by side, and the amount is called a total, or paid by the standard before it to all that
    follow."""
    first, second, third = sorted(one.number for one in (base, each, amount))
    if third != first + 2:
        return False
    is_by_standard = (
        amount.number == second and _BY_STANDARD.match(amount.clause) and _TOTAL.search(base.clause)
    )
    return bool((amount.number == third and _TOTAL.search(amount.clause)) or is_by_standard)


def _broken(base: Mention, each: Mention, amount: Mention, is_only: bool) -> str:
    """Why the amount is wrong, in words; empty where it may be of something else."""
    product = base.figure.value * each.figure.value
    words = f"{base.figure.text} × {each.figure.text} = {shown(product, 'yuan')}"
    if product and amount.figure.value / product in _SLIPS:
        factor = max(amount.figure.value / product, product / amount.figure.value)
        return f"{words}；差 {factor.normalize():f} 倍"
    return words if is_only else ""


def _tolerance(base: Mention, each: Mention, count: int) -> Decimal:
    return (
        (base.figure.value * rounding(each.figure) + each.figure.value * rounding(base.figure))
        * count
        * (each.figure.step != 1)
    )


def _product(base: Mention, each: Mention, amount: Mention, product: Decimal, words: str = "") -> Identity:
    numbers = (base.number, each.number, amount.number)
    tolerance = _tolerance(base, each, 1) + rounding(amount.figure)
    return Identity("rate", numbers, product, amount.figure.value, tolerance, not words, words)


def _of_share(mentions: Sequence[Mention], share: Mention) -> Iterator[Identity]:
    """按照10%分红: an amount times the share is another amount of the sentence. Never broken: a share is of many things."""
    amounts = [one for one in _near(mentions, share) if one.figure.unit == "yuan" and not one.figure.per]
    for base in amounts:
        for amount in amounts:
            product = base.figure.value * share.figure.value
            if base is not amount and abs(product - amount.figure.value) <= rounding(amount.figure):
                yield _product(base, share, amount, product)
                return
