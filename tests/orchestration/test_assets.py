"""Assets: described, partitioned by delivery, and made again where something changed."""

from datetime import date

import dagster as dg

from pipelines.orchestration.assets import deliveries
from pipelines.orchestration.partitions import BOARD, DELIVERIES
from pipelines.orchestration.project import definitions_for, instance_of
from tests.support.persons import EXITED, POOR, contents
from tests.support.small import (
    build_of,
    publish_figures,
    township_folder,
    write_registry,
    write_villages,
)


def test_a_removed_delivery_leaves_release_and_board(tmp_path, few):
    for period in ("2017", "2018"):
        write_registry(township_folder(tmp_path, period) / "名单.csv", EXITED, POOR)
    publish_figures(tmp_path, few)
    (tmp_path / "raw" / "某镇" / "2017" / "名单.csv").unlink()
    build = publish_figures(tmp_path, few)
    with instance_of(build.workspace) as instance:
        assert instance.get_dynamic_partitions("deliveries") == ["某镇/2018"]
    assert {row[:2] for row in contents(build.workspace.marts)["quality.deliveries"]} == {("某镇", "2018")}


def test_the_board_shows_what_a_release_holds(tmp_path, few):
    def board() -> dict[str, str | None]:
        with instance_of(build_of(tmp_path, few).workspace) as instance:
            names = instance.get_dynamic_partitions("deliveries")
            status = instance.get_status_by_partition(deliveries.key, names, DELIVERIES) or {}
        return {name: state and state.value for name, state in sorted(status.items())}

    write_registry(township_folder(tmp_path, "2017") / "名单.csv", EXITED, POOR)
    (township_folder(tmp_path, "2018") / "名单.xlsx").write_bytes(b"PK\x03\x04 cut short")
    (tmp_path / "raw" / "calendar.yml").write_text(
        "- {units: [某镇], periods: ['2019'], days: 0}", encoding="utf-8"
    )
    publish_figures(tmp_path, few)
    assert board() == {"某镇/2017": "MATERIALIZED", "某镇/2018": "FAILED", "某镇/2019": None}

    newest = township_folder(tmp_path, "2019")
    write_registry(newest / "名单.csv", EXITED, POOR)
    write_villages(newest / "村.csv", 甲村=1)  # fewer inhabitants than poor persons
    for _ in range(2):  # the second time there is nothing new
        publish_figures(tmp_path, few)
        assert board() == {"某镇/2017": "MATERIALIZED", "某镇/2018": "FAILED", "某镇/2019": "FAILED"}

    write_villages(newest / "村.csv", 甲村=200)
    publish_figures(tmp_path, few)
    assert board() == {"某镇/2017": "MATERIALIZED", "某镇/2018": "FAILED", "某镇/2019": "MATERIALIZED"}


def test_what_becomes_overdue_is_published(tmp_path, few, monkeypatch):
    write_registry(township_folder(tmp_path) / "名单.csv", EXITED, POOR)
    due = "- {units: [某镇], periods: ['2018', '2019'], days: 0}"
    (tmp_path / "raw" / "calendar.yml").write_text(due, encoding="utf-8")
    for day, is_unchanged in (("2019-12-30", False), ("2019-12-31", True), ("2020-01-01", False)):
        monkeypatch.setattr("pipelines.catalogue.fingerprint.today_in_china", lambda: date.fromisoformat(day))  # noqa: B023
        build = publish_figures(tmp_path, few)
        assert build.is_unchanged == is_unchanged, day


def test_every_asset_is_described(tmp_path, few):
    graph = definitions_for(build_of(tmp_path, few)).resolve_asset_graph()
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.description and node.owners and node.kinds and node.group_name != "default", key
    tables = {dg.AssetKey(["marts", name]) for name in few.marts}
    tables |= {dg.AssetKey(["clean", name]) for name in few.registers}
    checked = {check.asset_key for check in graph.asset_check_keys}
    assert checked == tables | {BOARD}, "every table is checked, and what was sent"
    for key in tables:
        assert graph.get(key).metadata["dagster/column_schema"].columns, key
