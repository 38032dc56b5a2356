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


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [
        ({"reported_value": 9, "least": 9, "most": 9}, "一致"),
        ({"reported_value": 10, "least": 5, "most": 15}, "尾差"),  # printed to tens
        ({"reported_value": 8, "least": 8, "most": 8}, "不一致"),
        ({"reported_value": 8, "least": 8, "most": 8, "doubt": "可能是别的年份"}, "存疑"),
        ({"reported_value": 9, "least": 9, "most": 9, "is_compared": False, "doubt": "没有读懂"}, "无法核对"),
    ],
)
def test_figures_of_written_reports_agree_as_far_as_they_are_printed(
    catalogue: Catalogue, stated: dict, verdict: str
) -> None:
    figure = {"unit": "木棠镇", "period": "2018", "figure_id": "总结.docx·1", "file": "总结.docx", "place": "第 3 段",
              "figure_period": "2018", "subject": "registry", "measure": "registered_persons", "dims": "{}",
              "value_unit": "person", "modality": "actual", "is_compared": True}  # fmt: skip
    with empty_database() as db:
        fill(db, "quality.report_figures", [AREA | figure | stated])
        fill(
            db, "poverty_incidence", [AREA | {"area_level": "village", "year": 2018, "registered_persons": 9}]
        )
        found = db.execute(f"select verdict, source, doubt from ({catalogue.reconciliation.sql})").fetchall()
        assert found == [(verdict, "总结.docx，第 3 段", stated.get("doubt"))]
