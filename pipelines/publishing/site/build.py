"""Write the pages, the figures and what they share into the folder of a release."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from pipelines.catalogue import Catalogue
from pipelines.publishing.areas import Area, areas
from pipelines.publishing.dictionary import DictionaryColumn
from pipelines.publishing.site import figures, pages
from pipelines.publishing.suppression import open_publishable

ASSETS = Path(__file__).parent / "assets"


def write_site(
    database: Path, folder: Path, catalogue: Catalogue, columns: Sequence[DictionaryColumn]
) -> Path:
    """Write the site of a release into `folder` and return its first page.

    database: the DuckDB file of the release, opened read-only. columns: the dictionary. Pages link to the workbooks
    of `write_excel` in a folder `excel` beside `folder`.
    """
    for part in ("assets", "areas", "data"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    with open_publishable(database, catalogue) as release:
        known = areas(release, catalogue.marts.values())
        drawn, template = figures.draw(release, known)
        site = pages.Site(release, catalogue, known, {area: page_name(area) for area in known}, drawn)
        (folder / "index.html").write_text(site.overview(), encoding="utf-8")
        (folder / "dictionary.html").write_text(site.dictionary(columns), encoding="utf-8")
        (folder / "quality.html").write_text(site.quality(), encoding="utf-8")
        for mart in catalogue.marts.values():
            (folder / f"{mart.name}.html").write_text(site.mart(mart), encoding="utf-8")
        for area in known:
            (folder / "areas" / f"{page_name(area)}.html").write_text(site.area(area), encoding="utf-8")
    for area, own in drawn.items():
        # A script, not a JSON file: pages opened from a folder may load scripts and may not fetch.
        content = f"township.add({_json(page_name(area))}, {_json(own)});\n"
        (folder / "data" / f"{page_name(area)}.js").write_text(content, encoding="utf-8")
    (folder / "assets" / "template.js").write_text(
        f"township.template = {_json(template)};\n", encoding="utf-8"
    )
    for asset in sorted(ASSETS.iterdir()):
        shutil.copyfile(asset, folder / "assets" / asset.name)
    plotly = files("plotly") / "package_data" / "plotly.min.js"
    (folder / "assets" / "plotly.min.js").write_bytes(plotly.read_bytes())
    return folder / "index.html"


def page_name(area: Area) -> str:
    """A name that stays the same from release to release and that every file system takes."""
    names = json.dumps([area.county, area.township, area.village], ensure_ascii=False)
    return hashlib.sha256(names.encode()).hexdigest()[:10]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
