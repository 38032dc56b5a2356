"""Write the pages, the figures and what they share into the folder of a release."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import duckdb

from pipelines.catalogue.areas import Area, areas
from pipelines.catalogue.dictionary import DictionaryColumn
from pipelines.catalogue.tables import Catalogue
from pipelines.disclosure.suppression import open_publishable, withheld_areas
from pipelines.releases.diff import Comparison
from pipelines.releases.store import DATABASE
from pipelines.site import figures
from pipelines.site.database import write_database_script
from pipelines.site.datatables import write_datatables
from pipelines.site.duckdb_wasm import write_duckdb_wasm
from pipelines.site.notebooks import Notebook, all_notebooks
from pipelines.site.pages.brief import brief_pages
from pipelines.site.pages.deliveries import delivery_pages
from pipelines.site.pages.dictionary import dictionary_page, systems_page
from pipelines.site.pages.marts import area_page, mart_page
from pipelines.site.pages.notebooks import notebook_page, notebooks_page
from pipelines.site.pages.overview import overview_page
from pipelines.site.pages.quality import quality_page, rules_page
from pipelines.site.pages.queries import queries_page
from pipelines.site.pages.reports import reports_page
from pipelines.site.queries import all_queries
from pipelines.site.site import Site

if TYPE_CHECKING:
    from pipelines.charts.boundaries import Boundary

ASSETS = Path(__file__).parent / "assets"


def write_site(
    database: Path,
    folder: Path,
    catalogue: Catalogue,
    columns: Sequence[DictionaryColumn],
    last: Path | None = None,
    boundaries: Mapping[str, Sequence[Boundary]] = MappingProxyType({}),
) -> Path:
    """Write the site of a release into `folder` and return its first page.

    database: the DuckDB file of the release, opened read-only; its release.json lies beside it. columns: the
    dictionary. last: folder of the release before. boundaries: of the townships of counties that have a map. Pages link
    to the workbooks of `write_excel` in a folder `excel` of the site.
    """
    for part in ("assets", "areas", "briefs", "data", "deliveries", "notebooks"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    since_last = Comparison.of(last, database.parent) if last else None
    before = withheld_areas(last, catalogue) if last and since_last and since_last.is_possible else set()
    notebooks = all_notebooks()
    with open_publishable(database, catalogue) as release:
        known = areas(release, catalogue.marts.values())
        figures_of, template = figures.draw(release, catalogue.charted, known, boundaries)
        site = Site(
            release,
            catalogue,
            known,
            {area: page_name(area) for area in known},
            figures_of,
            since_last,
            before,
        )
        runs_queries = write_duckdb_wasm(folder / "assets")
        if runs_queries:
            write_database_script(release, catalogue, folder / "data" / "release.js")
        for name, page in _pages(site, columns, notebooks, runs_queries).items():
            (folder / name).write_text(page, encoding="utf-8")
    for area, own in figures_of.items():
        # A script, not a JSON file: pages opened from a folder may load scripts and may not fetch.
        below = {other.name: site.page_names[other] for other in site.below(area)}
        content = f"township.add({_json(page_name(area))}, {_json(own)}, {_json(below)});\n"
        (folder / "data" / f"{page_name(area)}.js").write_text(content, encoding="utf-8")
    (folder / "assets" / "template.js").write_text(
        f"township.template = {_json(template)};\n", encoding="utf-8"
    )
    for asset in sorted(ASSETS.iterdir()):
        shutil.copyfile(asset, folder / "assets" / asset.name)
    plotly = files("plotly") / "package_data" / "plotly.min.js"
    (folder / "assets" / "plotly.min.js").write_bytes(plotly.read_bytes())
    write_datatables(folder / "assets")
    return folder / "index.html"


def _pages(
    site: Site, columns: Sequence[DictionaryColumn], notebooks: Sequence[Notebook], runs_queries: bool
) -> dict[str, str]:
    """Name of each page in the folder of the site → its HTML."""
    return {
        "index.html": overview_page(site),
        "dictionary.html": dictionary_page(site, columns),
        "systems.html": systems_page(site, columns),
        "quality.html": quality_page(site),
        "rules.html": rules_page(site),
        "reports.html": reports_page(site),
        "notebooks.html": notebooks_page(site, notebooks),
        "queries.html": queries_page(site, all_queries(), runs=runs_queries),
        **{f"{mart.name}.html": mart_page(site, mart) for mart in site.marts},
        **{f"areas/{site.page_names[area]}.html": area_page(site, area) for area in site.areas},
        **delivery_pages(site),
        **brief_pages(site),
        **{f"notebooks/{notebook.name}.html": notebook_page(site, notebook) for notebook in notebooks},
    }


def share_workbooks(workbooks: Sequence[Path], site: Path) -> None:
    """Put the workbooks into the site too, so that links to them hold where the site alone is served or carried.

    They are the same files under a second name where the file system allows that, else copies.
    """
    (site / "excel").mkdir(exist_ok=True)
    for workbook in workbooks:
        try:
            os.link(workbook, site / "excel" / workbook.name)
        except OSError:
            shutil.copyfile(workbook, site / "excel" / workbook.name)


def write_notebook_page(release: Path, catalogue: Catalogue, notebook: Notebook, trouble: str = "") -> Path:
    """Put the page of a notebook that was executed on a release into the release's site, and return it.

    release: folder of the release. trouble: a sentence in Chinese on why the notebook could not be executed; the
    page then reports it beside what the notebook asks. Readers see the page before or the new one, each whole.
    """
    site_folder = release / "site"
    page = site_folder / "notebooks" / f"{notebook.name}.html"
    with duckdb.connect(str(release / DATABASE), read_only=True) as db:
        content = notebook_page(Site(db, catalogue, [], {}, {}), notebook, trouble)
    if notebook.figures:
        figures_of_it = f"township.add({_json(notebook.name)}, {_json(notebook.figures)});\n"
        _replace(site_folder / "data" / f"{notebook.name}.js", figures_of_it)
    _replace(page, content)
    return page


def _replace(path: Path, content: str) -> None:
    unfinished = path.with_name(f".{path.name}")
    unfinished.write_text(content, encoding="utf-8")
    os.replace(unfinished, path)


def page_name(area: Area) -> str:
    """A name that stays the same from release to release and that every file system takes."""
    names = json.dumps([area.county, area.township, area.village], ensure_ascii=False)
    return hashlib.sha256(names.encode()).hexdigest()[:10]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
