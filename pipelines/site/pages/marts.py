"""A page for each mart and one for each area."""

from html import escape

from pipelines.catalogue.areas import Area
from pipelines.marts.mart import Mart
from pipelines.site.elements import (
    banner,
    figure_place,
)
from pipelines.site.figures import figure_names, map_name
from pipelines.site.parts import chooser, mart_table, note_on_coverage, note_on_withheld, why_undrawn
from pipelines.site.site import LEVELS, Site, area_of


def mart_page(site: Site, mart: Mart) -> str:
    """How the mart is computed, its figure with a choice of areas, and the rows of counties and townships."""
    body = [f"<h1>{escape(mart.title)}</h1>", _definition(mart)]
    if warnings := site.warned.get(mart.title):
        body.insert(1, banner("本表有警告：" + "；".join(warnings)))
    if mart.chart:
        body.append(chooser(site, [mart], has_beside=True))
    if mart.has_areas:
        own = [row for area in site.areas for row in site.rows_of(mart).get(area, []) if area_of(row) == area]
        body.append("<section><h2>各县、乡镇的数据</h2>")
        body.append(mart_table(site, mart, own, f"{mart.title}，各县、乡镇", up="", place=True))
        body.append(note_on_withheld(site, mart, *site.areas) + "</section>")
    return site.page(mart.title, "\n".join(body), here=f"{mart.name}.html")


def area_page(site: Site, area: Area) -> str:
    """All figures of the marts on an area, and on the areas in it."""
    marts = [
        mart
        for mart in site.marts
        if mart.has_areas and (site.rows_of(mart).get(area) or (mart.name, area) in site.withheld)
    ]
    warned = [mart.title for mart in marts if mart.title in site.warned]
    top = area.top
    trail = ['<a href="../index.html">概览</a>']
    if top != area and top in site.page_names:
        trail.append(f'<a href="{site.page_names[top]}.html">{escape(top.name)}</a>')
    body = [
        f'<nav class="trail" aria-label="上级"><p>{" › ".join(trail)}</p></nav>',
        f"<h1>{escape(area.name)}</h1>",
        *([banner("有警告，涉及" + "、".join(warned), "../")] if warned else []),
        f"<p>{LEVELS[area.level]}级。"
        + (
            f'<a href="../excel/{escape(site.workbooks[top])}">下载工作簿 {escape(site.workbooks[top])}</a>'
            if top in site.workbooks
            else ""
        )
        + (
            f' <a href="../briefs/{site.page_names[area]}.html">一页简报</a>'
            if area.level == "county"
            else ""
        )
        + "</p>",
        _below(site, area),
    ]
    for mart in marts:
        rows = site.rows_of(mart)[area]
        own = [row for row in rows if area_of(row) == area]
        below = [row for row in rows if area_of(row) != area]
        body.append(f'<section aria-labelledby="{mart.name}"><h2 id="{mart.name}">{escape(mart.title)}</h2>')
        if mart.name in site.figures[area]:
            drawn = {name: site.figures[area].get(name) for name in figure_names(mart)}
            if map_name(mart) in site.figures[area]:
                drawn[map_name(mart)] = site.figures[area][map_name(mart)]
            body += [
                figure_place(name, site.page_names[area], "h3", figure) for name, figure in drawn.items()
            ]
        else:
            body.append(f"<p>{why_undrawn(site, mart, area)}</p>" if mart.chart else "")
            body.append(note_on_coverage(mart, own))  # a figure has it in its subtitle
        if own:
            body.append(mart_table(site, mart, own, f"{area.name} {mart.title}", up="../"))
        if below:
            table = mart_table(site, mart, below, f"{area.name}下级 {mart.title}", up="../", place=True)
            body.append(f"<details><summary>下级 {len(below):,} 行</summary>{table}</details>")
        body.append(note_on_withheld(site, mart, area) + "</section>")
    return site.page(area.name, "\n".join(body), depth=1, scripts=(f"data/{site.page_names[area]}.js",))


def _below(site: Site, area: Area) -> str:
    below = site.below(area)
    if not below:
        return ""
    links = "、".join(f'<a href="{site.page_names[other]}.html">{escape(other.name)}</a>' for other in below)
    return f"<p>下级：{links}</p>"


def _definition(mart: Mart) -> str:
    items = "".join(f"<li>{escape(warning)}</li>" for warning in mart.warnings)
    warnings = f"<dt>注意</dt><dd><ul>{items}</ul></dd>" if items else ""
    return (
        f'<details class="definition"><summary>怎样算出来的，使用注意</summary><dl>'
        f"<dt>内容</dt><dd>{escape(mart.description)}</dd><dt>一行是什么</dt><dd>{escape(mart.grain)}</dd>"
        f"<dt>怎样算</dt><dd>{escape(mart.computed)}</dd>"
        f'{warnings}</dl><p><a href="dictionary.html#{mart.name}">每一列的定义</a></p>'
        "</details>"
    )
