"""The site of the sample release."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.catalogue.tables import Catalogue
from pipelines.releases.store import DATABASE
from tests.support.pages import built


@pytest.fixture(scope="module")
def site(sample_release: Path, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(sample_release / DATABASE, tmp_path_factory.mktemp("release"), catalogue)
