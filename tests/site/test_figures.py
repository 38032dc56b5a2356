"""Figures on pages draw what the marts hold."""

from __future__ import annotations

import json
from pathlib import Path

from pipelines import connect
from pipelines.catalogue.areas import Area
from pipelines.catalogue.tables import Catalogue
from pipelines.charts import exits, funds, incidence
from pipelines.charts.boundaries import Boundary
from pipelines.charts.template import Release
from pipelines.disclosure.suppression import open_publishable
from pipelines.releases.store import DATABASE
from pipelines.site.build import page_name
from pipelines.site.figures import draw, embedded


def figures(site: Path, *names: str) -> dict[str, dict]:
    """Mart → figure of the area of these names."""
    text = (site / "data" / f"{page_name(Area(*names))}.js").read_text(encoding="utf-8")
    return json.JSONDecoder().raw_decode(text.partition(", ")[2])[0]


def test_figures_draw_the_marts(site: Path, sample_release: Path, catalogue: Catalogue) -> None:
    drawn = figures(site, "儋州市", "木棠镇")
    with open_publishable(sample_release / DATABASE, catalogue) as con:
        release = Release.of(con)
        where = "county = '儋州市' and township = '木棠镇'"
        for mart, function, levels in (
            ("poverty_incidence", incidence.by_village, ["village", "township"]),
            ("exits_by_year", exits.by_year, ["township"]),
            ("fund_execution", funds.against_target, ["township"]),
        ):
            rows = con.execute(
                f"select * exclude (is_withheld) from {mart} where {where} and area_level in {(*levels, '')}"
            ).df()
            figure = function(rows, release)
            assert drawn[mart]["data"] == json.loads(figure.to_json())["data"]
            assert drawn[mart]["alt"] == figure.layout.meta["alt"]
    assert drawn["exits_by_year"]["title"] == "木棠镇累计脱贫 1,115 户 5,730 人，剩余 78 户 262 人"


def test_texts_leave_the_figure(sample_release: Path) -> None:
    with connect(sample_release) as con:
        rows = con.execute("from fund_execution where township = '木棠镇' and area_level = 'township'").df()
        figure = funds.against_target(rows, Release.of(con))
    whole = embedded(figure)
    assert whole["subtitle"] == "没有登记目标；25 个村中 25 个已报，1 行待核，数据截至 2018-12-31"
    assert whole["notes"].startswith("17 类没有支出数") and "来源" not in whole["notes"]
    layout = whole["layout"]
    assert "title" not in layout and "template" not in layout and not layout["annotations"]
    plot_height = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    assert layout["height"] - layout["margin"]["t"] - layout["margin"]["b"] == plot_height


def test_a_county_with_boundaries_has_a_map(sample_release: Path, catalogue: Catalogue) -> None:
    outline = Boundary("木棠镇", (((109.3, 19.8), (109.4, 19.8), (109.4, 19.9), (109.3, 19.8)),))
    county = Area("儋州市")
    with open_publishable(sample_release / DATABASE, catalogue) as con:
        drawn, _ = draw(con, [catalogue.marts["poverty_incidence"]], [county], {"儋州市": [outline]})
        without, _ = draw(con, [catalogue.marts["poverty_incidence"]], [county], {"别的县": [outline]})
    assert "木棠镇" in drawn[county]["poverty_incidence-map"]["title"]
    assert [*without[county]] == ["poverty_incidence"]
