"""SQL that users write: one SELECT on a release, and a plain sentence for whatever else it asks for."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
from duckdb import StatementType

from pipelines.common.errors import UserError

_READING = (StatementType.SELECT, StatementType.EXPLAIN, StatementType.MULTI)
"""What DESCRIBE, SUMMARIZE, SHOW, FROM and VALUES are too; PIVOT is MULTI."""


@dataclass(frozen=True)
class Limits:
    """What one query may take: seconds, and memory and temporary files in the words of DuckDB (2GB, 512MB)."""

    seconds: int = 300
    memory: str = "2GB"
    spill: str = "10GB"

    @classmethod
    def of_environment(cls) -> "Limits":
        """The limits named by TOWNSHIP_QUERY_SECONDS, _MEMORY and _SPILL. Raises UserError for a limit that is none."""
        seconds = os.environ.get("TOWNSHIP_QUERY_SECONDS", str(cls.seconds))
        if not re.fullmatch(r"0*[1-9]\d{0,8}", seconds, re.ASCII):
            raise UserError(
                f"TOWNSHIP_QUERY_SECONDS is '{seconds}'; expected a number of seconds, such as 300.",
                f"TOWNSHIP_QUERY_SECONDS 写的是“{seconds}”；应为秒数，如 300。",
            )
        return cls(int(seconds), _size_of("MEMORY", cls.memory), _size_of("SPILL", cls.spill))

    @property
    def settings(self) -> dict[str, str]:
        """The limits as settings of a DuckDB connection."""
        return {
            "max_execution_time": str(self.seconds * 1000),
            "memory_limit": self.memory,
            "max_temp_directory_size": self.spill,
        }


def _size_of(what: str, default: str) -> str:
    name = f"TOWNSHIP_QUERY_{what}"
    size = os.environ.get(name, default)
    if not re.fullmatch(r"0*[1-9]\d*\s*[MGT]i?B", size, re.ASCII):
        raise UserError(
            f"{name} is '{size}'; expected a size such as {default} or 512MB.",
            f"{name} 写的是“{size}”；应为大小，如 {default} 或 512MB。",
        )
    return size


@contextmanager
def run_query(release: duckdb.DuckDBPyConnection, sql: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """The rows that the SQL gives, to be fetched inside the context: some faults show only then.

    release: a connection of `open_release`, which by itself refuses files, addresses, extensions and writing.
    Raises UserError where the SQL is not one SELECT, reaches outside the release, cannot be answered, or takes more than
    the connection's `Limits`.
    """
    try:
        statements = release.extract_statements(sql)
        if len(statements) != 1:
            raise UserError(
                f"The SQL holds {len(statements)} statements; expected one SELECT.",
                f"有 {len(statements)} 条 SQL 语句；一次只能写一条 SELECT。",
            )
        [statement] = statements
        if statement.type not in _READING:
            raise UserError(
                f"A query only reads; expected a SELECT, found {statement.type.name}. Nothing was changed.",
                f"查询只读数据，只能写 SELECT，写的是 {statement.type.name}；没有任何改动。",
            )
        yield release.execute(statement)
    except duckdb.PermissionException:
        raise UserError(
            "The SQL reaches for a file, an address or an extension; expected only the tables of the release.",
            "SQL 用到了文件、网址或扩展；只能查询已发布的表。",
        ) from None
    except duckdb.InterruptException:
        raise UserError(
            "The query was stopped: it took longer than TOWNSHIP_QUERY_SECONDS allows. Ask for less, or raise the limit.",
            "查询超过了 TOWNSHIP_QUERY_SECONDS 规定的时间，已停止；请缩小范围，或调高上限。",
        ) from None
    except duckdb.OutOfMemoryException:
        raise UserError(
            "The query was stopped: it needs more than TOWNSHIP_QUERY_MEMORY and TOWNSHIP_QUERY_SPILL allow. Ask for "
            "less (fewer columns, a condition on each join), or raise the limits.",
            "查询需要的内存或磁盘超过了 TOWNSHIP_QUERY_MEMORY、TOWNSHIP_QUERY_SPILL，已停止；请缩小范围，或调高上限。",
        ) from None
    except duckdb.Error as error:
        raise UserError(
            f"The SQL was not understood: {str(error).strip()}",
            f"SQL 写法有误：{str(error).strip().splitlines()[0]}",
        ) from None
