"""Whole numbers and choices that add up to a given total."""

from collections.abc import Sequence
from random import Random
from typing import Protocol, TypeVar


class Sized(Protocol):
    """Anything that counts persons."""

    @property
    def size(self) -> int: ...


S = TypeVar("S", bound=Sized)


def split(rng: Random, total: int, parts: int, low: int = 1, high: int = 9) -> list[int]:
    """`parts` whole numbers between `low` and `high` that add up to `total`, scattered around their mean."""
    if not low * parts <= total <= high * parts:
        raise ValueError(f"{total} cannot be split into {parts} parts of {low} to {high}.")
    numbers = [total // parts + (place < total % parts) for place in range(parts)]
    for _ in range(2 * parts):
        giver, taker = rng.randrange(parts), rng.randrange(parts)
        if giver != taker and numbers[giver] > low and numbers[taker] < high:
            numbers[giver] -= 1
            numbers[taker] += 1
    rng.shuffle(numbers)
    return numbers


def shares(total: int, weights: Sequence[float], step: int = 1) -> list[int]:
    """`total` divided in proportion to `weights` in multiples of `step`; the remainder goes to the first ones."""
    whole = sum(weights)
    numbers = [int(total / step * weight / whole) * step for weight in weights]
    for place in range((total - sum(numbers)) // step):
        numbers[place] += step
    if sum(numbers) != total:
        raise ValueError(f"{total} is not a multiple of {step}.")
    return numbers


def pick(rng: Random, pool: Sequence[S], count: int, persons: int) -> list[S]:
    """`count` of the pool that together have exactly `persons` persons."""
    mixed = rng.sample(pool, len(pool))
    chosen, rest = mixed[:count], mixed[count:]
    lacking = persons - sum(each.size for each in chosen)
    for _ in range(1_000_000):
        if not lacking:
            return chosen
        leaving, coming = rng.randrange(len(chosen)), rng.randrange(len(rest))
        gain = rest[coming].size - chosen[leaving].size
        if abs(lacking - gain) < abs(lacking):
            chosen[leaving], rest[coming] = rest[coming], chosen[leaving]
            lacking -= gain
    raise ValueError(f"No {count} of {len(pool)} have {persons} persons.")
