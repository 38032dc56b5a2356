"""SQL that users write: one SELECT on a release, and a plain sentence for whatever else it asks for."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
from duckdb import StatementType

from pipelines.common.errors import UserError

_READING = (StatementType.SELECT, StatementType.EXPLAIN, StatementType.MULTI)
"""What DESCRIBE, SUMMARIZE, SHOW, FROM and VALUES are too; PIVOT is MULTI."""


@contextmanager
def answer(release: duckdb.DuckDBPyConnection, sql: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """The rows that the SQL gives, to be fetched inside the context: some faults show only then.

    release: a connection of `open_release`, which by itself refuses files, addresses, extensions and writing.
    Raises UserError where the SQL is not one SELECT, reaches outside the release, or cannot be answered.
    """
    try:
        statements = release.extract_statements(sql)
        if len(statements) != 1:
            raise UserError(f"The SQL holds {len(statements)} statements; expected one SELECT.")
        [statement] = statements
        if statement.type not in _READING:
            raise UserError(
                f"A query only reads; expected a SELECT, found {statement.type.name}. Nothing was changed."
            )
        yield release.execute(statement)
    except duckdb.PermissionException:
        raise UserError(
            "The SQL reaches for a file, an address or an extension; expected only the tables of the release."
        ) from None
    except duckdb.Error as error:
        raise UserError(f"The SQL was not understood: {str(error).strip()}") from None
