"""Parts of pages that show a mart: its table, its figures with a choice of areas, what is withheld of it."""

from collections.abc import Sequence
from html import escape

from pipelines.catalogue.areas import Area
from pipelines.disclosure.suppression import never_shown, note_on_small_cells
from pipelines.marts.coverage import TITLE, describe_coverage
from pipelines.marts.mart import Mart
from pipelines.registers.areas import AREA_NAMES
from pipelines.site.elements import (
    column_cell,
    column_head,
    figure_place,
    wide_table,
)
from pipelines.site.figures import MOST_DRAWN, figure_names
from pipelines.site.site import Site, area_of

UNDRAWN_FOR_SMALL_COUNTS = "户数或人数太少，数字不公布，所以没有图。"


def chooser(site: Site, marts: Sequence[Mart], *, has_beside: bool = False) -> str:
    """A list of areas and the figures of the one that is chosen: at first the one of which most is known.

    has_beside: also the second figure of a mart that has one.
    """
    names = [name for mart in marts for name in figure_names(mart)[: 2 if has_beside else 1]]
    offered = [area for area in site.areas if any(mart.name in site.figures[area] for mart in marts)]
    if not offered:
        is_withheld = any(mart.name == name for mart in marts for name, _ in site.withheld)
        return f"<p>{UNDRAWN_FOR_SMALL_COUNTS if is_withheld else '还没有可以画图的数据。'}</p>"

    def known(area: Area) -> tuple[int, int, Area]:
        rows = sum(len(site.rows_of(mart).get(area, ())) for mart in marts)
        return sum(bool(site.figures[area].get(mart.name, {}).get("data")) for mart in marts), rows, area

    first = max(offered, key=known)
    options = "".join(
        f'<option value="{site.page_names[area]}"{" selected" if area == first else ""}>{escape(area.label)}</option>'
        for area in offered
    )
    figures = "".join(
        figure_place(name, site.page_names[first], "h2", site.figures[first].get(name)) for name in names
    )
    return (
        '<section class="chooser"><p><label for="area">地区</label> '
        f'<select id="area">{options}</select> <a id="area-page" href="areas/{site.page_names[first]}.html">'
        f'该地区的全部数据</a></p><div class="cards">{figures}</div></section>'
    )


def mart_table(
    site: Site, mart: Mart, rows: Sequence[dict], name: str, *, up: str, place: bool = False
) -> str:
    """Rows of a mart without their area columns; `up` leads to the site's folder.

    `place` puts the area first and what the row rests on last.
    """
    columns = [column for column in mart.shown_columns if column.name not in AREA_NAMES]
    heads = '<th scope="col">地区</th>' if place else ""
    heads += "".join(column_head(mart, column, up) for column in columns)
    is_told = place and mart.coverage
    heads += f'<th scope="col">{TITLE}</th>' if is_told else ""
    lines = []
    for row in rows:
        first = area_head(site, area_of(row), up) if place else ""
        last = f"<td class=text>{describe_coverage([row])}</td>" if is_told else ""
        lines.append(
            f"<tr>{first}{''.join(column_cell(column, row[column.name]) for column in columns)}{last}</tr>"
        )
    return wide_table(name, f"<thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody>")


def area_head(site: Site, area: Area, up: str) -> str:
    """The head of a row: the area, with a link to its page. `up` leads to the site's folder."""
    text = escape(area.name if up else area.label)
    if page := site.page_names.get(area):
        text = f'<a href="{up}areas/{page}.html">{text}</a>'
    return f'<th scope="row">{text}</th>'


def note_on_coverage(mart: Mart, rows: Sequence[dict]) -> str:
    """What an area's own rows rest on."""
    if not mart.coverage:
        return ""
    return f'<p class="subtitle">{describe_coverage(rows, mart.coverage.year)}</p>'


def note_on_withheld(site: Site, mart: Mart, *areas: Area) -> str:
    """That counts are withheld, where some of the mart in the areas are, or a column of it always is."""
    is_needed = never_shown(mart) or any((mart.name, area) in site.withheld for area in areas)
    return f'<p class="notes">{note_on_small_cells()}</p>' if is_needed else ""


def why_undrawn(site: Site, mart: Mart, area: Area) -> str:
    """Why an area has no figure of a mart that has a chart."""
    if sum(map(len, site.figures.values())) >= MOST_DRAWN:
        return f"地区太多，站点只画 {MOST_DRAWN} 张图；这个地区的图请在笔记本里画。"
    return UNDRAWN_FOR_SMALL_COUNTS if (mart.name, area) in site.withheld else "没有可以画图的数据。"
