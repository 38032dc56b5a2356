"""The deliveries that a build is made from, kept in its workbench for whoever goes on with it in another process."""

from collections.abc import Sequence

import duckdb
from pydantic import TypeAdapter, ValidationError

from pipelines.cleaning.delivery import Cleaned

_CLEANED = TypeAdapter(Cleaned)


def record_inputs(db: duckdb.DuckDBPyConnection, deliveries: Sequence[Cleaned]) -> None:
    """Keep the deliveries instead of those of the build before."""
    db.execute("create or replace table state.inputs (cleaned varchar)")
    db.executemany(
        "insert into state.inputs values (?)", [[_CLEANED.dump_json(one).decode()] for one in deliveries]
    )


def recorded_inputs(db: duckdb.DuckDBPyConnection) -> list[Cleaned]:
    """The deliveries that were last kept, in their order; none where nothing was built yet, or by other code that kept
    something else of them."""
    db.execute("create table if not exists state.inputs (cleaned varchar)")
    try:
        return [_CLEANED.validate_json(text) for (text,) in db.execute("from state.inputs").fetchall()]
    except ValidationError:
        return []
