"""What a reader gets who opens the site from a folder, without a network."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import openpyxl
import pytest

from pipelines.catalogue.areas import Area
from pipelines.site.build import page_name
from pipelines.site.duckdb_wasm import MADE
from tests.support.chromium import Chromium

DRAWN = """
[...document.querySelectorAll("figure[data-mart]")].map((figure) => ({
  mart: figure.dataset.mart,
  title: figure.querySelector(".headline").textContent,
  alt: figure.querySelector(".plot").getAttribute("aria-label"),
  hidden: figure.querySelector(".plot").hidden,
  marks: figure.querySelectorAll(".main-svg .point, .main-svg .textpoint").length,
  traces: figure.querySelector(".plot").data?.length ?? 0,
}))
"""
TOWNSHIP = f"areas/{page_name(Area('儋州市', '木棠镇'))}.html"


def address(site: Path, page: str = "index.html") -> str:
    return (site / page).as_uri()


def test_every_page_opens_and_every_figure_draws(site: Path, chromium: Chromium) -> None:
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    results = [page for page in pages if page.startswith("data_docs/")]
    assert len(results) > 80 and len(pages) > 150
    pages = [page for page in pages if page not in results[3:]]  # these draw nothing, and are of one template
    drawn = 0
    for page in pages:
        chromium.open(address(site, page))
        assert chromium.complaints == [], page
        assert chromium.run("document.querySelector('h1').textContent"), page
        for figure in chromium.run(DRAWN):
            assert figure["title"], (page, figure)
            if figure["hidden"]:  # a sentence explains why there is nothing to draw
                assert any(word in figure["title"] for word in ("没有", "缺", "算不出")), (page, figure)
            else:
                assert figure["marks"] and figure["alt"].endswith("。"), (page, figure)
                drawn += 1
    assert drawn >= 30


def test_a_figure_shows_the_numbers_of_the_mart(site: Path, chromium: Chromium) -> None:
    chromium.open(address(site, TOWNSHIP))
    bars = chromium.run(
        "document.querySelector('[data-mart=exits_by_year] .plot').data"
        ".filter((trace) => trace.name === '实际脱贫').map((trace) => [trace.x, trace.y])"
    )
    years = ["2014", "2015", "2016", "2017", "2018", "2019"]
    assert [years, [40, 56, 170, 456, 393, None]] in bars


def test_another_area_is_chosen_by_keyboard(site: Path, chromium: Chromium) -> None:
    chromium.open(address(site))
    before = chromium.run("document.querySelector('[data-mart=exits_by_year] .headline').textContent")
    assert before.startswith("木棠镇")
    chromium.run("document.getElementById('area').focus()")
    chromium.press("End", 35)
    chromium.run("new Promise((done) => setTimeout(done, 500))")
    chosen, name = chromium.run("[area.value, area.selectedOptions[0].textContent]")
    after = chromium.run(
        "[...document.querySelectorAll('.headline')].map((headline) => headline.textContent)"
    )
    assert all(name in headline or headline == "没有该地区的数据" for headline in after)
    assert any(name in headline for headline in after)
    link = chromium.run("document.getElementById('area-page').getAttribute('href')")
    assert link == f"areas/{chosen}.html"
    assert chromium.complaints == []


def test_the_dictionary_finds_a_column_by_keyboard(site: Path, chromium: Chromium) -> None:
    chromium.open(address(site, "dictionary.html"))
    shown = "[...document.querySelectorAll('#columns tbody tr')].filter((row) => row.offsetParent).map((row) => row.id)"
    every = len(chromium.run(shown))
    chromium.press("/", 191, "/")
    chromium.type("贫困发生率")
    found = chromium.run(shown)  # the column and those whose definitions name it
    assert "poverty_incidence.incidence_rate" in found and len(found) < 10
    assert chromium.run("document.getElementById('found').textContent") == f"找到 {len(found)} 列"
    chromium.press("Escape", 27)
    assert len(chromium.run(shown)) == every
    chromium.type("PAID_yuan 元")
    found = chromium.run(shown)
    assert {"fund_execution.paid_yuan", "dividend_payouts.paid_yuan"} <= set(found) and len(found) < every
    chromium.open(address(site, "dictionary.html") + "#q=出列年度")
    assert "poverty_incidence.poor_village_exit_year" in chromium.run(shown)


def test_a_click_leads_from_a_county_to_a_township_and_to_a_village(site: Path, chromium: Chromium) -> None:
    """The county's figure is of the villages of the one township that has sent their populations."""
    chromium.open(address(site, "poverty_incidence.html"))
    county, township = page_name(Area("儋州市")), page_name(Area("儋州市", "木棠镇"))
    chromium.run(f"area.value = '{county}'; show('{county}')")
    chromium.until(f"township.below['{county}']")
    chromium.run(f"goDown('{county}', '木棠镇')")
    chromium.until(f"area.value === '{township}' && '{township}' in township.figures")
    chromium.run(f"goDown('{township}', '水口村')")
    chromium.until("document.querySelector('.only')")
    assert chromium.run("document.querySelector('h1').textContent") == "木棠镇"
    rows = "[...document.querySelectorAll('main section:not([hidden]) details tbody tr')].map((row) => row.cells[0].textContent)"
    assert set(chromium.run(rows)) == {"水口村"} and len(chromium.run(rows)) > 5
    assert chromium.run("[...document.querySelectorAll('figure')].every((figure) => !figure.offsetParent)")
    assert chromium.complaints == []


def test_queries_run_in_the_page(site: Path, chromium: Chromium) -> None:
    """DuckDB comes as a script, so that the folder is enough. 木棠镇 of 2018: 1,924 persons planned and left."""
    if not MADE.exists():
        pytest.skip("set-up could not fetch DuckDB for the browser")
    chromium.open(address(site, "queries.html"))
    chromium.run(
        "place.saved.value = '02_exits_against_plan'; place.saved.dispatchEvent(new Event('change'))"
    )
    chromium.until("!place.run.disabled")
    rows = "[...document.querySelectorAll('#answer tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent))"
    assert any({"木棠镇", "2018", "1924"} <= set(row) for row in chromium.run(rows))
    assert chromium.complaints == []
    chromium.run("place['chart-of'].selectedIndex = 1; place['chart-of'].onchange()")
    chromium.until("document.querySelector('#plot .point')")
    for sql, said in (
        ("from nowhere", "nowhere does not exist"),
        ("select '{}'::json", '"json" is not in the catalog'),
    ):
        chromium.run(f"place.sql.value = `{sql}`; run()")
        assert said in chromium.run("document.getElementById('answer').textContent")
    assert chromium.run(
        "place.sql.value = 'select 1 + 1'; run().then(() => place.answer.textContent)"
    ).endswith("2")


def test_tables_are_filtered(site: Path, chromium: Chromium) -> None:
    chromium.open(address(site, "exits_by_year.html"))
    chromium.run("document.querySelector('.filter input').focus()")
    chromium.type("寨市乡")
    assert chromium.run("document.querySelectorAll('.wide tbody tr').length") == 1
    assert chromium.run("document.querySelector('.filter output').textContent") == "1 行"


def test_a_table_is_sorted_by_value_and_what_is_unknown_comes_last(site: Path, chromium: Chromium) -> None:
    chromium.open(address(site, "fund_execution.html"))
    chromium.run("document.querySelector('.wide').scrollIntoView()")
    chromium.until("document.querySelector('.tools')")
    column = "[...document.querySelectorAll('.wide tbody tr')].map((row) => row.cells[7].textContent)"
    before = chromium.run(column)
    for sign in (1, -1):
        chromium.run(
            "document.querySelectorAll('.wide thead th')[7].querySelector('.dt-column-order').click()"
        )
        amounts = [float(text.replace(",", "")) if text != "—" else None for text in chromium.run(column)]
        known = [amount for amount in amounts if amount is not None]
        assert known == sorted(known, reverse=sign < 0) and len(set(known)) > 10
        assert None not in amounts[: len(known)] and len(amounts) == len(before)
    assert chromium.run("location.pathname").endswith("fund_execution.html"), "a click on a header stays"


def test_a_table_is_taken_along_as_csv_and_workbook(site: Path, chromium: Chromium, tmp_path: Path) -> None:
    """CSV opens in Chinese Excel; rows that the filter leaves out are not in it; what is unknown is blank."""
    chromium.open(address(site, "fund_execution.html"))
    chromium.run("document.querySelector('.wide').scrollIntoView()")
    chromium.until("document.querySelector('.tools input')")
    chromium.run("document.querySelector('.tools input').focus()")
    chromium.type("木棠镇 产业")
    chromium.run("window.made = []; URL.createObjectURL = (blob) => { made.push(blob); return '#'; }")
    for kind in ("csv", "excel"):
        chromium.run(f"document.querySelector('.buttons-{kind}').click()")
    chromium.until("made.length === 2")
    csv = chromium.run("made[0].arrayBuffer().then((bytes) => [...new Uint8Array(bytes)])")
    text = bytes(csv).decode("utf-8")
    assert text.startswith("\ufeff")
    head, *rows = text.lstrip("\ufeff").splitlines()
    assert head.startswith('"地区","年度","资金级次","项目类别","项目数(个)"')
    rows = list(filter(None, rows))
    assert len(rows) < 10 and {row.split('","')[0] for row in rows} == {'"儋州市·木棠镇'}
    assert rows[0].split('","')[1:5] == ["2018", "未注明", "产业", "28"]
    assert "—" not in rows[0] and "10,663,000.00" in rows[0]
    book = tmp_path / "a.xlsx"
    book.write_bytes(bytes(chromium.run("made[1].arrayBuffer().then((bytes) => [...new Uint8Array(bytes)])")))
    cells = list(openpyxl.load_workbook(book).active.iter_rows(values_only=True))
    assert cells[1][:5] == ("儋州市·木棠镇", 2018, "未注明", "产业", 28) and 10663000 in cells[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark(site: Path, chromium: Chromium, scheme: str) -> None:
    ground = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 29)"}
    other = {"light": "dark", "dark": "light"}[scheme]
    paper = "getComputedStyle(document.querySelector('.plot .main-svg')).backgroundColor"  # the figure's background
    page = "getComputedStyle(document.body).backgroundColor"
    chromium.look(scheme=scheme)
    chromium.open(address(site, TOWNSHIP))
    assert (chromium.run(page), chromium.run(paper)) == (ground[scheme], ground[scheme])
    chromium.run("document.getElementById('theme').click()")
    assert (chromium.run(page), chromium.run(paper)) == (ground[other], ground[other])
    chromium.run("localStorage.clear()")
    chromium.look(scheme="light")


def test_nothing_is_wider_than_a_telephone(site: Path, chromium: Chromium) -> None:
    chromium.look(width=390, height=844)
    for page in ("index.html", "fund_execution.html", TOWNSHIP, "dictionary.html", "quality.html"):
        chromium.open(address(site, page))
        assert chromium.run("document.documentElement.scrollWidth") <= 390, page
    chromium.look()


def test_a_notebook_shows_its_figures_and_tables(notebook_page: Path, chromium: Chromium) -> None:
    chromium.open(notebook_page.as_uri())
    assert chromium.complaints == []
    figures = chromium.run(DRAWN)
    assert [figure["mart"] for figure in figures] == ["by-year", "waterfall", "stock"]
    assert all(figure["marks"] and figure["title"].startswith("木棠镇累计脱贫") for figure in figures)
    chromium.look(width=390, height=844)
    chromium.open(notebook_page.as_uri())
    assert chromium.run("document.documentElement.scrollWidth") <= 390
    chromium.look()


def test_a_table_of_a_notebook_is_sorted_by_keyboard(notebook_page: Path, chromium: Chromium) -> None:
    chromium.open(notebook_page.as_uri())
    chromium.run("window.table = [...document.querySelectorAll('.sortable')].at(-1)")
    column = "[...table.tBodies[0].rows].map((row) => row.cells[2].textContent)"
    chromium.run("table.scrollIntoView()")
    chromium.until("table.classList.contains('dataTable')")
    chromium.run("table.tHead.rows[0].cells[2].querySelector('.dt-column-order').focus()")
    chromium.press("Enter", 13, "\r")
    chromium.until("table.querySelector('th[aria-sort=ascending]')", 10)
    rising = [int(value.replace(",", "")) for value in chromium.run(column)]
    assert rising == sorted(rising) and len(set(rising)) >= 3
    assert chromium.run("table.tHead.rows[0].cells[2].getAttribute('aria-sort')") == "ascending"
    chromium.press("Enter", 13, "\r")
    chromium.until("table.querySelector('th[aria-sort=descending]')", 10)
    assert [int(value.replace(",", "")) for value in chromium.run(column)] == rising[::-1]


def test_a_leader_s_page_is_printed_on_one_sheet(site: Path, chromium: Chromium) -> None:
    chromium.open(address(site, f"briefs/{page_name(Area('儋州市'))}.html"))
    printed = chromium.send("Page.printToPDF", preferCSSPageSize=True)["data"]
    assert len(re.findall(rb"/Type */Page\b", base64.b64decode(printed))) == 1
    assert chromium.complaints == []


def test_prints_in_light_even_from_dark(site: Path, chromium: Chromium, tmp_path: Path) -> None:
    chromium.look(scheme="dark")
    chromium.open(address(site))
    chromium.print(tmp_path / "page.pdf")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
    chromium.look(scheme="dark", media="print")
    assert chromium.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert chromium.run("getComputedStyle(document.querySelector('header')).display") == "none"
    chromium.look()
