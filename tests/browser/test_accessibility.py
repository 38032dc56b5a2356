"""axe-core finds nothing serious on a page of any kind, in light and in dark."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.catalogue.tables import Catalogue
from pipelines.common.workspace import PROJECT
from tests.support.chromium import Chromium

AXE = PROJECT / ".cache" / "npm" / "node_modules" / "axe-core" / "axe.min.js"
"""Where .ci/run puts it."""

RUN = """
axe.run(document, {resultTypes: ["violations"]}).then(({violations}) => violations
  .filter(({impact}) => impact === "serious" || impact === "critical")
  .map(({id, nodes}) => `${id}: ${nodes.length} × ${nodes[0].html.slice(0, 160)}`))
"""


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.exists():
        pytest.skip("no axe-core, which .ci/run installs: what it finds on the site was not tried")
    return AXE.read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious(
    site: Path,
    notebook_page: Path,
    chromium: Chromium,
    axe: str,
    catalogue: Catalogue,
    few: Catalogue,
    scheme: str,
) -> None:
    marts = {f"{name}.html" for name in few.marts} if scheme == "light" else {"fund_execution.html"}
    others = {f"{name}.html" for name in catalogue.marts} - marts  # by the same template, with other charts
    kinds = [page for page in sorted(site.glob("*.html")) if page.name not in others]
    areas = sorted(site.glob("areas/*.html"))[:2]
    chromium.look(scheme=scheme)
    found = {}
    for page in [*kinds, *areas, site / "notebooks" / "00_start_here.html", notebook_page]:
        chromium.open(page.as_uri())
        chromium.run(axe)
        if violations := chromium.run(RUN):
            found[page.name] = violations
    chromium.look()
    assert found == {}
