"""A statement: one table on one sheet, and what it was identified as."""

from dataclasses import dataclass
from typing import Literal

from pipelines.reading.match import Match
from pipelines.rules import Violation

Role = Literal[
    "list", "part", "continuation", "correction", "extract", "summary", "draft", "void", "report", "other",
    "rejected",
]  # fmt: skip
"""What a statement is to the register that it is of.

- list: all objects of its scope; part: all of a part of it (one village, only 未脱贫)
- continuation: goes on from the sheet before it; correction: rows that are sent again
- extract: facts on objects that are listed elsewhere; it creates and removes none
- summary: totals of what another statement details, a control and no data
- draft, void: not to be counted, by its own words
- report: a text, whose figures are compared with the marts
- other: of no register, or no table
- rejected: a table that cannot be read in its present form; its rows are quarantined
"""

READ_ROLES: frozenset[Role] = frozenset({"list", "part", "continuation", "correction"})
"""Roles whose rows are read."""


@dataclass(frozen=True)
class Statement:
    """One table on one sheet.

    `register` is its name, None where it is of none or that is not known; `grain` the form in which the register comes,
    one of the contract's `grains`. `kind` names what a statement of no register seems to be (公益岗补贴发放表). `words`
    are title, sheet and file name, which name what it is about: its areas, its day, a part. `confidence` is 'stated'
    where the steward's notes decide, 'certain' where the headers leave no choice, else 'likely', decided by `reason`.
    `match` has the positions of its columns; without one its rows are not read.
    """

    role: Role
    reason: Violation
    register: str | None = None
    grain: str | None = None
    kind: str | None = None
    words: tuple[str, ...] = ()
    confidence: Literal["stated", "certain", "likely"] = "certain"
    match: Match | None = None
