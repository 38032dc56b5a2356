"""Rows of statements in one table, and the level at which their places compare."""

import duckdb
import pytest

from pipelines.statements.compared_rows import common_level
from tests.support.profiles import profile
from tests.support.projects import BRIDGE, ROAD, WELL, laid_out


def test_each_statement_is_loaded_once(tmp_path):
    with duckdb.connect() as db:
        rows, (one, other) = laid_out(db, tmp_path, [ROAD, BRIDGE], [WELL])
        rows.load(one)
        rows.load(one, other)
        found = db.execute("select number, count(*) from compared group by 1 order by 1").fetchall()
    assert found == [(one.number, 2), (other.number, 1)]


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ({}, {}, "village"),
        ({"villages": ("", "薛宅村")}, {}, None),
        ({"supplied": ()}, {}, "township"),
        ({"unit": "儋州市", "townships": ("", "木棠镇")}, {}, "village"),
    ],
)
def test_places_compare_at_the_lowest_level_that_all_rows_name(one, other, level):
    assert common_level(profile(**one), profile(**other)) == level
