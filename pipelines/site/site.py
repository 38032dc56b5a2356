"""What all pages share: the release that they show, its rows by area, and the frame of a page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape

import duckdb

from pipelines.catalogue.areas import Area
from pipelines.catalogue.tables import Catalogue
from pipelines.common.china_time import shown_time
from pipelines.disclosure.suppression import is_small_change, shown_rows
from pipelines.marts.mart import Mart
from pipelines.quality.calendar import board
from pipelines.quality.findings import warnings_by_mart
from pipelines.registers.areas import AREA_LEVELS
from pipelines.releases.diff import Change, Comparison
from pipelines.workbooks.area_workbooks import workbook_names

LEVELS = {"county": "县", "township": "乡镇", "village": "村"}
SEVERITIES = {"critical": "严重", "warning": "警告", "info": "提示"}
_LAST_PAGES = [
    ("quality.html", "数据质量"),
    ("notebooks.html", "笔记本"),
    ("queries.html", "SQL"),
    ("dictionary.html", "数据字典"),
]
"""Entries of the navigation after the marts."""


@dataclass
class Site:
    """What the pages are made of. `page_names` gives the page of each area, `figures` the figures of each by mart.

    `withheld_before`: mart and area of the rows that the release before withheld.
    """

    release: duckdb.DuckDBPyConnection
    catalogue: Catalogue
    areas: Sequence[Area]
    page_names: Mapping[Area, str]
    figures: Mapping[Area, Mapping[str, dict]]
    since_last: Comparison | None = None
    withheld_before: Collection[tuple[str, tuple[str | None, ...]]] = ()
    _by_area: dict[str, dict[Area, list[dict]]] = field(default_factory=dict)

    @cached_property
    def release_id(self) -> str:
        [(release_id,)] = self.query("select release_id from quality.release")
        return str(release_id)

    @cached_property
    def label(self) -> str:
        [(built_at,)] = self.query("select built_at from quality.release")
        return f"发布版本 {self.release_id}，{shown_time(built_at)}生成"

    @cached_property
    def warned(self) -> Mapping[str, list[str]]:
        """Title of a mart → what the release warns of in it."""
        return {self.catalogue.titles[mart]: found for mart, found in warnings_by_mart(self.release).items()}

    @cached_property
    def workbooks(self) -> Mapping[Area, str]:
        """The areas that have a workbook → its name."""
        return workbook_names(self.areas)

    @cached_property
    def board(self) -> list[dict]:
        """What became of each delivery, and what is overdue, as `quality.board` has it."""
        answer = board(self.release)
        names = [column[0] for column in answer.description]
        return [dict(zip(names, values, strict=True)) for values in answer.fetchall()]

    @property
    def marts(self) -> list[Mart]:
        """Marts in the order of the pages: by group."""
        return [mart for marts in self.catalogue.marts_by_group.values() for mart in marts]

    @cached_property
    def withheld(self) -> set[tuple[str, Area]]:
        """Mart and area of the rows that are withheld for small counts, and the areas that hold these."""
        rows = self.query(
            "select distinct mart, coalesce(county, ''), coalesce(township, ''), coalesce(village, '') from withheld"
        )
        return {
            (mart, area)
            for mart, county, township, village in rows
            for area in (Area(county, township, village), Area(county, township), Area(county))
        }

    def is_withheld(self, change: Change) -> bool:
        """Whether a change would tell a count that this release withholds, or that the one before did."""
        place, mart = (change.mart, tuple(change.area)), self.catalogue.marts[change.mart]
        return (
            place in self._withheld_rows
            or place in self.withheld_before
            or is_small_change(mart, change.column, change.old, change.new)
        )

    @cached_property
    def _withheld_rows(self) -> set[tuple[str, tuple[str | None, ...]]]:
        return {(mart, tuple(area)) for mart, *area in self.query("from withheld")}

    def rows_of(self, mart: Mart) -> dict[Area, list[dict]]:
        """Rows that each area's page shows: its own, and those of the level below."""
        if mart.name not in self._by_area:
            self._by_area[mart.name] = self._grouped(mart)
        return self._by_area[mart.name]

    def _grouped(self, mart: Mart) -> dict[Area, list[dict]]:
        names = [column.name for column in mart.columns]
        grouped: dict[Area, list[dict]] = {area: [] for area in self.areas}
        for values in shown_rows(self.release, mart):
            row = dict(zip(names, values, strict=True))
            area = area_of(row)
            shown_on = {area, Area(area.county, area.township)}
            if not (area.township and area.village):
                shown_on.add(Area(area.county))
            for page in shown_on & grouped.keys():
                grouped[page].append(row)
        return grouped

    def below(self, area: Area) -> list[Area]:
        """The townships of a county."""
        return [other for other in self.areas if area.level == "county" and area == other.top != other]

    def query(self, sql: str) -> list[tuple]:
        """Rows of the release as they may be shown."""
        return self.release.execute(sql).fetchall()

    def page(
        self,
        title: str,
        body: str,
        *,
        here: str = "",
        depth: int = 0,
        scripts: Sequence[str] = (),
        lists: bool = False,
    ) -> str:
        """A whole page: `here` is its own entry of the navigation, `depth` how many folders it lies below the site's.

        lists: its scripts make tables, beside those that are in the body.
        """
        up = "../" * depth
        nav = "".join(
            [
                _link(up, "index.html", "概览", here),
                *(_menu(title, marts, up, here) for title, marts in self.catalogue.marts_by_group.items()),
                *(_link(up, page, text, here) for page, text in _LAST_PAGES),
            ]
        )
        sources = ["assets/site.js"]
        styles = ["assets/site.css"]
        if lists or '<div class="wide' in body:
            sources.insert(0, "assets/datatables.js")
            styles.insert(0, "assets/datatables.css")
        if "<figure" in body:
            sources += ["assets/plotly.min.js", "assets/template.js", *scripts]
        loaded = "\n".join(f'<script src="{up}{source}" defer></script>' for source in sources)
        linked = "\n".join(f'<link rel="stylesheet" href="{up}{style}">' for style in styles)
        return f"""<!doctype html>
<html lang="zh-CN" data-root="{up}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} · 台账汇总</title>
<link rel="icon" href="data:,">
{linked}
{loaded}
</head>
<body>
<a class="skip" href="#content">跳到正文</a>
<header><nav aria-label="页面">{nav}</nav><button type="button" id="theme">切换深浅色</button></header>
<main id="content">
{body}
</main>
<footer data-release="{escape(self.release_id)}"><p>{escape(self.label)}。来源：乡镇报送台账汇总。</p></footer>
</body>
</html>
"""


def _menu(title: str, marts: Sequence[Mart], up: str, here: str) -> str:
    """A group of marts in the navigation, to be opened."""
    is_here = any(here == f"{mart.name}.html" for mart in marts)
    links = "".join(_link(up, f"{mart.name}.html", mart.title, here) for mart in marts)
    return (
        f'<details class="menu{" here" if is_here else ""}" name="menu"><summary>{escape(title)}</summary>'
        f"<div>{links}</div></details>"
    )


def _link(up: str, page: str, text: str, here: str) -> str:
    return f'<a href="{up}{page}"{" aria-current=page" if page == here else ""}>{escape(text)}</a>'


def area_of(row: Mapping[str, str | None]) -> Area:
    """The area that a row of a mart is of."""
    return Area(*(row[level] or "" for level in AREA_LEVELS))
