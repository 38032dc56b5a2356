"""The DuckDB file in which a build comes together: clean views over Parquet pieces, policy, marts, quality.

A mart is a Parquet file in the folder of its build, and a view of it here.
"""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from pipelines.cleaning.records import FINDING_COLUMNS, QUARANTINE_COLUMNS, SHEET_COLUMNS
from pipelines.common.errors import UserError
from pipelines.common.sql import literal, scalar
from pipelines.common.yaml_files import read_yaml
from pipelines.marts.mart import Mart
from pipelines.policy import FOLDER as POLICY
from pipelines.registers.areas import AREA_KEY_COLUMNS, areas_of
from pipelines.registers.contract import Register
from pipelines.statements.select import select_statements

QUALITY_PIECES = {"deliveries": ("_sheets", SHEET_COLUMNS), "quarantine": ("_quarantine", QUARANTINE_COLUMNS),
                  "findings": ("_findings", FINDING_COLUMNS)}  # fmt: skip
"""Table of schema quality → the piece of each delivery that it gathers, and its columns."""


class Workbench:
    """One build's tables. Only one process at a time can hold it; a second one is told so.

    Its memory limit is about what the checks of a million persons take anyway: what a larger registry needs beyond it
    waits on disk.
    """

    def __init__(self, path: Path, memory_limit: str = "400MB"):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self.connection = duckdb.connect(
                str(path),
                config={"memory_limit": memory_limit, "temp_directory": str(path.parent / "spill")},
            )
        except duckdb.IOException as error:
            if "lock" in str(error):
                raise UserError(
                    "Another build is under way; expected one at a time. Try again when it is done."
                ) from None
            raise
        for schema in ("clean", "policy", "quality", "state"):
            self.connection.execute(f"create schema if not exists {schema}")
        self._folder = path.parent

    def close(self) -> None:
        self.connection.close()

    def gather(self, registers: dict[str, Register], pieces: Iterable[Path]) -> None:
        """Gather the accounts of all deliveries into quality.*, and point clean.<register> at the statements that count.

        A register that nobody delivered is an empty view of the right columns. Each row gets the keys of its area, and
        clean.areas says which levels and names a key stands for.
        """
        pieces = list(pieces)
        for name, (piece, columns) in QUALITY_PIECES.items():
            empty = ", ".join(
                f"null::{column.split()[1]} as {column.split()[0]}" for column in columns.split(",")
            )
            self._gather(f"table quality.{name}", piece, empty, pieces)
        select_statements(self.connection, registers, pieces)
        for register in registers.values():
            self._show_register(register, pieces)
        self.connection.execute(f"create or replace table clean.areas as {areas_of(registers)}")

    def _show_register(self, register: Register, pieces: list[Path]) -> None:
        """Make the view of the rows that count; only where a delivery has others are they looked for."""
        files = [file for folder in pieces if (file := folder / f"{register.name}.parquet").exists()]
        partial = {
            Path(folder)
            for (folder,) in self.connection.execute(
                """select folder from quality.statements left join state.repeated_rows as repeated using (number)
                   where statements.register = ? and rows > 0 and (not counts or repeated.row is not null)""",
                [register.name],
            ).fetchall()
        }
        whole = [literal(file) for file in files if file.parent not in partial]
        mixed = [literal(file) for file in files if file.parent in partial]
        empty = ", ".join(f"null::{kind} as {name}" for name, (kind, _) in register.published_columns.items())
        selects = [f"select * from read_parquet([{', '.join(whole)}])"] if whole else []
        if mixed:
            selects.append(
                f"""select counted.* from read_parquet([{", ".join(mixed)}]) as counted
                    semi join (from quality.statements where register = {literal(register.name)} and counts)
                        using (unit, period, file, sheet)
                    anti join (
                        select unit, period, file, sheet, row
                        from state.repeated_rows join quality.statements using (number, register)
                        where register = {literal(register.name)}
                    ) using (unit, period, file, sheet, row)"""
            )
        source = " union all ".join(selects) or f"select {empty} where false"
        self.connection.execute(
            f"create or replace view clean.{register.name} as select *, {AREA_KEY_COLUMNS} from ({source})"
        )

    def _gather(self, target: str, piece: str, empty: str, pieces: list[Path]) -> None:
        files = [
            str(folder / f"{piece}.parquet") for folder in pieces if (folder / f"{piece}.parquet").exists()
        ]
        listed = ", ".join(literal(file) for file in files)
        source = f"select * from read_parquet([{listed}])" if files else f"select {empty} where false"
        self.connection.execute(f"create or replace {target} as {source}")

    def load_policies(self, folder: Path = POLICY) -> None:
        """Schema policy: one table per CSV, typed as policies.yml says.

        Raises UserError naming the CSV, its line and column, where a value is of another type.
        """
        described = read_yaml(folder / "policies.yml")
        for name, policy in described.items():
            types = (
                "{" + ", ".join(f"'{column}': '{kind}'" for column, kind in policy["columns"].items()) + "}"
            )
            path = folder / f"{name}.csv"
            try:
                self.connection.execute(
                    f"create or replace table policy.{name} as "
                    f"select * from read_csv(?, header = true, auto_detect = false, delim = ',', quote = '\"', "
                    f"columns = {types})",
                    [str(path)],
                )
            except duckdb.Error as error:
                raise UserError(f"{path}: {' '.join(str(error).split('Possible')[0].split())}") from None

    def show_build(self, folder: Path) -> None:
        """Make views of the marts that the folder of a build holds, and of no others."""
        self._folder = folder
        views = self.connection.execute(
            "select schema_name, view_name from duckdb_views() where schema_name in ('main', 'quality') and not internal"
        )
        for schema, name in views.fetchall():
            self.connection.execute(f"drop view {schema}.{name}")
        for path in sorted(folder.glob("*.parquet")):
            self._show(path)

    def _show(self, path: Path) -> None:
        self.connection.execute(f"create or replace view {path.stem} as from read_parquet({literal(path)})")

    def build(self, mart: Mart) -> int:
        """Write a mart into the folder of the build, make a view of it, and return its rows.

        Raises UserError where it reads a table that the build does not have yet, or where the SELECT's columns are not
        those that the description names.
        """
        self._verify_columns(mart)
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{mart.table}.parquet"
        unfinished = path.with_suffix(".unfinished")
        self.connection.execute(f"copy (\n{mart.sql}\n) to {literal(unfinished)} (format parquet)")
        unfinished.replace(path)
        self._show(path)
        return self.count(mart.table)

    def _verify_columns(self, mart: Mart) -> None:
        try:
            given = self.connection.execute(f"describe {mart.sql}").fetchall()
        except duckdb.CatalogException as error:
            missing = str(error).splitlines()[0].removeprefix("Catalog Error: ")
            raise UserError(f"{mart.name} reads a table that is not built yet: {missing}") from None
        found = [(name, kind) for name, kind, *_ in given]
        described = [(column.name, column.type) for column in mart.columns]
        if found != described:
            odd = next(
                (pair for pair in zip(found, described, strict=False) if pair[0] != pair[1]),
                (found[len(described) :] or "nothing more", described[len(found) :] or "nothing more"),
            )
            raise UserError(f"{mart.name}.sql gives {odd[0]} where {mart.name}.yml describes {odd[1]}.")

    def count(self, table: str) -> int:
        return scalar(self.connection, f"select count(*) from {table}")
