"""The workbench is made again where it does not open: a build can make all of it."""

import duckdb
import pytest

from pipelines.common.errors import UserError
from pipelines.engines.workbench import Workbench
from pipelines.marts.mart import Mart


def test_a_damaged_file_is_made_again_and_reported(tmp_path):
    path = tmp_path / "build.duckdb"
    path.write_bytes(b"damaged" * 1000)
    with pytest.warns(UserWarning, match="build.duckdb did not open and was made again"):
        bench = Workbench(path)
    bench.connection.execute("create table state.kept as select 1 as n")
    bench.close()
    reopened = Workbench(path)
    assert reopened.connection.execute("from state.kept").fetchall() == [(1,)]
    reopened.close()


def test_damage_in_the_middle_of_the_file_is_met_at_once(tmp_path):
    path = tmp_path / "build.duckdb"
    bench = Workbench(path)
    bench.connection.execute(
        "create table state.kept as select repeat(range::varchar, 99) as n from range(90000)"
    )
    bench.close()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    with pytest.warns(UserWarning, match="made again"):
        Workbench(path).close()


def test_a_file_that_another_build_holds_is_left_alone(tmp_path):
    path = tmp_path / "build.duckdb"
    Workbench(path).close()
    held = path.stat().st_ino
    with pytest.MonkeyPatch.context() as patch:

        def locked(*_args, **_options):
            raise duckdb.IOException("Could not set lock on file: Conflicting lock is held")

        patch.setattr(duckdb, "connect", locked)
        with pytest.raises(UserError, match="Another build is under way"):
            Workbench(path)
    assert path.stat().st_ino == held


def test_a_step_that_several_marts_read_is_run_once(tmp_path):
    """Both marts see the one number that was drawn at random, and so does whoever builds one of them again later."""
    steps = [
        {"name": "drawn", "sql": "select random() as number"},
        {"name": "doubled", "sql": "select 2 * number as number from steps.drawn"},
    ]
    described = {
        "title": "数", "description": "", "grain": "", "computed": "", "key": ["number"], "steps": steps,
        "sql": "select 2e0 * random() as number", "own_sql": "select number from steps.doubled",
        "columns": [{"name": "number", "title": "数", "type": "DOUBLE", "description": "一个数。"}],
    }  # fmt: skip

    def mart(name: str) -> Mart:
        return Mart.model_validate(described | {"name": name})

    bench = Workbench(tmp_path / "build.duckdb")
    bench.show_build(tmp_path / "builds")
    for name in ("one", "other"):
        bench.build(mart(name))
    bench.show_build(tmp_path / "builds")
    bench.build(mart("one"))
    numbers = bench.connection.execute("select one.number, other.number from one, other").fetchall()
    assert numbers == bench.connection.execute("select 2 * number, 2 * number from steps.drawn").fetchall()
    bench.show_build(tmp_path / "another")
    assert bench.connection.execute(
        "select count(*) from duckdb_views() where schema_name = 'steps'"
    ).fetchall() == [(0,)]
    bench.close()


def test_a_mart_that_does_not_open_is_not_a_mart_of_the_build(tmp_path):
    bench = Workbench(tmp_path / "build.duckdb")
    (tmp_path / "builds").mkdir()
    broken = tmp_path / "builds" / "exits_by_year.parquet"
    broken.write_bytes(b"PAR1 damaged PAR1")
    with pytest.warns(UserWarning, match="is built again"):
        bench.show_build(tmp_path / "builds")
    bench.close()
    assert not broken.exists()
