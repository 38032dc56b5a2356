"""Notebooks as assets: what they wait for, what their job leaves on the site, and that one failing stops no other."""

import os
from pathlib import Path

import dagster as dg
import nbformat
import pytest

from pipelines.catalogue.tables import Catalogue
from pipelines.common.workspace import PROJECT
from pipelines.orchestration import notebooks as assets
from pipelines.orchestration.project import definitions_for, instance_of
from pipelines.orchestration.resources import Build
from pipelines.orchestration.run import run_build, run_notebooks
from pipelines.orchestration.sensors import releases
from pipelines.site.notebooks import Notebook
from tests.support.small import Household, build_of, township_folder, write_registry

DRAWS = """\
import pipelines
from pipelines.charts import exits, template
template.use()
con = pipelines.connect()
exits.by_year(con.sql("from exits_by_year where area_level = 'township'").df(), template.Release.of(con))"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Build:
    root = tmp_path_factory.mktemp("published")
    exited = [Household(number, size=3, status="已脱贫", exit_year="2017") for number in range(4)]
    write_registry(township_folder(root) / "名单.csv", *exited)
    run_build(build_of(root, catalogue))
    return build_of(root, catalogue)


def written(folder: Path, name: str, *cells: str) -> Notebook:
    """A notebook that asks a question and runs these cells."""
    asks = nbformat.v4.new_markdown_cell("# 有多少？\n\n**看什么**　数。", id="intro")
    code = [nbformat.v4.new_code_cell(cell, id=f"cell-{place}") for place, cell in enumerate(cells)]
    path = folder / f"{name}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[asks, *code]), path)
    return Notebook.read(path)


def test_a_notebook_waits_for_what_it_reads(catalogue: Catalogue, tmp_path: Path) -> None:
    build = build_of(tmp_path, catalogue)
    graph = definitions_for(build).resolve_asset_graph()
    parents = {key.to_user_string() for key in graph.get(assets.notebook_key("02_exits_by_year")).parent_keys}
    assert parents == {"marts/exits_by_year", "release"}
    names = {path.stem for path in (PROJECT / "notebooks").glob("*.ipynb")}
    assert {key.path[-1] for key in graph.get_all_asset_keys() if key.path[0] == "notebooks"} == names
    built = definitions_for(build).resolve_job_def("build").asset_layer.executable_asset_keys
    assert not any(key.path[0] == "notebooks" for key in built)


def test_one_that_fails_stops_no_other(
    published: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [written(tmp_path, "01_fails", "1 / 0"), written(tmp_path, "02_draws", DRAWS, "print('<b>')")]
    monkeypatch.setattr(assets, "all_notebooks", lambda: found)
    pages, failures = run_notebooks(published)
    site = published.workspace.marts / "site"
    assert failures == ["01_fails.ipynb stops at its cell 'cell-0': ZeroDivisionError."]
    assert [os.path.samefile(page, site / "notebooks" / "02_draws.html") for page in pages] == [True]
    assert "这一页没有生成：“cell-0”一格出错（ZeroDivisionError）" in (
        site / "notebooks" / "01_fails.html"
    ).read_text(encoding="utf-8")
    drawn = (site / "notebooks" / "02_draws.html").read_text(encoding="utf-8")
    assert "某镇累计脱贫 4 户 12 人，剩余 0 户 0 人" in drawn and "&lt;b&gt;" in drawn
    assert not list(site.rglob(".*"))
    with instance_of(published.workspace) as instance:
        event = instance.get_latest_materialization_event(assets.notebook_key("02_draws"))
        assert event and event.asset_materialization
        preview = event.asset_materialization.metadata["preview"].value
    assert "某镇累计脱贫 4 户 12 人" in str(preview)


def test_a_release_asks_for_its_pages(published: Build) -> None:
    with instance_of(published.workspace) as instance, dg.build_sensor_context(instance=instance) as context:
        asked = releases.evaluate_tick(context)
        assert len(asked.run_requests or ()) == 1
        assert asked.cursor
    with (
        instance_of(published.workspace) as instance,
        dg.build_sensor_context(instance=instance, cursor=asked.cursor) as context,
    ):
        assert not releases.evaluate_tick(context).run_requests
    assert releases.default_status is dg.DefaultSensorStatus.RUNNING
