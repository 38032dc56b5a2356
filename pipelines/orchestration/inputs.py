"""What a build is made from, kept in its workbench for whoever goes on with it in another process."""

from collections.abc import Sequence

import duckdb
from pydantic import TypeAdapter, ValidationError

from pipelines.cleaning.delivery import Cleaned
from pipelines.common.sql import insert_rows
from pipelines.quality.held_back import HeldBack

_CLEANED = TypeAdapter(Cleaned)
_HELD_BACK = TypeAdapter(HeldBack)


def record_inputs(
    db: duckdb.DuckDBPyConnection, sent: Sequence[Cleaned], held_back: Sequence[HeldBack], sent_as: str | None
) -> None:
    """Store the deliveries of this build, as sent, and which of them are held back, instead of those of the build
    before.

    `sent_as` is the fingerprint of a build of all of them as they were sent.
    """
    db.execute("create or replace table state.inputs (cleaned varchar, held_back varchar, sent_as varchar)")
    rows = [[_CLEANED.dump_json(one).decode(), None, sent_as] for one in sent]
    rows += [[None, _HELD_BACK.dump_json(one).decode(), sent_as] for one in held_back]
    insert_rows(db, "state.inputs", rows)


def recorded_inputs(db: duckdb.DuckDBPyConnection) -> tuple[list[Cleaned], list[HeldBack], str | None]:
    """Return what was stored last, in its order; nothing if nothing was, or if other code stored other columns."""
    try:
        rows = db.execute("select cleaned, held_back, sent_as from state.inputs").fetchall()
        sent = [_CLEANED.validate_json(cleaned) for cleaned, *_ in rows if cleaned]
        held_back = [_HELD_BACK.validate_json(held) for _, held, _ in rows if held]
    except (duckdb.CatalogException, duckdb.BinderException, ValidationError):
        return [], [], None
    return sent, held_back, rows[0][2] if rows else None
