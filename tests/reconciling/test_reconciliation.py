"""Reported figures compared with the marts: what is asked for, and when nothing can be."""

import pytest

from pipelines.catalogue.tables import Catalogue
from tests.expectations import empty_database, fill

AREA = {"county": "儋州市", "township": "木棠镇", "village": "薛宅村"}


@pytest.mark.parametrize(
    ("dims", "verdict"),
    [(None, "一致"), ("{}", "一致"), ('{"exit_year": 2017}', "无法核对"), ("[1]", "无法核对"), ("户", "无法核对")],
)  # fmt: skip
def test_dimensions_that_are_not_a_json_object_ask_for_nothing(
    catalogue: Catalogue, dims: str | None, verdict: str
) -> None:
    """They are a finding of their own; a build goes on all the same."""
    figure = {"figure_id": "S1", "figure_period": "2018", "subject": "registry", "measure": "registered_persons",
              "value": 9, "value_unit": "person", "modality": "actual", "source": "总结"}  # fmt: skip
    with empty_database() as db:
        fill(db, "clean.reported_figures", [AREA | figure | {"dims": dims}])
        fill(
            db, "poverty_incidence", [AREA | {"area_level": "village", "year": 2018, "registered_persons": 9}]
        )
        assert db.execute(f"select verdict from ({catalogue.reconciliation.sql})").fetchall() == [(verdict,)]
