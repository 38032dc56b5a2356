"""Run a notebook on the current release and put its page into that release's site."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from traitlets.config import Config

from pipelines.catalogue.tables import Catalogue
from pipelines.common.errors import UserError
from pipelines.disclosure.suppression import write_publishable
from pipelines.releases.store import current_release
from pipelines.site import write_notebook_page
from pipelines.site.notebooks import Notebook

MOST_SECONDS = 120
"""How long one cell may take."""

PRIVATE = Config({"KernelManager": {"transport_encryption": "required"}})
"""Of a kernel: its messages to the client hold figures, which nobody else on the machine is to read."""


def publish_notebook(notebook: Notebook, marts: Path, catalogue: Catalogue) -> tuple[Path, Notebook]:
    """Execute the notebook on the current release in `marts`; return its page and what was executed.

    The page is part of the site, so the notebook reads the release without its small cells.
    Raises UserError where a cell fails, which the page then reports too, and where another release was published
    meanwhile.
    """
    release = current_release(marts)
    try:
        stored = nbformat.read(notebook.path, as_version=4)
    except ValueError:
        raise UserError(f"{notebook.path} cannot be read; expected a Jupyter notebook.") from None
    client = NotebookClient(
        stored,
        timeout=MOST_SECONDS,
        config=PRIVATE,
        resources={"metadata": {"path": str(notebook.path.parent)}},
    )
    try:
        with TemporaryDirectory(prefix="township-") as folder:
            write_publishable(release, catalogue, Path(folder))
            client.execute(env=os.environ | {"TOWNSHIP_MARTS": folder})
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        cell, reason = _failed(client.nb, error)
        write_notebook_page(release, catalogue, notebook, f"“{cell}”一格出错（{reason}）")
        raise UserError(f"{notebook.path.name} stops at its cell '{cell}': {reason}.") from None
    if current_release(marts) != release:
        raise UserError(f"{notebook.path.name} ran while another release was published; run it again.")
    executed = Notebook(notebook.path, tuple(client.nb.cells))
    return write_notebook_page(release, catalogue, executed), executed


def _failed(notebook: nbformat.NotebookNode, error: Exception) -> tuple[str, str]:
    """Id of the cell that stopped the notebook, and the kind of error: its text may quote data."""
    reached = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.execution_count]
    last = reached[-1].id if reached else notebook.cells[0].id
    return last, error.ename if isinstance(error, CellExecutionError) else type(error).__name__
