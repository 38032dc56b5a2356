"""What all pages share: which rows each area's page shows, and the frame with its links."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.catalogue.areas import Area, areas
from pipelines.catalogue.tables import Catalogue
from pipelines.disclosure.suppression import open_publishable
from pipelines.releases.store import DATABASE
from pipelines.site.site import Site, area_of

COUNTY, TOWNSHIP = Area("儋州市"), Area("儋州市", "木棠镇")


@pytest.fixture(scope="module")
def site(sample_release: Path, catalogue: Catalogue) -> Iterator[Site]:
    with open_publishable(sample_release / DATABASE, catalogue) as release:
        known = areas(release, catalogue.marts.values())
        yield Site(release, catalogue, known, {area: area.name for area in known}, {})


def test_a_page_shows_its_own_area_and_the_level_below(site: Site) -> None:
    shown = {COUNTY: {"county", "township"}, TOWNSHIP: {"township", "village"}}
    by_area = site.rows_of(site.catalogue.marts["registry_summary"])
    for area, levels in shown.items():
        assert {row["area_level"] for row in by_area[area]} == levels
        own = [name for name in (area.county, area.township, area.village) if name]
        assert all(
            [row["county"], row["township"], row["village"]][: len(own)] == own for row in by_area[area]
        )


def test_a_row_is_of_the_area_that_it_names() -> None:
    assert area_of({"county": "儋州市", "township": "木棠镇", "village": None}) == TOWNSHIP


def test_navigation_lists_each_mart_once_in_its_group(site: Site) -> None:
    page = site.page("题", "", here="dividend_payouts.html")
    menus = dict(re.findall(r"<summary>([^<]+)</summary><div>(.*?)</div></details>", page))
    linked = {title: re.findall(r'href="(\w+)\.html"', links) for title, links in menus.items()}
    assert linked["建档立卡与退出"][:2] == ["poverty_incidence", "exits_by_year"], "headlines first"
    assert linked["产业与收入"][0] == "dividend_payouts"
    assert sorted(name for names in linked.values() for name in names) == sorted(site.catalogue.marts)
    assert (
        '<details class="menu here" name="menu"><summary>产业与收入' in page and page.count("menu here") == 1
    )


def test_a_page_below_the_first_folder_links_up_and_marks_itself(site: Site) -> None:
    page = site.page("木棠镇<", "<p>文</p>", here="quality.html", depth=1)
    assert '<a href="../quality.html" aria-current=page>数据质量</a>' in page
    assert page.count("aria-current") == 1
    assert "<title>木棠镇&lt; · 台账汇总</title>" in page and 'data-root="../"' in page
    assert "plotly" not in page and "../assets/plotly.min.js" in site.page("图", "<figure></figure>", depth=1)
