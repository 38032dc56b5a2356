"""What selection knows of a statement: its unit, its subject, and how much it contains. A row for each sheet that
was delivered and each register that the sheet feeds.
"""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import PurePath

from pipelines.registers.contract import Register
from pipelines.statements.rounds import are_apart
from pipelines.statements.versions import version, without_marks

COLUMNS = """unit varchar, period varchar, file varchar, sheet varchar, register varchar, grain varchar, role varchar,
    is_hidden boolean, starts_on date, as_of_on date, as_of_year integer, unit_level varchar, supplied varchar[],
    counties varchar[], townships varchar[], villages varchar[], places varchar[], place_rows bigint[], place_selected bigint[],
    event_years integer[], rounds varchar[], naming varchar[], unread varchar[], unread_cells varchar[],
    unread_money varchar[], unread_rows varchar[], subjects varchar[], rows bigint, sums varchar, content_hash varchar,
    selection varchar, title_year integer, stated_on date, stated_counts boolean, stated_replaces varchar[][], rule varchar,
    reason_zh varchar, reason_en varchar"""
"""Of a delivery's piece _statements. `subjects` are the terms that rows have together in the columns that tell
statements apart, '' where a row states none. `supplied` are columns of the contract that the sheet has; in the lists
of areas '' means rows that name none; `places` are county/township/village of rows, `place_rows` how many each has,
`place_selected` how many of them are of the first selection (未脱贫); `event_years` are those that its events are stated
to be of, if any is, `rounds` what its title or names say that it is of, and `naming` what they say in all.
`unread` are headers that no contract reads, `unread_cells` digests of what each row has below them, `unread_money` and
`unread_rows` the same of money alone. `sums` are the totals of its amounts, as JSON. The stated columns are those of
`sheets:` in delivery.yml, what it replaces, each as period, file and sheet, '' for every sheet. `selection` is
what all its objects have in common, where it is of such objects alone by its title; `title_year` the year that a list is of
by title, sheet or file name, `stated_on` the day that these state. The reason is why it was taken for what it is."""

RESTATES = "(role = 'correction' or (role = 'part' and selection is not null))"
"""SQL for Profile.restates."""

IS_WHOLE = "(role <> 'part' and unit_level is distinct from 'village')"
"""SQL for not Profile.is_of_villages: it covers the townships that it names with all their villages."""

SEPARATOR = "\t"
"""Stands between the terms of a subject."""

DETAIL = {"village": 0, "township": 1, "county": 2, None: 3}
"""Level of the unit that sends → rank: the lower, the closer to what it reports."""


@dataclass(frozen=True)
class Profile:
    """One statement whose rows were read; fields as in COLUMNS."""

    number: int
    unit: str
    period: str
    file: str
    sheet: str
    register: str
    role: str
    is_hidden: bool
    starts_on: date
    as_of_on: date
    as_of_year: int
    unit_level: str | None
    supplied: tuple[str, ...]
    counties: tuple[str, ...]
    townships: tuple[str, ...]
    villages: tuple[str, ...]
    event_years: tuple[int, ...]
    rounds: tuple[str, ...]
    naming: tuple[str, ...]
    rows: int
    content_hash: str
    places: tuple[str, ...] = ()
    place_rows: tuple[int, ...] = ()
    place_selected: tuple[int, ...] = ()
    sums: str | None = None
    unread: tuple[str, ...] = ()
    unread_cells: tuple[str, ...] = ()
    unread_money: tuple[str, ...] = ()
    unread_rows: tuple[str, ...] = ()
    stated_counts: bool | None = None
    stated_replaces: tuple[tuple[str, str, str], ...] = ()
    selection: str | None = None
    title_year: int | None = None
    stated_on: date | None = None
    subjects: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """File and sheet as the sender knows them."""
        return f"{self.file}·{self.sheet}" if self.sheet else self.file

    @property
    def version(self) -> tuple[int, str]:
        """Rank of the version that its names claim, and the mark that claims it."""
        return version(PurePath(self.file).stem, self.sheet)

    def money(self, register: Register) -> set[str]:
        """The columns of money that it has."""
        return {column.name for column in register.columns if column.kind == "money"} & {*self.supplied}

    def total(self, column: str) -> Decimal | None:
        """The sum of an amount in all its rows; None where it has none or it is not known."""
        total = json.loads(self.sums or "{}", parse_float=Decimal).get(column)
        return None if total is None else Decimal(total)

    @property
    def unmarked_name(self) -> tuple[str, str]:
        """Names of file and sheet without what marks a version or a copy."""
        return without_marks(PurePath(self.file).stem), without_marks(self.sheet)

    @property
    def restates(self) -> bool:
        """Whether it holds some objects of a list anew: the others stay as they were."""
        return self.role == "correction" or (self.role == "part" and self.selection is not None)

    @property
    def full_label(self) -> str:
        """Unit, period, file and sheet."""
        return f"{self.unit}/{self.period}/{self.label}"

    def beside(self, other: "Profile") -> str:
        """The label as it is understood beside another statement."""
        return self.label if self.is_beside(other) else self.full_label

    def is_beside(self, other: "Profile") -> bool:
        """Whether both lie in one delivery."""
        return (self.unit, self.period) == (other.unit, other.period)

    @property
    def is_increment(self) -> bool:
        """Whether it is of a month or a quarter alone, by its title or its names."""
        return any(mark.startswith("increment") for mark in self.rounds)

    @property
    def batch(self) -> tuple[str, ...]:
        """The batch or the level that it is of, of which later statements of the year may follow."""
        return tuple(mark for mark in self.rounds if mark.startswith(("round", "level")))

    def is_apart_from(self, other: "Profile", *, in_time: bool) -> bool:
        """Whether titles or names say that the two are of other rounds, levels or investments."""
        return are_apart(self.rounds, other.rounds, in_time=in_time)

    @property
    def is_of_villages(self) -> bool:
        """Whether a list covers the villages that it names, and none else of their townships."""
        return self.role == "part" or self.unit_level == "village"

    def is_part_of(self, other: "Profile") -> bool:
        """Whether the other has all of its villages, and more; rows of both name theirs."""
        are_named = "" not in self.villages and "" not in other.villages
        return are_named and {*self.places} < {*other.places}

    def replaces(self, other: "Profile") -> bool:
        """Whether delivery.yml says that it takes the place of the other, or of rows of it."""
        return self.unit == other.unit and any(
            period == other.period and file in (other.file, other.label) and sheet in ("", other.sheet)
            for period, file, sheet in self.stated_replaces
        )

    def may_restate(self, other: "Profile") -> bool:
        """Whether the other is an earlier statement of the year that may hold the same objects."""
        if self.number == other.number or self.as_of_year != other.as_of_year or not self.may_meet(other):
            return False
        if other.restates:
            return in_order(self, other) == (other, self)
        return other.selection is None and other.as_of_on <= self.as_of_on

    def shares_subject(self, other: "Profile") -> bool:
        """Whether rows of both may be of the same subject: of equal terms, as far as both state them."""
        if not (self.subjects and other.subjects):
            return True
        return any(
            all(
                a == b or "" in (a, b)
                for a, b in zip(one.split(SEPARATOR), two.split(SEPARATOR), strict=True)
            )
            for one in self.subjects
            for two in other.subjects
        )

    def overlaps(self, other: "Profile") -> bool:
        """Whether a day lies in the periods of both."""
        return self.starts_on <= other.as_of_on and other.starts_on <= self.as_of_on

    def may_meet(self, other: "Profile") -> bool:
        """Whether rows of both may be of the same place; a row without a name may be of any."""
        levels = (
            (self.counties, other.counties),
            (self.townships, other.townships),
            (self.villages, other.villages),
        )
        return all("" in ours or "" in theirs or set(ours) & set(theirs) for ours, theirs in levels)


def in_order(one: Profile, other: Profile) -> tuple[Profile, Profile]:
    """The earlier and the later; of one day, the one sent first and the other."""
    earlier, later = sorted((one, other), key=lambda profile: (profile.as_of_on, profile.number))
    return earlier, later
