"""The site of the sample release, and the browser that looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.catalogue import Catalogue
from pipelines.publishing.dictionary import dictionary
from pipelines.publishing.excel import write_excel
from pipelines.publishing.release import DATABASE
from pipelines.publishing.site import write_site

from .chromium import Chromium, find_chromium


@pytest.fixture(scope="session")
def site(sample_release: Path, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the site, its workbooks beside it."""
    release = tmp_path_factory.mktemp("release")
    columns = dictionary(catalogue)
    write_excel(sample_release / DATABASE, release / "excel", catalogue, columns)
    return write_site(sample_release / DATABASE, release / "site", catalogue, columns).parent


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    executable = find_chromium()
    if executable is None:
        pytest.skip("no Chromium on this machine: what a browser makes of the site was not tried")
    browser = Chromium(executable, tmp_path_factory.mktemp("chromium"))
    yield browser
    browser.close()
