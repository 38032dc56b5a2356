"""What an analyst gets who types `make lab` and runs a notebook, without a network."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat.v4 import new_notebook

from pipelines.common.workspace import PROJECT
from tests.site.test_export import exported, figure_cell
from tests.support.chromium import Chromium

NOTEBOOK = "02_exits_by_year.ipynb"
ITEM = "[...document.querySelectorAll('{where}')].find((item) => item.textContent.trim() === '{name}')"


def recipe(**environment: str) -> list[str]:
    """What `make lab` runs."""
    made = subprocess.run(
        ["make", "--dry-run", "--assume-old=.venv/.set-up", "lab"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | environment,
    ).stdout
    return shlex.split(made.replace("\\\n", " "))


@pytest.fixture
def lab(sample_release: Path, tmp_path: Path) -> Iterator[str]:
    """Address of a JupyterLab that `make lab` would start, on copies of the notebooks, which it may save."""
    notebooks = shutil.copytree(PROJECT / "notebooks", tmp_path / "notebooks")
    command = ["env"] + [
        part.replace("root_dir=notebooks", f"root_dir={notebooks}") for part in recipe(TOWNSHIP_LANG="en")
    ]
    assert f"--ServerApp.root_dir={notebooks}" in command
    # Opened by the test; as root in a container, or as anyone on a laptop.
    command += ["--no-browser", "--allow-root"]
    places = {f"JUPYTER_{kind}_DIR": str(tmp_path / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
    environment = os.environ | places | {"TOWNSHIP_MARTS": str(sample_release)}
    with subprocess.Popen(command, cwd=PROJECT, env=environment, stderr=subprocess.PIPE, text=True) as server:
        try:
            yield _address(server)
        finally:
            server.terminate()


def _address(server: subprocess.Popen[str]) -> str:
    """The address that the server prints, leading to the notebook."""
    assert server.stderr
    message = ""
    for line in server.stderr:
        message += line
        if found := re.search(r"(http://127\.0\.0\.1:\d+/lab)\S*\?token=(\w+)", line):
            return f"{found[1]}/tree/{NOTEBOOK}?token={found[2]}"
    raise AssertionError(message)


def test_a_notebook_is_run_from_the_menu(lab: str, chromium: Chromium) -> None:
    # So high that no cell is out of sight: JupyterLab draws none that is.
    chromium.look(width=1400, height=9000)
    chromium.open(lab)
    chromium.until("document.querySelectorAll('.jp-CodeCell').length > 5")
    chromium.until("document.querySelector('.jp-Notebook-ExecutionIndicator[data-status=idle]')")
    chromium.click(ITEM.format(where=".lm-MenuBar-itemLabel", name="Run"))
    run_all = ITEM.format(where=".lm-Menu-itemLabel", name="Run All Cells")
    chromium.until(run_all)
    chromium.click(run_all)
    chromium.until("document.querySelectorAll('.jp-OutputArea .main-svg .point').length > 20")
    chromium.until("document.querySelectorAll('.jp-OutputArea .dt-container').length >= 3")
    shown = chromium.run("document.querySelector('.jp-NotebookPanel').textContent")
    assert "累计脱贫 1,115 户 5,730 人，剩余 78 户 262 人" in shown
    assert "存 Excel" in shown
    assert not chromium.run("document.querySelectorAll('.jp-OutputArea [data-mime-type*=error]').length")
    assert [message for message in chromium.complaints if "asks the network" in message] == []
    chromium.look()


def test_lab_speaks_the_language_of_the_commands() -> None:
    chinese = "JUPYTER_CONFIG_PATH=notebooks/.jupyter:notebooks/.jupyter/zh"
    assert chinese in recipe(TOWNSHIP_LANG="zh") and chinese not in recipe(TOWNSHIP_LANG="en")
    settings = PROJECT / "notebooks" / ".jupyter" / "zh" / "labconfig" / "default_setting_overrides.json"
    assert json.loads(settings.read_text(encoding="utf-8")) == {
        "@jupyterlab/translation-extension:plugin": {"locale": "zh_CN"}
    }
    assert "jupyterlab-language-pack-zh-cn==" in (PROJECT / "requirements.lock").read_text(encoding="utf-8")


def test_an_exported_notebook_draws_without_a_network(tmp_path: Path, chromium: Chromium) -> None:
    page = tmp_path / "page.html"
    page.write_text(exported(new_notebook(cells=[figure_cell(3), figure_cell(5)])), encoding="utf-8")
    chromium.open(page.as_uri())
    chromium.until("document.querySelectorAll('.main-svg .bars .point').length === 2")
    assert chromium.complaints == []
