"""All rules on a registry of a million persons: Great Expectations against the same rules as bare SQL.

    python -m tests.benchmarks.expectations [persons]

Bare SQL, too, makes once what several rules look at, and counts the rows that break each rule. Both run in a process
of their own, over the same Parquet, with the same threads and the workbench's memory limit. What it takes to start is
taken off both, and listed separately for Great Expectations, because a build pays for its import once.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pipelines.catalogue.tables import Catalogue
from pipelines.cleaning.gathering import gather
from pipelines.common.sql import literal
from pipelines.common.workspace import PROJECT
from pipelines.engines.workbench import Workbench
from pipelines.validation import UNEXPECTED_ROWS, Suite, validate
from pipelines.validation.importing import import_great_expectations
from tests.benchmarks.measuring import run
from tests.expectations.bare import bare_sql

TABLE = "clean.persons"
SLOWEST_GOAL = 3.0
"""Goal: CPU seconds of all rules, as a multiple of those of bare SQL; other work on the machine moves them least."""
MEMORY_GOAL = 1.5e9
"""Goal: bytes that the process of the checks holds at most."""

_PERSONS = """
    select
        '镇' || (household // 2500) as unit, '2018' as period, date '2018-12-31' as as_of_on, 2018 as as_of_year,
        'a.csv' as file, '' as sheet, number + 2 as row, '县' as county, '镇' || (household // 2500) as township,
        '村' || (household // 125) as village, 'h' || household as household_id,
        lpad(number::varchar, 32, '0') as person_id, '王*' as person_name,
        ['男', '女', '男', '女'][member + 1] as id_sex,
        date '1970-01-01' + ((household % 3650)::integer) + (case when member < 2 then 0 else 12775 end) as id_birth_on,
        4 as household_size_persons, ['户主', '配偶', '之子', '之女'][member + 1] as relation, '汉族' as ethnicity,
        case when member < 2 then '初中' end as education,
        case when member < 2 then '非在校生' else '小学' end as schooling, '健康' as health,
        case when member < 2 then '普通劳动力' else '无劳动力' end as labour,
        case when member = 0 then '省外务工' end as work_place, case when member = 0 then 6 end as work_months,
        true as has_major_illness_insurance, '已脱贫' as exit_status, 2014 + household % 5 as exit_year,
        '一般贫困户' as household_kind, '缺资金' as poverty_cause, household % 1000 = 0 as has_dangerous_house,
        true as has_safe_water, false as has_water_difficulty,
        (3000 + household % 9000) as net_income_per_person_yuan, lpad(household::varchar, 32, '0') as household_phone,
        date '2014-01-01' as household_identified_month, date '2014-01-01' as person_identified_month
    from (select range as number, range // 4 as household, range % 4 as member from range({persons}))
"""
"""Households of four, of which one in a thousand lives in a dangerous house."""


def main(persons: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "workbench.duckdb"
        _make(database, persons)
        command = [sys.executable, "-m", "tests.benchmarks.expectations"]
        costs = {
            way: run([*command, way, database], PROJECT) for way in ("start", "bare", "import", "checked")
        }

        def beyond(before: str, way: str) -> tuple[float, float]:
            """CPU and wall seconds of one way beyond those of another."""
            less, more = costs[before], costs[way]
            return more.cpu_seconds - less.cpu_seconds, more.seconds - less.seconds

        bare, imported, checked = (
            beyond("start", "bare"),
            beyond("start", "import"),
            beyond("import", "checked"),
        )
        rules = len(Catalogue.load().suites[TABLE].expectations)
        print(f"{rules} rules on {persons:,} persons")
        for name, (cpu, wall) in (
            ("bare SQL", bare),
            ("Great Expectations", checked),
            ("(its import)", imported),
        ):
            print(f"{name:18}  {cpu:6.1f} s of CPU   {wall:6.1f} s")
        ratio, peak = checked[0] / bare[0], costs["checked"].peak_bytes
        print(f"ratio {ratio:.2f} of CPU, {checked[1] / bare[1]:.2f} of time (goal: {SLOWEST_GOAL})")
        print(
            f"peak {peak / 1e9:.2f} GB, bare SQL {costs['bare'].peak_bytes / 1e9:.2f} GB (goal: {MEMORY_GOAL / 1e9})"
        )
        sys.exit(ratio > SLOWEST_GOAL or peak > MEMORY_GOAL)


def _make(database: Path, persons: int) -> None:
    """A workbench whose registry holds that many persons, and whose other registers and policies are as usual."""
    catalogue = Catalogue.load()
    pieces = database.parent / "pieces"
    pieces.mkdir()
    workbench = Workbench(database)
    gather(workbench.connection, catalogue.registers, [])
    made = {
        name for name, *_ in workbench.connection.execute(f"describe {_PERSONS.format(persons=1)}").fetchall()
    }
    columns = ", ".join(
        f"{column if column in made else 'null'}::{sql_type} as {column}"
        for column, (sql_type, _) in catalogue.registers["persons"].published_columns.items()
    )
    workbench.connection.execute(
        f"copy (select {columns} from ({_PERSONS.format(persons=persons)})) "
        f"to {literal(pieces / 'persons.parquet')} (format parquet)"
    )
    gather(workbench.connection, catalogue.registers, [pieces])
    workbench.load_policies()
    workbench.close()


def _bare_statements(suite: Suite) -> Iterator[str]:
    """The derived tables, each made once, and a query per rule for the number of rows that break it."""
    always = [rule for rule in suite.expectations if not (rule.since or rule.until)]
    for name, query in suite.derived_for(always).items():
        yield f"create temp table {name} as {query.format(batch=suite.table)}"
    for rule in suite.expectations:
        if rule in always and rule.type == UNEXPECTED_ROWS:
            yield f"select count(*) from ({rule.query.format(batch=suite.table)})"
        else:
            yield bare_sql(rule, suite)


def _run(way: str, database: Path) -> None:
    suite = Catalogue.load().suites[TABLE]
    workbench = Workbench(database)
    match way:
        case "import":
            import_great_expectations()
        case "bare":
            for statement in _bare_statements(suite):
                workbench.connection.execute(statement).fetchall()
        case "checked":
            started = time.perf_counter()
            outcomes = validate(workbench.connection, suite)
            broken = [outcome.expectation.id for outcome in outcomes if not outcome.passed]
            print(f"{time.perf_counter() - started:.1f} s, broken: {broken}")
    workbench.close()


if __name__ == "__main__":
    match sys.argv[1:]:
        case [way, database]:
            _run(way, Path(database))
        case [persons]:
            main(int(persons))
        case _:
            main(1_000_000)
