"""Every notebook is stored clean, and runs on the sample release and on an empty one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from pipelines import connect

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
FIGURE = "application/vnd.plotly.v1+json"

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def client() -> Iterator[NotebookClient]:
    """One kernel for all runs: it takes longer to start than a notebook to run."""
    client = NotebookClient(
        nbformat.v4.new_notebook(), timeout=120, resources={"metadata": {"path": str(ROOT)}}
    )
    with client.setup_kernel():
        yield client


def run(path: Path, marts: Path, client: NotebookClient) -> nbformat.NotebookNode:
    """Execute the notebook in the cleared kernel, on the release in `marts`."""
    client.nb = nbformat.read(path, as_version=4)
    parameters = the_parameters(client.nb)
    parameters.source = f"%reset -f\n{parameters.source}\nMARTS = {str(marts)!r}"
    return client.execute(cleanup_kc=False)


def the_parameters(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    [cell] = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    return cell


def outputs(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def printed(notebook: nbformat.NotebookNode) -> str:
    return "".join(output.text for output in outputs(notebook) if output.output_type == "stream")


def figures(notebook: nbformat.NotebookNode) -> list[dict]:
    return [output.data[FIGURE] for output in outputs(notebook) if FIGURE in output.get("data", {})]


def release_id(marts: Path) -> str:
    with connect(marts) as con:
        [[release]] = con.execute("select release_id from quality.release").fetchall()
    return release


def test_there_are_notebooks() -> None:
    assert len(NOTEBOOKS) >= 4


@each_notebook
def test_is_stored_clean(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert outputs(notebook) == []
    assert all(cell.execution_count is None for cell in notebook.cells if cell.cell_type == "code")
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec.name == "python3"


@each_notebook
def test_opens_with_its_question_and_its_parameters(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    first = notebook.cells[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
    assert first.source.splitlines()[0].endswith("？")
    assert all(part in first.source for part in ("**看什么**", "**怎么算**", "**出处**", "**注意**"))
    names = {line.split(" = ")[0] for line in the_parameters(notebook).source.splitlines()}
    assert names == {"COUNTY", "TOWNSHIP", "YEAR", "MARTS"}


@each_notebook
def test_cells_can_be_followed_through_history(path: Path) -> None:
    ids = [cell.id for cell in nbformat.read(path, as_version=4).cells]
    assert len(set(ids)) == len(ids)
    # Names, not the random ids that a new cell is given.
    assert all(name.replace("-", "").isalpha() for name in ids)


@each_notebook
def test_runs_on_the_sample(path: Path, sample_release: Path, client: NotebookClient) -> None:
    notebook = run(path, sample_release, client)
    assert release_id(sample_release) in printed(notebook)
    drawn = figures(notebook)
    assert drawn
    for figure in drawn:
        assert figure["data"], figure["layout"]["meta"]["alt"]
        assert release_id(sample_release) in json.dumps(figure["layout"], ensure_ascii=False)
        assert "木棠镇" in figure["layout"]["meta"]["alt"]
    # JupyterLab draws the figures with what it carries: no output makes a browser fetch a script.
    assert all("<script" not in output.get("data", {}).get("text/html", "") for output in outputs(notebook))


@each_notebook
def test_says_what_an_empty_release_lacks(path: Path, empty_release: Path, client: NotebookClient) -> None:
    notebook = run(path, empty_release, client)
    assert release_id(empty_release) in printed(notebook)
    assert "没有" in printed(notebook)
    drawn = figures(notebook)
    assert drawn
    for figure in drawn:
        assert not figure["data"]
        assert "没有" in figure["layout"]["meta"]["alt"]
