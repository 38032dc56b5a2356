"""An exported notebook draws its figures by a script of its own."""

import json
import re

import nbformat
import plotly.graph_objects as go
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import Config

from pipelines.common.workspace import PROJECT
from pipelines.site.notebooks import FIGURE

CONFIG = PROJECT / "notebooks" / ".jupyter" / "jupyter_config.json"


def figure_cell(*heights: int) -> nbformat.NotebookNode:
    """A cell that drew a figure, as JupyterLab stores it."""
    figure = json.loads(go.Figure().add_bar(x=["甲村"], y=heights).to_json())
    return new_code_cell(
        "draw()", outputs=[new_output("display_data", {FIGURE: figure, "text/plain": "Figure"})]
    )


def exported(notebook: nbformat.NotebookNode) -> str:
    """The page that Jupyter makes of a notebook where our configuration is found."""
    config = Config(json.loads(CONFIG.read_text(encoding="utf-8")))
    return HTMLExporter(config=config).from_notebook_node(notebook)[0]


def test_figures_are_drawn_by_one_script_that_the_page_holds() -> None:
    page = exported(new_notebook(cells=[new_markdown_cell("# 题"), figure_cell(3), figure_cell(5)]))
    assert page.count("plotly.js v") == 1
    assert len(re.findall(r'Plotly\.newPlot\(\s*"', page)) == 2


def test_a_page_loads_nothing_from_elsewhere() -> None:
    page = exported(new_notebook(cells=[new_markdown_cell("# 题"), new_code_cell("1")]))
    assert set(re.findall(r'<script[^>]*\ssrc="(.*?)"|<link[^>]*\shref="(.*?)"', page)) == {("data:,", "")}
    assert "cdnjs" not in page


def test_the_notebook_itself_stays_as_it_is() -> None:
    notebook = new_notebook(cells=[figure_cell(3)])
    exported(notebook)
    assert set(notebook.cells[0].outputs[0].data) == {FIGURE, "text/plain"}
