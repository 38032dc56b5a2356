"""Which tables a SELECT reads, by DuckDB's own parser: sqlglot's takes three times as long, in every process."""

import json
from functools import cache
from typing import Any

import duckdb


class NotASelect(ValueError):
    """Text that is no single SELECT; the message says where it ceases to be one."""


@cache
def tables_read(sql: str) -> frozenset[str]:
    """Tables that the SELECT names, with their schema where it has one, but for its own common table expressions.

    Raises NotASelect.
    """
    named: set[str] = set()
    own: set[str] = set()

    def look(node: dict[str, Any]) -> dict[str, Any]:
        if node.get("type") == "BASE_TABLE":
            schema, table = node["schema_name"], node["table_name"]
            named.add(f"{schema}.{table}" if schema else table)
        elif "cte_map" in node:
            own.update(cte["key"] for cte in node["cte_map"]["map"])
        return node

    [tree] = _parser().execute("select json_serialize_sql(?)", [sql]).fetchone() or ()
    parsed = json.loads(tree, object_hook=look)
    if parsed["error"]:
        place = f"line {_line(sql, int(parsed['position']))}: " if "position" in parsed else ""
        raise NotASelect(f"{place}{' '.join(parsed['error_message'].split())}")
    if len(parsed["statements"]) != 1:
        raise NotASelect(f"{len(parsed['statements'])} statements")
    return frozenset(named - own)


def _line(sql: str, position: int) -> int:
    return sql.encode()[:position].count(b"\n") + 1


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})
