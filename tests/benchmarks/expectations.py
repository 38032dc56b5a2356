"""All rules on a registry of a million persons: Great Expectations against the same rules as bare SQL.

    python -m tests.benchmarks.expectations [persons]

Bare SQL answers each rule by itself; a check makes once what several rules look at. Both run in a process of their
own, over the same Parquet, with the workbench's memory limit. Importing Great Expectations is told apart, because a
build pays for it once.
"""

import sys
import tempfile
import time
from pathlib import Path

from pipelines.catalogue import Catalogue
from pipelines.engines.workbench import Workbench
from pipelines.sql import literal
from pipelines.validation import validate
from pipelines.validation.importing import import_great_expectations
from pipelines.workspace import PROJECT
from tests.benchmarks.measuring import run
from tests.expectations.bare import bare_sql

TABLE = "clean.persons"
SLOWEST_GOAL = 3.0
"""Goal: seconds of all rules, as a multiple of those of bare SQL."""
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
        costs = {way: run([*command, way, database], PROJECT) for way in ("import", "bare", "checked")}
        imported, bare, checked = costs["import"], costs["bare"], costs["checked"]
        ratio = (checked.seconds - imported.seconds) / bare.seconds
        rules = len(Catalogue.load().suites[TABLE].expectations)
        print(f"{rules} rules on {persons:,} persons")
        print(f"bare SQL            {bare.seconds:6.1f} s   {bare.peak_bytes / 1e9:5.2f} GB")
        print(f"Great Expectations  {checked.seconds - imported.seconds:6.1f} s   {checked.peak_bytes / 1e9:5.2f} GB"
              f"   (and {imported.seconds:.1f} s to import it)")  # fmt: skip
        print(
            f"ratio {ratio:.2f} (goal: {SLOWEST_GOAL}), peak {checked.peak_bytes / 1e9:.2f} GB (goal: {MEMORY_GOAL / 1e9})"
        )
        sys.exit(ratio > SLOWEST_GOAL or checked.peak_bytes > MEMORY_GOAL)


def _make(database: Path, persons: int) -> None:
    """A workbench whose registry holds that many persons, and whose other registers and policies are as usual."""
    catalogue = Catalogue.load()
    pieces = database.parent / "pieces"
    pieces.mkdir()
    workbench = Workbench(database)
    workbench.gather(catalogue.registers, [])
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
    workbench.gather(catalogue.registers, [pieces])
    workbench.load_policies()
    workbench.close()


def _run(way: str, database: Path) -> None:
    suite = Catalogue.load().suites[TABLE]
    workbench = Workbench(database)
    match way:
        case "import":
            import_great_expectations()
        case "bare":
            for rule in suite.expectations:
                workbench.connection.execute(bare_sql(rule, suite)).fetchone()
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
