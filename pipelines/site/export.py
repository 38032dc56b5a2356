"""Notebooks that are exported as HTML: a page that holds all that it needs, without a network."""

from __future__ import annotations

from typing import Any

import plotly.io as pio
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from pipelines.site.notebooks import FIGURE

SCRIPTS = ("require_js_url", "mathjax_url", "mermaid_js_url", "mermaid_layout_elk_js_url", "jquery_url")
"""What nbconvert's page loads from a CDN, none of which our notebooks use."""

_EMPTY = "data:,"


class Offline(Preprocessor):
    """Of nbconvert: gives figures as HTML beside the form that JupyterLab draws, and takes links to a CDN away.

    The first figure of a page brings plotly.js along.
    """

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        outputs = [output for cell in nb.cells for output in cell.get("outputs", ())]
        drawn = [output.data for output in outputs if FIGURE in output.get("data", {})]
        for index, data in enumerate(drawn):
            figure = {part: data[FIGURE][part] for part in ("data", "layout")}
            data["text/html"] = pio.to_html(figure, include_plotlyjs=index == 0, full_html=False)
        return nb, resources | dict.fromkeys(SCRIPTS, _EMPTY)
