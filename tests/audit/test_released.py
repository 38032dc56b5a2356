"""Numbers of a release that is made by hand: one mart in memory."""

from pathlib import Path

import duckdb
import pytest

from pipelines.audit.released import Released, coverage_of, query_of, read_released
from pipelines.marts.loading import load_marts
from tests.support.descriptions import COURSES

MART = (
    COURSES
    + """  - {name: persons, title: 人数, type: BIGINT, unit: 人, description: 人数。}
answers:
  - measures: {trained_persons: persons}
    by: {course: trade}
  - measures: {trained_persons: persons}
"""
)
TOWNSHIP = ("某县", "某镇", None)


@pytest.fixture(scope="module")
def marts(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("marts")
    (folder / "courses.sql").write_text("select 1", encoding="utf-8")
    (folder / "courses.yml").write_text(MART, encoding="utf-8")
    return load_marts(folder).values()


@pytest.fixture
def db():
    with duckdb.connect() as connection:
        connection.execute(
            "create table courses as select * from (values "
            "('township', '某县', '某镇', null::varchar, 2018, '电工', 40, 2, 3, 5), "
            "('township', '某县', '某镇', null, 2018, '焊工', 10, 3, 3, 0), "
            "('village', '某县', '某镇', '甲村', 2018, '电工', 40, 1, 1, 0)) as rows (area_level, county, township, "
            "village, year, trade, persons, units_reporting, units_expected, rows_set_aside)"
        )
        yield connection


def found(released, cut="", year=2018):
    number = released.find("trained_persons", cut, "training", TOWNSHIP, year)
    assert number is not None
    return number


def test_numbers_by_measure_cut_place_and_year(db, marts):
    released = read_released(db, marts)
    assert (found(released).value, found(released).mart) == (50, "courses")
    assert found(released, "course=焊工").value == 10
    assert released.find("trained_persons", "", "training", TOWNSHIP, 2019) is None
    assert (dict(released.townships), set(released.villages)) == ({"某镇": {TOWNSHIP}}, {"甲村"})


def test_the_query_lists_the_rows_and_the_coverage_says_what_they_leave_out(db, marts):
    number = found(read_released(db, marts))
    rows = db.execute(query_of(number)).fetchall()
    assert sorted(row[6] for row in rows) == [10, 40]
    coverage = coverage_of(db, number)
    assert (coverage.missing_units, coverage.rows_set_aside) == (1, 5)
    assert str(coverage) == "还有 1 个单位没有报，有 5 行没有采用"


def test_a_mart_that_the_release_does_not_have_answers_nothing(marts):
    with duckdb.connect() as empty:
        released = read_released(empty, marts)
    assert (dict(released.numbers), dict(released.answering)) == (
        {},
        {"trained_persons": {("courses", None)}},
    )


def test_the_marts_that_may_answer_a_measure():
    released = Released()
    released.answering["paid_amount"] = {("funds", "fund_execution"), ("subsidies", None), ("medical", None)}
    assert released.marts_of("paid_amount", "fund_execution") == ["funds"]
    assert released.marts_of("paid_amount", "subsidies") == ["subsidies"]
    assert released.marts_of("paid_amount", "housing") == ["medical", "subsidies"]
    assert released.marts_of("unknown", "housing") == []


def test_of_several_marts_the_one_that_answers_by_the_dimensions():
    made = Released()
    for mart, cut in (("by_year", ("exit_year", None)), ("by_day", ("cohort", "cumulative"))):
        made.answering["exited_households"].add((mart, None))
        made.cuts["exited_households"].add((mart, frozenset({cut})))
    asked = [{"exit_year": "2018"}, {"cohort": "cumulative"}, {"cohort": "2014-2015"}, {}]
    assert [made.mart_of("exited_households", "exits", dims) for dims in asked] == [
        "by_year",
        "by_day",
        None,
        None,
    ]
    made.answering["land_area"].add(("admin_profile", None))
    assert made.mart_of("land_area", "admin_profile", {"scope": "total"}) == "admin_profile"
