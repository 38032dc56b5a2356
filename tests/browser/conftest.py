"""The site of the sample release, and the browser that looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.catalogue.tables import Catalogue
from pipelines.site.notebook_runs import publish_notebook
from pipelines.site.notebooks import FOLDER, Notebook
from tests.support.chromium import Chromium, find_chromium


@pytest.fixture(scope="session")
def notebook_page(sample_release: Path, catalogue: Catalogue) -> Path:
    """Page of a notebook that was run on the sample release, in that release's own site."""
    notebook = Notebook.read(FOLDER / "02_exits_by_year.ipynb")
    return publish_notebook(notebook, sample_release, catalogue)[0]


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    executable = find_chromium()
    if executable is None:
        pytest.skip("no Chromium on this machine: what a browser makes of the site was not tried")
    browser = Chromium(executable, tmp_path_factory.mktemp("chromium"))
    yield browser
    browser.close()
