"""Small cells: none is shown, and nothing that is shown reveals a withheld one."""

import shutil
from pathlib import Path

import duckdb

import pipelines
from pipelines.catalogue.tables import Catalogue
from pipelines.disclosure.history import Withheld, read_withheld
from pipelines.disclosure.small_cells import public_columns
from pipelines.disclosure.suppression import (
    open_publishable,
    open_publishable_marts,
    shown_rows,
    withheld_areas,
    withheld_rows,
    withhold_of,
    withhold_small_counts_of_reports,
    write_publishable,
)
from pipelines.releases.store import DATABASE, current_release
from tests.expectations import create_table, fill
from tests.support.registries import THRESHOLD

NOTHING_SHOWN = {
    "registry_balance",
    "registry_flow",
    "returns_by_cohort",
    "returns_to_poverty",
    "dividend_reviews",
    "household_history",
    "dual_identity",
}
"""Marts whose figures all follow from two registries, lists of households, and a few persons by nature."""
WITHOUT_ROWS = {"income_parts"}
"""Marts of persons of which no sample delivery has what they need."""


def test_a_mart_of_figures_that_are_never_shown_has_no_rows(sample_release: Path, catalogue: Catalogue):
    with open_publishable(sample_release / DATABASE, catalogue) as shown:
        assert [shown_rows(shown, catalogue.marts[mart]) for mart in NOTHING_SHOWN] == [[]] * len(
            NOTHING_SHOWN
        )
    with pipelines.connect(sample_release) as whole:
        for mart in NOTHING_SHOWN:
            assert whole.execute(f"select count(*) > 0 from {mart}").fetchall() == [(True,)]


def test_marts_alone_are_shown_as_beside_what_reports_say(sample_release: Path, catalogue: Catalogue):
    database = sample_release / DATABASE
    with open_publishable(database, catalogue) as all, open_publishable_marts(database, catalogue) as marts:
        assert [shown_rows(marts, mart) for mart in catalogue.marts.values()] == [
            shown_rows(all, mart) for mart in catalogue.marts.values()
        ]
        made = "select table_name from duckdb_tables() where temporary"
        reports = {("reconciliation",), ("report_figures",), ("contradictions",)}
        assert {*all.execute(made).fetchall()} - {*marts.execute(made).fetchall()} == reports


def test_site_and_workbooks_read_no_small_count(sample_release: Path, catalogue: Catalogue):
    columns = {
        mart.name: counted
        for mart in catalogue.marts.values()
        if (counted := [c.name for c in mart.columns if c.unit in ("户", "人", "户次")])
    }
    assert len(columns) >= 5
    with open_publishable(sample_release / DATABASE, catalogue) as release:
        for mart, counted in columns.items():
            shown = shown_rows(release, catalogue.marts[mart])
            assert bool(shown) == (mart not in NOTHING_SHOWN | WITHOUT_ROWS), mart
            for name in set(counted) - public_columns(catalogue.marts[mart]):
                small = f"select count(*) from {mart} where {name} between 1 and {THRESHOLD - 1}"
                assert release.execute(small).fetchall() == [(0,)], (mart, name)
        assert any("*" in row for row in shown_rows(release, catalogue.marts["poverty_incidence"]))
        areas = {(mart, tuple(area)) for mart, *area in release.execute("from withheld").fetchall()}
        assert areas == withheld_areas(current_release(sample_release), catalogue) != set()
        least = (
            "select min(computed_value) from reconciliation "
            "where value_unit in ('household', 'person') and computed_value > 0"
        )
        assert release.execute(least).fetchall()[0][0] >= THRESHOLD
    with duckdb.connect(str(sample_release / DATABASE), read_only=True) as marts:
        few = "select count(*) from poverty_incidence where poor_households between 1 and 2"
        assert marts.execute(few).fetchall()[0][0] > 0, "marts themselves show everything"


def test_a_reported_figure_is_compared_only_with_what_is_shown(sample_release: Path, catalogue: Catalogue):
    """40 households registered and 39 exited, or 一致 beside a reported 1, would name the one that is left."""
    figures = (
        "select reported_value::integer, computed_value::integer, difference::integer, verdict from {} "
        "where village = '某村(报告002a)' and measure in ('registered_households', 'exited_households', "
        "'unexited_households') order by reported_value"
    )
    with open_publishable(sample_release / DATABASE, catalogue) as release:
        computed = release.execute(figures.format("quality.reconciliation")).fetchall()
        shown = release.execute(figures.format("reconciliation")).fetchall()
        counted = "select count(*) from {} where township = '木棠镇' and measure = 'exited_persons' and verdict = '一致'"
        headlines = [
            release.execute(counted.format(t)).fetchall()
            for t in ("quality.reconciliation", "reconciliation")
        ]
        without_answer = "select count(*) from {} where verdict = '无法核对' and value_unit = 'CNY'"
        assert release.execute(without_answer.format("reconciliation")).fetchall() != [(0,)]
    assert computed == [(1, 1, 0, "一致"), (39, 39, 0, "一致"), (40, 40, 0, "一致")]
    assert shown == [(reported, None, None, "无法核对") for reported in (1, 39, 40)]
    assert headlines[0] == headlines[1] > [(0,)]


def test_headlines_stay_in_sight(sample_release: Path, catalogue: Catalogue):
    with open_publishable(sample_release / DATABASE, catalogue) as release:
        exits = release.execute(
            "select persons from exits_by_year where township = '木棠镇' and area_level = 'township' and exit_year = 2018"
        ).fetchall()
        poor = release.execute(
            "select poor_persons from poverty_incidence where township = '木棠镇' and area_level = 'township'"
        ).fetchall()
    assert exits == [(1924,)] and poor == [(262,)]


def test_a_publishable_release_is_one_that_notebooks_open(
    sample_release: Path, catalogue: Catalogue, tmp_path: Path
):
    write_publishable(current_release(sample_release), catalogue, tmp_path)
    small = "select count(*) from poverty_incidence where poor_households between 1 and 2"
    comments = "select table_name, column_name, comment from duckdb_columns() where schema_name = 'main' order by all"
    in_chinese = 'select sum("贫困户数") from zh."贫困发生率" where "层级" = \'乡镇\''
    with pipelines.connect(sample_release) as whole, pipelines.connect(tmp_path) as shown:
        assert whole.execute(small).fetchall() > [(0,)] == shown.execute(small).fetchall()
        assert whole.execute(comments).fetchall() == shown.execute(comments).fetchall()
        assert shown.execute(in_chinese).fetchall()[0][0] > 0
        small_in_chinese = 'select count(*) from zh."贫困发生率" where "贫困户数" between 1 and 2'
        assert (
            whole.execute(small_in_chinese).fetchall() > [(0,)] == shown.execute(small_in_chinese).fetchall()
        )
        few = "select count(*) from quality.reconciliation where value_unit = 'household' and computed_value in (1, 2)"
        assert shown.execute(few).fetchall() == [(0,)] != whole.execute(few).fetchall()
        reconciled = f'select "计算数" from zh."{catalogue.reconciliation.title}" order by all'
        assert shown.execute(reconciled).fetchall() != whole.execute(reconciled).fetchall()


def test_a_release_withholds_what_it_withheld_when_it_was_published(
    sample_release: Path, catalogue: Catalogue, tmp_path: Path
):
    """And the next one, of the same figures, the same; a list of all households takes no part in it."""
    release = current_release(sample_release)
    kept = read_withheld(release)
    assert kept and kept.rows == withheld_rows(sample_release / DATABASE, catalogue)
    assert kept.rows["poverty_incidence"] and not kept.rows["household_history"]
    again = withhold_of(release / DATABASE, catalogue, release)
    assert (again.rows, again.told) == (kept.rows, [])
    copy = tmp_path / DATABASE
    shutil.copyfile(release / DATABASE, copy)
    Withheld(rows={mart: set() for mart in kept.rows}).write(tmp_path)
    with open_publishable_marts(copy, catalogue) as shown:
        assert shown.execute("select count(*) from withheld").fetchall() == [(0,)]


def test_what_is_never_shown_is_said_to_be_withheld(sample_release: Path, catalogue: Catalogue):
    """A blank would say that nobody knows."""
    mart = catalogue.marts["exits_by_year"]
    names = [column.name for column in mart.columns]
    with open_publishable(sample_release / DATABASE, catalogue) as release:
        rows = [dict(zip(names, row, strict=True)) for row in shown_rows(release, mart)]
    assert {row["returned_households"] for row in rows} == {row["returned_persons"] for row in rows} == {"*"}
    assert any(row["persons"] == 1924 for row in rows)


def test_small_counts_of_written_reports_are_withheld(catalogue: Catalogue):
    """Of 30 households in all, 1 and 29: the parts go, and a verdict on them with them."""
    stated = [("总结·1", 30, 30), ("总结·2", 1, 1), ("总结·3", 29, 1)]
    with duckdb.connect() as db:
        for name in ("report_figures", "contradictions"):
            create_table(db, name)
        columns = ", ".join(f"{column.name} {column.type}" for column in catalogue.reconciliation.columns)
        db.execute(f"create temp table reconciliation ({columns})")
        keys = [{"unit": "甲镇", "period": "2018", "figure_id": number} for number, *_ in stated]
        figures = [{"reported_value": value, "smallest_count": smallest} for _, value, smallest in stated]
        compared = [
            {"reported_value": value, "computed_value": value, "difference": 0, "verdict": "一致"}
            for _, value, _ in stated
        ]
        fill(db, "quality.report_figures", [key | row for key, row in zip(keys, figures, strict=True)])
        fill(db, "reconciliation", [key | row for key, row in zip(keys, compared, strict=True)])
        fill(
            db,
            "quality.contradictions",
            [{"figures": "1户、9户", "explanation": "差 8", "smallest_count": 1}],
        )
        withhold_small_counts_of_reports(db)
        shown = "select reported_value::integer, computed_value::integer, verdict from reconciliation order by figure_id"
        assert db.execute(shown).fetchall() == [
            (30, 30, "一致"),
            (None, None, "无法核对"),
            (None, None, "无法核对"),
        ]
        assert db.execute(
            "select reported_value::integer from report_figures order by figure_id"
        ).fetchall() == [
            (30,),
            (None,),
            (None,),
        ]
        assert db.execute("select figures, explanation from contradictions").fetchall() == [(None, None)]
