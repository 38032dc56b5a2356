"""Figures as files to put into a report: PNG, SVG or PDF, drawn by the Chrome or Chromium of this machine."""

from __future__ import annotations

import asyncio
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Timer

import kaleido
import plotly.graph_objects as go
from choreographer.errors import BrowserClosedError, BrowserFailedError, ChannelClosedError
from kaleido.errors import ChromeNotFoundError, KaleidoError

WIDTH = 1000  # pixels; PNG has twice as many, for print
FORMATS = ("png", "svg", "pdf", "jpg", "webp")
LONGEST_SECONDS = 60
"""How long a browser may take; one that hangs never answers."""

_BY_HAND = "图可以用右上角的相机存成 PNG"


def save(fig: go.Figure, path: Path | str) -> str:
    """Save the figure in the format that the name ends in, and return a sentence in Chinese on what was done.

    Where nothing can be saved (another ending, no such folder, no Chrome or Chromium, or one that hangs), the sentence
    begins with 没有存 and reports why.
    """
    path = Path(path)
    format = path.suffix.removeprefix(".").lower()
    if format not in FORMATS:
        return f"没有存 {path.name}：名字要以 {'、'.join(f'.{known}' for known in FORMATS)} 结尾。"
    if not path.parent.is_dir():
        return f"没有存 {path.name}：没有文件夹 {path.parent}。"
    try:
        path.write_bytes(_draw(fig, format))
    except ChromeNotFoundError:
        return f"没有存 {path.name}：这台电脑上没有 Chrome 或 Chromium，{_BY_HAND}。"
    except (BrowserClosedError, BrowserFailedError, ChannelClosedError, KaleidoError):
        return f"没有存 {path.name}：浏览器没有画出来（最多等 {LONGEST_SECONDS} 秒），{_BY_HAND}。"
    except OSError as error:
        return f"没有存 {path.name}：写不进 {path.parent}（{error.strerror}）。"
    return f"已存到 {path}"


def _draw(fig: go.Figure, format: str) -> bytes:
    """Draw the figure by a browser of its own. Raises what Kaleido raises where there is none or where it ends."""
    browser = kaleido.Kaleido(mathjax=False)  # MathJax would be loaded from a CDN

    async def draw() -> bytes:
        async with browser:
            return await browser.calc_fig(fig, opts={"format": format, "width": WIDTH, "scale": 2})

    # Kaleido's own limit begins when the browser has answered. One that is killed ends every wait for it.
    limit = Timer(LONGEST_SECONDS, _kill, [browser])
    limit.start()
    try:
        # In a thread, because a notebook's own has an event loop already.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, draw()).result()
    finally:
        limit.cancel()


def _kill(browser: kaleido.Kaleido) -> None:
    """Kill the browser with the process that Kaleido starts it by."""
    process = getattr(browser, "subprocess", None)  # None until it has been started
    with suppress(ProcessLookupError):  # it has ended by itself
        if process and hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        elif process:
            process.kill()
