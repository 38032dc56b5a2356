"""Figures as files to put into a report: PNG, SVG or PDF, drawn by the Chrome or Chromium of this machine."""

from __future__ import annotations

from pathlib import Path

import kaleido
import plotly.graph_objects as go
from kaleido.errors import ChromeNotFoundError

WIDTH = 1000  # pixels; PNG has twice as many, for print


def save(fig: go.Figure, path: Path | str) -> str:
    """Save the figure in the format that the name ends in, and return a sentence in Chinese on what was done.

    Without Chrome or Chromium nothing is saved, and the sentence reports that.
    """
    path = Path(path)
    options = {"format": path.suffix.removeprefix("."), "width": WIDTH, "scale": 2}
    try:
        # Without MathJax, which Kaleido would load from a CDN.
        kaleido.write_fig_sync(fig, path=path, opts=options, kopts={"mathjax": False})
    except ChromeNotFoundError:
        return f"没有存 {path.name}：这台电脑上没有 Chrome 或 Chromium，图可以用右上角的相机存成 PNG。"
    return f"已存到 {path}"
