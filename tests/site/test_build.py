"""The pages show what the release holds, link to each other, and ask for nothing from outside."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from pipelines import connect
from pipelines.catalogue.tables import Catalogue
from pipelines.releases.store import DATABASE
from tests.support.pages import Page, built

MEGABYTE = 1 << 20


def test_links_lead_to_pages_and_places(site: Path) -> None:
    pages = {path: Page(path) for path in site.rglob("*.html")}
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), path
        for link in page.links:
            if link.startswith("http"):  # a source that a notebook quotes
                assert path.parent.name == "notebooks", (path, link)
                continue
            target, _, place = unquote(link).partition("#")
            found = (path.parent / target).resolve() if target else path
            assert found.is_file(), (path, link)
            assert found.is_relative_to(site), (path, link)
            if place:
                assert place in pages[found].ids, (path, link)


def test_nothing_is_loaded_from_outside(site: Path) -> None:
    for path in site.rglob("*.html"):
        for source in Page(path).loads:
            assert source == "data:," or (path.parent / source).is_file(), (path, source)
    for path in (site / "assets").glob("site.*"):
        assert "http" not in path.read_text(encoding="utf-8")


def test_is_small(site: Path) -> None:
    sizes = {path: path.stat().st_size for path in site.rglob("*") if path.is_file()}
    large = {path.name: size for path, size in sizes.items() if size > 2 * MEGABYTE}
    assert sum(sizes.values()) - large.pop("duckdb.js", 0) < 20 * MEGABYTE
    # the page of a township with rows in nearly every mart is the largest, and packed it is a twentieth
    assert [*large] == ["plotly.min.js"]


def test_headings_go_down_one_by_one(site: Path) -> None:
    for path in site.rglob("*.html"):
        levels = Page(path).headings
        assert levels[0] == 1 and levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels)), path


def test_nothing_private_is_in_a_page(site: Path, sample_release: Path) -> None:
    with connect(sample_release) as con:
        raws = {raw for (raw,) in con.execute("select distinct raw from quality.quarantine").fetchall()}
        samples = {raw for (raw,) in con.execute("select distinct sample from quality.findings").fetchall()}
    text = (site / "quality.html").read_text(encoding="utf-8")
    for raw in filter(None, raws | samples):
        assert len(raw) < 6 or raw not in text
    for path in [*site.rglob("*.html"), *(site / "data").iterdir()]:
        assert not re.search(r"(?<![\w.])\d{17}[\dXx](?![\w.])", path.read_text(encoding="utf-8")), path


def test_the_same_release_gives_the_same_pages(
    site: Path, sample_release: Path, catalogue: Catalogue, tmp_path: Path
) -> None:
    again = built(sample_release / DATABASE, tmp_path, catalogue)
    # a DuckDB file of the same rows is not the same to the byte
    written = [path for path in again.rglob("*") if path.is_file() and path.name != "release.js"]
    assert len(written) > 50
    for path in written:
        assert path.read_bytes() == (site / path.relative_to(again)).read_bytes(), path
