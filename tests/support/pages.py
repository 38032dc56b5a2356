"""Pages as a browser would read them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from pipelines.catalogue.tables import Catalogue
from pipelines.site import write_site
from tests.support.catalogues import traced


class Page(HTMLParser):
    """What a page links to and loads, its ids, the rows of its tables, and all its text."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.rows: list[list[str]] = []
        self.headings: list[int] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(given["href"])
        elif tag in ("script", "link", "img"):
            self.loads.append(given.get("src") or given["href"])
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        elif re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in given:
            self.ids.append(given["id"])

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip()


def built(database: Path, release: Path, catalogue: Catalogue) -> Path:
    """Folder of the site of a release, without the workbooks and data docs that a build lays into it."""
    first = write_site(database, release / "site", catalogue, traced(catalogue))
    assert first == release / "site" / "index.html"
    return first.parent
