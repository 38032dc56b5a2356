"""What a release shows of findings and tables in which a text may name a person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import duckdb

from pipelines.catalogue.tables import Catalogue
from pipelines.cleaning.people import hide_people, shown_sql
from pipelines.common.private_numbers import initials_only
from pipelines.marts.mart import Table
from pipelines.validation import Failure, Outcome
from pipelines.values.people import People


def without_words_on_persons(
    outcomes: Mapping[str, Sequence[Outcome]], catalogue: Catalogue
) -> dict[str, list[Outcome]]:
    """The outcomes with free text of a list of persons shown by its first characters: in a cell that breaks a rule it may
    name anybody."""
    words = {
        f"clean.{name}": {column.name for column in register.columns if column.kind == "text"}
        for name, register in catalogue.registers.items()
        if register.is_roll
    }

    def shown(failure: Failure, columns: Collection[str]) -> Failure:
        keys = {
            key: initials_only(value) if key in columns and isinstance(value, str) else value
            for key, value in failure.keys.items()
        }
        return replace(failure, keys=keys)

    return {
        table: [
            replace(one, failures=tuple(shown(failure, words.get(table, ())) for failure in one.failures))
            for one in found
        ]
        for table, found in outcomes.items()
    }


def without_names(outcomes: Mapping[str, Sequence[Outcome]], people: People) -> dict[str, list[Outcome]]:
    """The outcomes with failing rows that name nobody of their unit, as files may that they are in."""

    def shown(failure: Failure) -> Failure:
        unit = str(failure.keys.get("unit"))
        keys = {
            key: people.hidden(unit, value) if isinstance(value, str) else value
            for key, value in failure.keys.items()
        }
        return replace(failure, keys=keys)

    return {
        table: [replace(one, failures=tuple(map(shown, one.failures))) for one in found]
        for table, found in outcomes.items()
    }


def rows_without_names(db: duckdb.DuckDBPyConnection, name: str, table: Table, people: People) -> str:
    """SELECT of the rows of a table in which no text names a person of the unit's registers."""
    columns = [c.name for c in table.columns if c.type == "VARCHAR" and c.name not in ("unit", "period")]
    texts = f"select unit, unnest([{', '.join(columns)}]) as written from {name}"
    if "unit" not in {c.name for c in table.columns} or not hide_people(
        db, people, texts, "temp table hidden_texts"
    ):
        return f"from {name}"
    shown = ", ".join(shown_sql(column, "hidden_texts") for column in columns)
    return f"select told.* replace ({shown}) from {name} as told"
