"""The workbooks of the sample release, opened once."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pipelines.catalogue.tables import Catalogue
from pipelines.marts.mart import Mart
from pipelines.releases.store import current_release


@pytest.fixture(scope="session")
def pack(sample_release: Path) -> dict[str, Path]:
    """Name of the area → its workbook in the release."""
    return {path.stem: path for path in (current_release(sample_release) / "excel").glob("*.xlsx")}


@pytest.fixture(scope="session")
def county_book(pack: dict[str, Path]) -> openpyxl.Workbook:
    return openpyxl.load_workbook(pack["儋州市"])


@pytest.fixture(scope="session")
def marts(county_book: openpyxl.Workbook, catalogue: Catalogue) -> list[Mart]:
    """Those that have rows in the county."""
    return [mart for mart in catalogue.marts.values() if mart.title in county_book.sheetnames]
