"""What a mart's `answers:` ask of it is computed as it says, and compared with what was reported."""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from pipelines.common.errors import UserError
from pipelines.marts.loading import load_marts
from pipelines.marts.mart import Mart
from pipelines.reconciling.computing import load_reconciliation
from tests.expectations import create_table
from tests.support.descriptions import COURSES

MART = (
    COURSES
    + """  - {name: trained_persons, title: 培训人数, type: BIGINT, unit: 人, description: 人数。}
  - {name: passed_persons, title: 合格人数, type: BIGINT, unit: 人, description: 人数。}
  - {name: has_school, title: 是否有学校, type: BOOLEAN, description: 是否。}
answers:
"""
)
ROWS = [
    ("township", "某县", "某镇", None, 2018, "电工", 40, 30, None),
    ("township", "某县", "某镇", None, 2018, "焊工", 10, 10, None),
    ("township", "某县", "某镇", None, 2019, "电工", 7, 7, None),
    ("village", "某县", "某镇", "甲村", 2018, "电工", 40, 30, True),
    ("village", "某县", "某镇", "乙村", 2018, "焊工", 10, 10, False),
    ("village", "某县", None, "丙村", 2018, "焊工", 3, 3, True),
]
TOWNSHIP = {"county": "某县", "township": "某镇"}


def marts(folder: Path, answers: str) -> list[Mart]:
    (folder / "courses.sql").write_text("select 1", encoding="utf-8")
    (folder / "courses.yml").write_text(MART + answers, encoding="utf-8")
    return [*load_marts(folder).values()]


def computed(
    mart: list[Mart],
    measure: str,
    dims: str = "{}",
    period: str = "2018",
    wanted: set[str] | None = None,
    **place: str,
) -> list:
    """What the reconciliation gives for one figure; a list, so that a figure that came twice is seen."""
    place = place or TOWNSHIP
    figure: Mapping[str, object] = {
        "unit": "某镇", "period": "2018", "figure_id": "A1", "county": None, "township": None, "village": None, **place,
        "figure_period": period, "subject": "training", "measure": measure, "dims": dims, "value": 9,
        "value_unit": "person", "modality": None, "source": "总结",
    }  # fmt: skip
    with duckdb.connect() as db:
        db.execute("create schema clean")
        columns = ", ".join(f"{name} {'decimal(24,6)' if name == 'value' else 'varchar'}" for name in figure)
        db.execute(f"create table clean.reported_figures ({columns})")
        db.execute(
            f"insert into clean.reported_figures values ({', '.join('?' * len(figure))})", [*figure.values()]
        )
        create_table(db, "report_figures")
        types = ", ".join(f"{column.name} {column.type}" for column in mart[0].columns)
        db.execute(f"create table courses ({types})")
        db.executemany("insert into courses values (?, ?, ?, ?, ?, ?, ?, ?, ?)", ROWS)
        sql = f"select computed_value from ({load_reconciliation(mart, measures=wanted).sql})"
        return [value for (value,) in db.execute(sql).fetchall()]


def test_a_column_is_summed_over_the_rows_of_area_and_year(tmp_path: Path) -> None:
    of = marts(tmp_path, "  - {measures: {trained: trained_persons}}")
    assert computed(of, "trained") == [50]
    assert computed(of, "trained", period="2019年") == [7]
    assert computed(of, "trained", period="2020") == [None]
    assert computed(of, "trained", county="某县", township="某镇", village="甲村") == [40]
    assert computed(of, "trained", '{"group": "women"}') == [None], "cut by what the mart does not know"
    assert computed(of, "trained", '{"context": "夏季"}') == [50], "a description, not a cut"
    assert computed(of, "other") == [None]


def test_a_rate_is_of_sums(tmp_path: Path) -> None:
    of = marts(
        tmp_path, '  - {measures: {pass_rate: "sum(passed_persons) * 1e0 / nullif(sum(trained_persons), 0)"}}'
    )
    assert computed(of, "pass_rate") == [40 / 50]


def test_dimensions_choose_rows(tmp_path: Path) -> None:
    of = marts(
        tmp_path,
        """
  - {measures: {trained: trained_persons}, by: {type: trade}}
  - {measures: {trained: passed_persons}, given: {status: [all, passed]}, any_year: true}
  - {measures: {trained: trained_persons}, given: {cohort: 2018-2019}, only: year between 2018 and 2019, any_year: true}
""",
    )
    assert computed(of, "trained", '{"type": "焊工"}') == [10]
    assert computed(of, "trained", '{"type": "木工"}') == [None]
    assert computed(of, "trained", period="2030") == [47], "for whichever year"
    assert (
        computed(of, "trained", '{"status": "passed"}')
        == computed(of, "trained", '{"status": "all"}')
        == [47]
    )
    assert computed(of, "trained", '{"status": "failed"}') == [None]
    assert computed(of, "trained", '{"cohort": "2018-2019"}') == [57]


def test_a_subject_keeps_one_meaning_of_a_measure(tmp_path: Path) -> None:
    of = marts(
        tmp_path,
        """
  - {measures: {trained: trained_persons}, subject: training}
  - {measures: {trained: passed_persons}, subject: exams}
""",
    )
    assert computed(of, "trained") == [50]


def test_areas_count_their_villages(tmp_path: Path) -> None:
    of = marts(tmp_path, "  - {measures: {schools: count(*) filter (has_school)}, of_villages: true}")
    assert computed(of, "schools") == [1]
    assert computed(of, "schools", county="某县") == [2]


def test_measures_that_are_not_wanted_are_not_computed(tmp_path: Path) -> None:
    of = marts(tmp_path, "  - {measures: {trained: trained_persons, passed: passed_persons}}")
    assert computed(of, "passed", wanted={"passed"}) == [40]
    assert computed(of, "trained", wanted={"passed"}) == [None]
    assert computed(of, "passed", wanted=set()) == [None]


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ("  - {measures: {trained: persons}}", "answers.0 names persons, which is not a column"),
        ("  - {measures: {trained: trained_persons}, only: year >}", "'year >' is not an SQL expression"),
        ("  - {measures: {trained: trained_persons}, by: {Colour: trade}}", "answers.0.by.Colour"),
        (
            """
  - {measures: {trained: trained_persons}, given: {status: [all, current]}}
  - {measures: {trained: passed_persons}}
""",
            "answers trained by nothing, as courses.yml does already",
        ),
    ],
)
def test_an_answer_that_cannot_be_is_named(tmp_path: Path, answers: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        load_reconciliation(marts(tmp_path, answers))


def test_a_measure_is_called_as_the_column_that_answers_it(tmp_path: Path) -> None:
    """One that wording.yml names keeps its name."""
    answers = (
        "  - {measures: {trained: trained_persons, projects: passed_persons, rate: sum(passed_persons)}}"
    )
    columns = {column.name: column for column in load_reconciliation(marts(tmp_path, answers)).columns}
    assert [columns["measure"].shown(name) for name in ("trained", "projects", "rate")] == [
        "培训人数",
        "项目数",
        "rate",
    ]
    assert columns["subject"].shown("exits") == "脱贫"
