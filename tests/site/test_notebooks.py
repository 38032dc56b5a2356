"""Pages of notebooks."""

from __future__ import annotations

import json
from pathlib import Path

from pipelines.common.workspace import PROJECT
from pipelines.site.notebooks import all_notebooks
from tests.support.pages import Page

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))


def test_every_notebook_has_a_page_before_it_runs(site: Path) -> None:
    index = Page(site / "notebooks.html")
    for path in NOTEBOOKS:
        question = json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"][0]
        text = (site / "notebooks" / f"{path.stem}.html").read_text(encoding="utf-8")
        assert f"notebooks/{path.stem}.html" in index.links
        assert question.removeprefix("# ").strip() in text and "注意" in text and "make pages" in text


def test_what_else_lies_in_the_folder_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "我的分析.ipynb").write_text("{", encoding="utf-8")
    (tmp_path / "08_broken.ipynb").write_text("{", encoding="utf-8")
    (tmp_path / "09_code_first.ipynb").write_text(
        '{"cells": [{"cell_type": "code", "source": "1"}]}', encoding="utf-8"
    )
    broken, code_first = all_notebooks(tmp_path)
    assert (broken.title, broken.summary) == ("08_broken", "这个文件不是笔记本，读不出来。")
    assert code_first.summary.startswith("第一格不是文字")
