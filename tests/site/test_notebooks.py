"""Pages of notebooks."""

from __future__ import annotations

import json
from pathlib import Path

from pipelines.common.workspace import PROJECT
from tests.support.pages import Page

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))


def test_every_notebook_has_a_page_before_it_runs(site: Path) -> None:
    index = Page(site / "notebooks.html")
    for path in NOTEBOOKS:
        question = json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"][0]
        text = (site / "notebooks" / f"{path.stem}.html").read_text(encoding="utf-8")
        assert f"notebooks/{path.stem}.html" in index.links
        assert question.removeprefix("# ").strip() in text and "注意" in text and "make pages" in text
