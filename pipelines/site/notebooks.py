"""Notebooks for the site: what each asks and, once it has run, what it shows.

They are read as the JSON that they are stored in, because a build has no use for the libraries that run them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import mistune

from pipelines.common.workspace import PROJECT
from pipelines.site.figures import embedded

FOLDER = PROJECT / "notebooks"
FIGURE = "application/vnd.plotly.v1+json"
TABLE = "application/vnd.township.table+html"
"""Mime types of what a page shows of a notebook, beside its text: as Plotly and charts.tables name them."""


@dataclass(frozen=True)
class Notebook:
    """One notebook: where it lies, and its cells as stored or as executed."""

    path: Path
    cells: tuple[Mapping[str, Any], ...]

    @classmethod
    def read(cls, path: Path) -> Notebook:
        """The notebook in a file; one that cannot be read becomes a notebook that reports it, so that a build goes on."""
        try:
            cells = tuple(json.loads(path.read_text(encoding="utf-8"))["cells"])
            if cells and cells[0]["cell_type"] == "markdown":
                return cls(path, cells)
            problem = "第一格不是文字，没有写明回答什么问题"
        except (ValueError, KeyError, TypeError):
            problem = "这个文件不是笔记本，读不出来"
        return cls(path, ({"cell_type": "markdown", "source": f"# {path.stem}\n\n{problem}。"},))

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def question(self) -> str:
        """Markdown of the first cell: the question, what to see, how it is computed, sources, what to mind."""
        return text(self.cells[0]["source"])

    @property
    def title(self) -> str:
        return self.question.partition("\n")[0].removeprefix("# ")

    @property
    def summary(self) -> str:
        """The notebook's own summary: the first paragraph below its question."""
        return self.question.partition("\n\n")[2].partition("\n\n")[0].removeprefix("**看什么**").strip()

    @property
    def is_executed(self) -> bool:
        return any(cell.get("execution_count") for cell in self.cells)

    @cached_property
    def figures(self) -> Mapping[str, dict]:
        """Id of a cell → the figure that it drew, as `figures.draw` gives them."""
        import plotly.graph_objects as go

        drawn = {}
        for cell in self.cells:
            for data in outputs(cell):
                if FIGURE in data:
                    figure = {part: data[FIGURE][part] for part in ("data", "layout")}
                    drawn[cell["id"]] = embedded(go.Figure(figure))
        return drawn

    def reads(self, table: str) -> bool:
        """Whether a query in one of the cells reads the table."""
        code = (text(cell["source"]) for cell in self.cells if cell["cell_type"] == "code")
        return any(re.search(rf"\b(from|join)\s+{re.escape(table)}\b", source) for source in code)


def all_notebooks(folder: Path = FOLDER) -> list[Notebook]:
    """The notebooks of the project, in the order of their names: 00_start_here and the like.

    Others in the folder are somebody's own, and stay that.
    """
    return [
        Notebook.read(path)
        for path in sorted(folder.glob("*.ipynb"))
        if re.fullmatch(r"\d\d_[a-z0-9_]+", path.stem)
    ]


def text(lines: str | list[str]) -> str:
    """Text of a notebook, which may be stored line by line."""
    return "".join(lines)


def outputs(cell: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What a cell shows: for each output, its forms by mime type."""
    for output in cell.get("outputs", ()):
        if output["output_type"] == "stream":
            yield {"text/plain": output["text"]}
        elif "data" in output:
            yield output["data"]


@cache
def _markdown() -> mistune.Markdown:
    return mistune.create_markdown(plugins=["table"])


def html_of(markdown: str) -> str:
    """HTML of a markdown cell; links to other notebooks lead to their pages."""
    linked = re.sub(r"\]\((\w+)\.ipynb\)", r"](\1.html)", markdown)
    return str(_markdown()(linked))


def table_of(html: str) -> str:
    """What is between the tags of a table that `charts.tables.table` made, its columns of numbers marked as such.

    The look that it brings along is left behind: the page has its own.
    """
    rows = re.sub(r"(?s)^.*?<table[^>]*>|</table>.*| id=\"\w+\"", "", html)
    for column in set(re.findall(r'class="data row\d+ (col\d+) number"', rows)):
        rows = rows.replace(f'level0 {column}"', f'level0 {column} number"')
    return rows.replace("<th class", '<th scope="col" class')
