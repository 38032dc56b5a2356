"""The answer to a query as a file: a workbook, CSV that Excel opens, Parquet or JSON, by the file's name."""

import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipelines.cli.listing import fetched, write_csv, write_json
from pipelines.common.china_time import shown_time
from pipelines.common.errors import UserError
from pipelines.common.folders import require_folder
from pipelines.releases.query import run_query
from pipelines.releases.store import open_release
from pipelines.workbooks.answer import AnswerColumn, write_answer_workbook


def write_answer(
    sql: str, path: Path, marts: Path, release: str | None = None, limits: Mapping[str, str] | None = None
) -> int:
    """Write what the SQL gives into the file, which takes the place of one of that name. How many rows were written.

    Raises UserError for a file of another kind or in no folder, where the answer does not fit, and as `run_query` does.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        kinds = ", ".join(_WRITERS)
        raise UserError(
            f"{path.name}: expected a name that ends in {kinds}.", f"{path.name}：文件名应以 {kinds} 结尾。"
        )
    with (
        _unfinished(path, marts) as unfinished,
        open_release(marts, release, limits or {}, writable=unfinished.parent) as db,
    ):
        return write(db, sql, unfinished)


@contextmanager
def _unfinished(path: Path, marts: Path) -> Iterator[Path]:
    """Where to write, in a folder of its own: the file is put in place when it is whole."""
    folder = path.resolve().parent
    require_folder(folder)
    if folder.is_relative_to(marts.resolve()):
        raise UserError(
            f"{folder} holds releases, which nobody writes into; expected another folder.",
            f"{folder} 里是发布的版本，不能写入；请写到别的文件夹。",
        )
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".township-") as own:
            yield Path(own) / path.name
            os.replace(Path(own) / path.name, path)
    except OSError as error:
        raise UserError(
            f"{path} cannot be written ({error.strerror}); is it open in Excel?",
            f"{path} 写不进（{error.strerror}）；是不是在 Excel 里开着？",
        ) from None


def _write_csv(db: duckdb.DuckDBPyConnection, sql: str, path: Path) -> int:
    """CSV that begins with the mark by which Excel knows UTF-8."""
    with run_query(db, sql) as rows, path.open("w", encoding="utf-8-sig", newline="") as file:
        return write_csv(*fetched(rows), file)


def _write_json(db: duckdb.DuckDBPyConnection, sql: str, path: Path) -> int:
    with run_query(db, sql) as rows, path.open("w", encoding="utf-8") as file:
        return write_json(*fetched(rows), file)


def _write_parquet(db: duckdb.DuckDBPyConnection, sql: str, path: Path) -> int:
    with run_query(db, sql) as checked:
        checked.abort()
        db.sql(sql).write_parquet(str(path))
    [(rows,)] = db.execute("select num_rows from parquet_file_metadata(?)", [str(path)]).fetchall()
    return int(rows)


def _write_workbook(db: duckdb.DuckDBPyConnection, sql: str, path: Path) -> int:
    described = _described(db, sql)
    [(release_id, built_at)] = db.execute("select release_id, built_at from quality.release").fetchall()
    facts = {"发布版本": release_id, "生成时间": shown_time(built_at), "查询": sql.strip()}
    with run_query(db, sql) as rows:
        columns = [
            AnswerColumn(name, str(kind), *described.get(name, (None, None)))
            for name, kind, *_ in rows.description
        ]
        return write_answer_workbook(path, columns, fetched(rows)[1], facts)


def _described(db: duckdb.DuckDBPyConnection, sql: str) -> dict[str, tuple[str | None, str | None]]:
    """Column → title and unit, of the tables that the SQL names: where all that have the column agree.

    A column of schema zh bears its title as its name, and has the unit.
    """
    try:
        named = db.get_table_names(sql, qualified=True)
    except duckdb.Error:  # what is wrong is reported when it is asked
        return {}
    tables = [re.sub(r"^(township\.)?(main\.)?", "", name).replace('"', "") for name in named]
    described = db.execute(
        "select distinct column_name, title, value_unit from quality.dictionary where list_contains($tables, table_name)",
        {"tables": tables},
    ).fetchall()
    found: dict[str, set[tuple[str | None, str | None]]] = {}
    for name, title, unit in described:
        found.setdefault(name, set()).add((title, unit))
        found.setdefault(title, set()).add((None, unit))
    return {name: next(iter(facts)) for name, facts in found.items() if len(facts) == 1}


_WRITERS: dict[str, Callable[[duckdb.DuckDBPyConnection, str, Path], int]] = {
    ".xlsx": _write_workbook,
    ".csv": _write_csv,
    ".parquet": _write_parquet,
    ".json": _write_json,
}
