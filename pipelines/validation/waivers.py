"""Waivers (豁免清单): failing rows that somebody answers for, until a day.

- table: clean.villages
  rule: population_is_steady
  where: {unit: 某镇, period: 2021}       # any of the rule's keys as a finding shows them; without it every row
  reason: 2021 年撤并三个村
  owner: 统计站
  expires: 2022-06-30
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from pipelines.common.china_time import today_in_china
from pipelines.common.errors import UserError
from pipelines.common.private_numbers import ShownText, initials_only
from pipelines.common.sql import literal
from pipelines.common.yaml_files import read_entries
from pipelines.validation.suites import Suite


class Waiver(BaseModel):
    """One entry: which failing rows of which rule, why, who answers for it, and the last day that it holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    table: str
    rule: str
    where: Mapping[str, str | bool | int | float | date | None] = {}
    reason: ShownText = Field(min_length=1)
    owner: ShownText = Field(min_length=1)
    expires: date

    def __hash__(self) -> int:
        return hash(self.model_dump_json())

    @property
    def is_in_force(self) -> bool:
        return self.expires >= today_in_china()

    @property
    def condition(self) -> str:
        """SQL that is true for the failing rows that the waiver is about."""
        return " and ".join(_is(column, value) for column, value in self.where.items()) or "true"


def _is(column: str, value: object) -> str:
    """SQL that is true where the column shows the value, whichever type YAML took it for."""
    if value is None:
        return f"{column} is null"
    return f"{column}::varchar = {literal(str(value).lower() if isinstance(value, bool) else value)}"


def load_waivers(path: Path) -> tuple[Waiver, ...]:
    """Every waiver in the file; none where the file is missing. Raises UserError naming the entry that is not valid."""
    return read_entries(path, Waiver)


def check_waivers(path: Path, waivers: Sequence[Waiver], suites: Mapping[str, Suite]) -> None:
    """Raises UserError for a waiver of a rule that there is not, or by a column that the rule does not show."""
    for waiver in waivers:
        rules = suites[waiver.table].expectations if waiver.table in suites else ()
        rule = next((rule for rule in rules if rule.id == waiver.rule), None)
        if rule is None:
            table, named = initials_only(waiver.table), initials_only(waiver.rule)
            raise UserError(
                f"{path}: {table} has no expectation {named} to waive.",
                f"{path}：{table} 没有规则 {named}，无从豁免。",
            )
        if unknown := sorted(set(waiver.where) - set(rule.keys)):
            found = initials_only(unknown[0])
            raise UserError(
                f"{path}: {waiver.rule} on {waiver.table} does not show {found}; "
                f"expected one of {', '.join(rule.keys)}.",
                f"{path}：{waiver.table} 的规则 {waiver.rule} 不显示 {found}；可写 {'、'.join(rule.keys)}。",
            )
