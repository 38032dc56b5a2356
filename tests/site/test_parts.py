"""What pages show of a mart beside its figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipelines.catalogue.areas import Area
from pipelines.catalogue.tables import Catalogue
from pipelines.marts.coverage import COLUMNS
from pipelines.site.build import page_name
from pipelines.site.parts import note_on_coverage
from tests.support.pages import Page

MUTANG = "25 个村中 25 个已报，7 行待核，1 格待核，数据截至 2018-12-31"
"""Of the registry of 木棠镇, of which 7 rows are set aside."""


def test_a_row_says_what_it_rests_on_in_the_place_of_the_columns(site: Path, catalogue: Catalogue) -> None:
    head, *rows = Page(site / "poverty_incidence.html").rows
    mart = catalogue.marts["poverty_incidence"]
    assert not {column.title for column in mart.columns if column.name in COLUMNS} & {*head}
    assert head[-1] == "数据情况"
    assert {row[0]: row[-1] for row in rows}["儋州市·木棠镇"] == MUTANG


def test_a_page_of_an_area_says_it_below_the_headline_of_a_figure(site: Path) -> None:
    page = (site / "areas" / f"{page_name(Area('儋州市', '木棠镇'))}.html").read_text(encoding="utf-8")
    assert (
        page.count(f"；{MUTANG}</p>") == 7
    )  # of the incidence, of exits, ages, incomes, lines of poverty and deprivation, which rest on the same registry


def test_without_a_figure_it_stands_for_itself(catalogue: Catalogue) -> None:
    row = {"area_level": "county", "year": 2019, "units_reporting": 2, "units_expected": 3, "sheets_set_aside": 0,
           "rows_set_aside": 65, "cells_set_aside": 0, "oldest_statement_on": date(2019, 12, 31),
           "newest_statement_on": date(2019, 12, 31)}  # fmt: skip
    marts = catalogue.marts
    said = "3 个乡镇中 2 个已报，65 行待核，数据截至 2019-12-31"
    assert note_on_coverage(marts["poverty_incidence"], [row]) == f'<p class="subtitle">{said}</p>'
    assert note_on_coverage(marts["registry_summary"], [row]) == ""
