"""Figures become files where there is a Chrome, and a sentence where there is none."""

from pathlib import Path

import kaleido
import plotly.graph_objects as go
import pytest
from kaleido.errors import ChromeNotFoundError

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


def test_without_a_chrome_a_sentence_reports_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ChromeNotFoundError

    monkeypatch.setattr(kaleido, "write_fig_sync", refuse)
    assert "没有 Chrome 或 Chromium" in images.save(drawn(), tmp_path / "图.png")
    assert not list(tmp_path.iterdir())
