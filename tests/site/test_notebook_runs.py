"""A notebook that cannot be run says so on its page; one that ran on another release than the current one is not shown."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError

from pipelines.catalogue.tables import Catalogue
from pipelines.common.errors import UserError
from pipelines.releases.store import current_release
from pipelines.site import notebook_runs
from pipelines.site.notebook_runs import publish_notebook
from pipelines.site.notebooks import Notebook


@pytest.fixture
def marts(empty_release: Path, tmp_path: Path) -> Path:
    """Marts folder of a release of the test's own."""
    return shutil.copytree(empty_release, tmp_path / "marts", symlinks=True)


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    cells = [
        nbformat.v4.new_markdown_cell("# 有多少？\n\n**看什么**　数。", id="intro"),
        nbformat.v4.new_code_cell("1", id="counts"),
    ]
    path = tmp_path / "01_count.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return Notebook.read(path)


def test_what_is_not_a_notebook_is_refused(marts: Path, catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "08_broken.ipynb"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(UserError, match=r"08_broken\.ipynb cannot be read; expected a Jupyter notebook"):
        publish_notebook(Notebook.read(path), marts, catalogue)


def test_the_page_names_the_cell_that_stops(
    marts: Path, catalogue: Catalogue, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stops(client: NotebookClient, **_: object) -> None:
        client.nb.cells[1].execution_count = 1
        raise CellTimeoutError("too slow: 42 households of somebody")

    monkeypatch.setattr(NotebookClient, "execute", stops)
    with pytest.raises(UserError, match=r"01_count\.ipynb stops at its cell 'counts': CellTimeoutError\."):
        publish_notebook(notebook, marts, catalogue)
    page = (marts / "site" / "notebooks" / "01_count.html").read_text(encoding="utf-8")
    assert "这一页没有生成：“counts”一格出错（CellTimeoutError）" in page
    assert "somebody" not in page


def test_figures_of_an_older_release_are_not_shown(
    marts: Path, catalogue: Catalogue, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    releases = iter([current_release(marts), marts / "releases" / "newer"])
    monkeypatch.setattr(notebook_runs, "current_release", lambda _: next(releases))
    monkeypatch.setattr(NotebookClient, "execute", lambda *_, **__: None)
    with pytest.raises(UserError, match="ran while another release was published; run it again"):
        publish_notebook(notebook, marts, catalogue)


def test_the_notebook_reads_a_release_without_its_small_counts(
    marts: Path, catalogue: Catalogue, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []
    monkeypatch.setattr(NotebookClient, "execute", lambda _, env: given.append(env["TOWNSHIP_MARTS"]))
    page, executed = publish_notebook(notebook, marts, catalogue)
    assert executed.name == "01_count" and page.name == "01_count.html"
    assert Path(given[0]) != marts
