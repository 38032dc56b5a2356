"""The sample release answers with the figures that reports and governments published, to the person and the fen.

`figures.csv` holds the published value of each figure and the SQL that asks for it; `not_carried.csv` holds the
figures that no row can carry, and why.
"""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

import pipelines

FIGURES = list(
    csv.DictReader((Path(__file__).parent / "figures.csv").read_text(encoding="utf-8").splitlines())
)


@pytest.fixture(scope="module")
def release(sample_release: Path):
    with pipelines.connect(sample_release) as connection:
        yield connection


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure["claim_id"])
def test_release_answers_with_published_figure(figure, release):
    rows = release.execute(figure["sql"]).fetchall()
    assert len(rows) == 1 and rows[0][0] is not None, f"{figure['sql']} answers {rows}"
    assert Decimal(str(rows[0][0])) == Decimal(figure["expected"])
