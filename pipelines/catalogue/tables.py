"""All that the project knows of its tables: registers, marts, and what each must hold to be valid."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from pipelines import validation
from pipelines.catalogue.systems import FILE as SYSTEMS
from pipelines.catalogue.systems import System, load_systems
from pipelines.common.errors import UserError
from pipelines.common.workspace import PROJECT
from pipelines.marts.loading import FOLDER as MARTS
from pipelines.marts.loading import load_groups, load_marts
from pipelines.marts.mart import Mart
from pipelines.quality import FOLDER as SCORING
from pipelines.reconciling.computing import load_reconciliation
from pipelines.registers.contract import Register
from pipelines.registers.loading import FOLDER as REGISTERS
from pipelines.registers.loading import load_registers, load_vocabulary

EXPECTATIONS = PROJECT / "expectations"


@dataclass(frozen=True)
class Catalogue:
    """Registers and marts by name, titles of the marts' groups, the expectations on each table (clean.<register>,
    <mart>), and the file of the systems of township work; without one there are none.
    """

    registers: dict[str, Register]
    marts: dict[str, Mart]
    groups: dict[str, str]
    reconciliation: Mart
    scorecard: Mart
    suites: dict[str, validation.Suite]
    systems_file: Path | None

    @cached_property
    def systems(self) -> tuple[System, ...]:
        """The systems of township work with the tables that keep them: only releases need them, so that they are read when
        they are asked for."""
        if self.systems_file is None:
            return ()
        made = [*self.marts.values(), self.reconciliation, self.scorecard]
        return load_systems(self.registers, made, self.systems_file)

    @cached_property
    def digest(self) -> str:
        """Changes with anything that the catalogue describes."""
        return sha256(repr(self).encode()).hexdigest()

    @property
    def titles(self) -> dict[str, str]:
        """Chinese title of each table: clean.<register>, <mart>."""
        registers = {f"clean.{name}": register.title for name, register in self.registers.items()}
        return registers | {name: mart.title for name, mart in self.marts.items()}

    @property
    def marts_by_group(self) -> dict[str, list[Mart]]:
        """Title of each group that has marts → these, headlines first."""
        ranked = [*self.headlines, *(mart for mart in self.marts.values() if mart.headline is None)]
        grouped = {
            title: [mart for mart in ranked if mart.group == group] for group, title in self.groups.items()
        }
        return {title: marts for title, marts in grouped.items() if marts}

    @property
    def charted(self) -> list[Mart]:
        """Marts that have a chart, headlines in their order first."""
        found = [mart for mart in self.marts.values() if mart.chart]
        return sorted(found, key=lambda mart: (mart.headline is None, mart.headline or 0))

    @property
    def headlines(self) -> list[Mart]:
        """Marts whose figures the first page shows, in order."""
        return [mart for mart in self.charted if mart.headline is not None]

    def registers_behind(self, mart: str) -> set[str]:
        """Registers whose rows a mart is made of, by way of other marts too."""
        tables = self.marts[mart].reads
        found = {name for name in self.registers if f"clean.{name}" in tables}
        return found.union(*(self.registers_behind(table) for table in tables & self.marts.keys()))

    @classmethod
    def load(
        cls,
        registers: Path = REGISTERS,
        marts: Path = MARTS,
        expectations: Path = EXPECTATIONS,
        systems: Path = SYSTEMS,
    ) -> "Catalogue":
        """Everything that the three folders and the file describe: nothing else needs to know of a new register or mart."""
        known_marts = load_marts(marts)
        known_registers = {
            name: register.model_copy(update={"marts": _made_of(name, known_marts)})
            if register.marts is None
            else register
            for name, register in load_registers(registers).items()
        }
        _verify_coverage(known_registers, known_marts)
        rules = {}
        for name, register in known_registers.items():
            vocabularies = {
                column.argument: set(load_vocabulary(column.argument, registers).values())
                for column in register.columns
                if column.kind == "code" and column.argument
            }
            rules[f"clean.{name}"] = validation.baseline_expectations(register, vocabularies)
        for name, mart in known_marts.items():
            rules[name] = validation.baseline_expectations(mart)
        suites = {table: validation.Suite(table, baseline) for table, baseline in rules.items()}
        for table, suite in validation.load_suites(expectations).items():
            if table not in suites:
                raise UserError(
                    f"{expectations / table} holds expectations on {table}, which is not a table."
                )
            suites[table] = replace(suite, expectations=(*rules[table], *suite.expectations))
        return cls(
            known_registers,
            known_marts,
            load_groups(marts),
            load_reconciliation(known_marts.values()),
            load_marts(SCORING)["quality_scorecard"],
            suites,
            systems,
        )


def _made_of(register: str, marts: Mapping[str, Mart]) -> tuple[str, ...]:
    """Marts that are made of rows of the register, by way of other marts too; `marts` come after those that they read."""
    found: list[str] = []
    for name, mart in marts.items():
        if mart.reads & {f"clean.{register}", *found}:
            found.append(name)
    return tuple(found)


def _verify_coverage(registers: Mapping[str, Register], marts: Mapping[str, Mart]) -> None:
    """Raises UserError where a mart states what it rests on by the name of no register."""
    for mart in marts.values():
        named = {*mart.coverage.registers} if mart.coverage else set()
        if unknown := named - {*registers}:
            raise UserError(
                f"{mart.name}.yml: coverage names {', '.join(map(str, unknown))}, which is not a register."
            )
