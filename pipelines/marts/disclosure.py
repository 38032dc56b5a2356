"""A mart's `disclosure:`: how its counts depend on each other, so that none of a few households can be worked out.

`pipelines.disclosure` decides from this, and from the threshold of the policy, which rows are withheld.
"""

from itertools import chain

from pydantic import BaseModel, ConfigDict

COUNTED_UNITS = ("户", "人", "户次")
"""Units of columns that count households or persons."""


class Sum(BaseModel):
    """Rows of one mart add up to those of another that agree in area and `by`; `columns`: own column → theirs.

    `only` keeps to rows with one of these values. Theirs may be the rest of a part: `whole less part`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    mart: str
    by: tuple[str, ...]
    only: dict[str, tuple[str, ...]] = {}
    columns: dict[str, str]


class Series(BaseModel):
    """Counts of rows that follow each other by column `by`: column → the count that it grows by, or shrinks by."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    by: str
    grows: dict[str, str] = {}
    shrinks: dict[str, str] = {}

    @property
    def steps(self) -> dict[str, str]:
        """Column → the count that it changes by."""
        return {**self.grows, **self.shrinks}


class Disclosure(BaseModel):
    """Which columns may be seen of a withheld row, and which rows and counts give others away.

    public: shown even then, because plans and lists state them. parts: column → the one that it is a part of; the rest
    is a count too. never: too small by nature to be shown anywhere. together: rows of an area that agree in these
    columns (or have this value), of all marts that use this name, are withheld together. after: rows are withheld where
    the row of the area in the other mart is whose year is theirs in this column. sums: equations with other marts.
    shares: column of such a row → own columns that add up to it. series: equations with the row before.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    public: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    parts: dict[str, str] = {}
    together: dict[str, tuple[str, ...]] = {}
    after: dict[str, str] = {}
    shares: dict[str, tuple[str, ...]] = {}
    sums: tuple[Sum, ...] = ()
    series: Series | None = None

    @property
    def rests(self) -> dict[str, tuple[str, str]]:
        """Name of each rest → the whole and the part that it is the difference of."""
        return {f"{whole} less {part}": (whole, part) for part, whole in self.parts.items()}

    @property
    def own_columns(self) -> set[str]:
        """Columns of the mart itself that are named."""
        of_sums = {name for s in self.sums for name in (*s.by, *s.only, *s.columns)}
        of_series = (
            {self.series.by, *self.series.steps, *self.series.steps.values()} if self.series else set()
        )
        named = (
            self.public,
            self.never,
            self.parts,
            self.parts.values(),
            self.after.values(),
            *self.shares.values(),
        )
        return {*chain.from_iterable(named), *of_sums, *of_series}
