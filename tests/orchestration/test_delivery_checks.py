"""The board has a result for each delivery and group of rules, and says where the rules were broken."""

from pathlib import Path

import dagster as dg
import duckdb
import pytest

from pipelines.common.workspace import Workspace
from pipelines.orchestration import delivery_checks as module
from pipelines.orchestration.delivery_checks import GROUPS, delivery_checks, report_checks
from pipelines.orchestration.partitions import BOARD, sync
from pipelines.site.pages.deliveries import page_of

Broken = list[tuple[str, str, str, str, int, list[str]]]


@pytest.fixture
def instance() -> dg.DagsterInstance:
    return dg.DagsterInstance.ephemeral()


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, instance: dg.DagsterInstance):
    """Reports what a release says of two deliveries, each time in a run of its own."""
    with instance:
        sync(instance, ["东镇/2031", "西镇/2031"])

        def report_of(broken: Broken) -> dict[tuple[str, str], dg.AssetCheckEvaluation]:
            monkeypatch.setattr(module, "open_release", lambda _: duckdb.connect())
            monkeypatch.setattr(module, "broken_rules", lambda _: broken)
            run = dg.DagsterRun(job_name="build")
            instance.add_run(run)
            report_checks(instance, run, Workspace.of(tmp_path, tmp_path))
            events = instance.all_logs(run.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)
            found = [one.dagster_event.asset_check_evaluation_data for one in events if one.dagster_event]
            return {(one.partition or "", one.check_name): one for one in found}

        yield report_of


LATE: Broken = [
    ("东镇", "2031", "valid", "not_a_year", 3, ["资金.xlsx 一 C4", "资金.xlsx 一 C5", "资金.xlsx 一 C9"]),
    ("东镇", "2031", "timely", "逾期未报", 1, ["persons 2032-01-15"]),
    ("北镇", "2031", "valid", "not_a_year", 1, ["资金.xlsx 一 C4"]),
]


def test_each_delivery_has_a_result_for_each_group_of_rules(report, tmp_path: Path) -> None:
    page = tmp_path / "site" / "deliveries" / f"{page_of('东镇', '2031')}.html"
    page.parent.mkdir(parents=True)
    page.touch()
    found = report(LATE)
    assert found.keys() == {(name, group) for name in ("东镇/2031", "西镇/2031") for group in GROUPS}
    failed = {key: one.description for key, one in found.items() if not one.passed}
    assert failed == {
        ("东镇/2031", "valid"): "not_a_year 3 处",
        ("东镇/2031", "timely"): "逾期未报 1 处",
    }
    broken = found["东镇/2031", "valid"].metadata
    assert broken["not_a_year"].value == LATE[0][-1]
    assert broken["page"].value == str(page)
    assert "page" not in found["西镇/2031", "valid"].metadata


def test_what_still_passes_is_not_reported_again(report) -> None:
    report(LATE)
    assert set(report(LATE)) == {("东镇/2031", "valid"), ("东镇/2031", "timely")}
    mended = report(LATE[:1])
    assert mended["东镇/2031", "timely"].passed and not mended["东镇/2031", "valid"].passed
    assert len(mended) == 2


def test_what_came_again_is_reported_again(report, instance: dg.DagsterInstance) -> None:
    """Else Dagster would show the result of what was sent before as missing."""
    report([])
    instance.report_runless_asset_event(dg.AssetMaterialization(BOARD, partition="西镇/2031"))
    again = report([])
    assert again.keys() == {("西镇/2031", group) for group in GROUPS}
    assert all(one.target_materialization_data for one in again.values())
    assert report([]) == {}


def test_dagster_lists_the_checks_by_delivery() -> None:
    [board] = {key.asset_key for key in delivery_checks().check_keys}
    assert board == BOARD
    assert {spec.name for spec in delivery_checks().check_specs if spec.partitions_def} == GROUPS.keys()
