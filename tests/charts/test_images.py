"""Figures become files where there is a Chrome, and a sentence where there is none."""

import os
from pathlib import Path

import plotly.graph_objects as go
import psutil
import pytest

from pipelines.charts import images, template
from tests.support.chromium import find_chromium

BEGINS = {"png": b"\x89PNG", "svg": b"<svg", "pdf": b"%PDF"}


def drawn() -> go.Figure:
    release = template.Release("20180101T000000-0000", "2018-01-01")
    return template.finish(
        go.Figure().add_bar(x=["甲村"], y=[3]), release, mart="exits_by_year", title="甲村 3 户"
    )


@pytest.mark.parametrize("format", BEGINS)
def test_each_format_is_saved(tmp_path: Path, format: str) -> None:
    if find_chromium() is None:
        pytest.skip("no Chromium on this machine: saving figures was not tried")
    message = images.save(drawn(), tmp_path / f"图.{format}")
    content = (tmp_path / f"图.{format}").read_bytes()
    assert message == f"已存到 {tmp_path / f'图.{format}'}"
    assert content.startswith(BEGINS[format])
    if format == "svg":
        assert "甲村 3 户" in content.decode()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("图.gif", "名字要以 .png、.svg、.pdf"),
        ("图.pgn", "名字要以 .png、.svg、.pdf"),
        ("图", "名字要以 .png、.svg、.pdf"),
        ("没有的文件夹/图.png", "没有文件夹"),
    ],
)
def test_what_cannot_be_saved_is_not_said_to_be(tmp_path: Path, name: str, reason: str) -> None:
    message = images.save(drawn(), tmp_path / name)
    assert message.startswith(f"没有存 {Path(name).name}：") and reason in message
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "_draw", lambda *_: b"%PDF")
    (tmp_path / "图.pdf").mkdir()
    assert images.save(drawn(), tmp_path / "图.pdf").startswith("没有存 图.pdf：写不进 ")


def test_without_a_chrome_a_sentence_reports_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "none"))
    assert "没有 Chrome 或 Chromium" in images.save(drawn(), tmp_path / "图.png")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="stands in for a browser by a shell script")
@pytest.mark.parametrize("does", ["exec sleep 600", "exit 1"], ids=["hangs", "ends at once"])
def test_a_browser_that_draws_nothing_is_ended_and_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str
) -> None:
    browser = tmp_path / "chrome"
    browser.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\n{does}\n")
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER_PATH", str(browser))
    monkeypatch.setattr(images, "LONGEST_SECONDS", 1)
    assert images.save(drawn(), tmp_path / "图.png").startswith("没有存 图.png：浏览器没有画出来")
    assert not (tmp_path / "图.png").exists()
    assert not psutil.pid_exists(int((tmp_path / "pid").read_text()))
