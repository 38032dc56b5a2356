"""Marts in Dagster: one step for all, any of which may be built by itself."""

from pipelines.orchestration.assets import clean_key, mart_key
from pipelines.orchestration.project import definitions_for, instance_of
from pipelines.orchestration.run import QUIET
from tests.support.small import Household, build_of, township_folder, write_registry


def test_only_the_marts_asked_for_are_built_and_checked_in_one_step(tmp_path, few):
    write_registry(township_folder(tmp_path) / "名单.csv", Household(1))
    asked = [mart_key(name) for name, mart in few.marts.items() if not mart.reads & few.marts.keys()][:2]
    cleaned = [clean_key(name) for name in (*few.registers, "areas", "coverage")]
    build = build_of(tmp_path, few)
    with instance_of(build.workspace) as instance:
        job = definitions_for(build).resolve_job_def("build")
        ran = job.execute_in_process(instance=instance, asset_selection=[*cleaned, *asked], run_config=QUIET)
    built = {event.asset_key for event in ran.get_asset_materialization_events()}
    checked = {evaluation.asset_key for evaluation in ran.get_asset_check_evaluations()}
    marts = {*map(mart_key, few.marts)}
    assert built & marts == checked & marts == {*asked}
    steps = {event.step_key for event in ran.get_step_success_events()}
    assert steps == {"cleaning", "row_checks", "building"}
