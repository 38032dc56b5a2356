"""Checks of single deliveries on their board: one for each group of rules, with the rules that a delivery broke."""

import warnings
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import dagster as dg
from dagster._core.definitions.asset_checks.asset_check_evaluation import (
    AssetCheckEvaluationTargetMaterializationData,
)
from dagster._core.storage.asset_check_execution_record import AssetCheckExecutionRecordStatus

from pipelines.catalogue.quality import QUALITY_TABLES
from pipelines.common.workspace import Workspace
from pipelines.orchestration.partitions import BOARD, DELIVERIES
from pipelines.orchestration.resources import Build
from pipelines.quality.broken_rules import broken_rules
from pipelines.releases.store import open_release
from pipelines.site.pages.deliveries import page_of

GROUPS = {
    group: title
    for column in QUALITY_TABLES["findings"].columns
    if column.name == "dimension"
    for group, title in column.terms.items()
}
_PLACES_SHOWN = 10


def delivery_checks() -> dg.AssetChecksDefinition:
    """The checks as Dagster lists them. Each release reports their results; a run of them does so once more."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.PreviewWarning)
        specs = [
            dg.AssetCheckSpec(
                group,
                asset=BOARD,
                partitions_def=DELIVERIES,
                description=f"{title}：这次报送有没有违反这一类规则，逾期没有。",
            )
            for group, title in GROUPS.items()
        ]

    @dg.multi_asset_check(name="delivery_checks", specs=specs, can_subset=True)
    def check_deliveries(
        context: dg.AssetCheckExecutionContext, build: dg.ResourceParam[Build]
    ) -> Iterator[dg.AssetCheckResult]:
        report_checks(context.instance, context.run, build.workspace)
        yield from ()  # Dagster would take a result for one of no delivery

    return check_deliveries


def report_checks(instance: dg.DagsterInstance, run: dg.DagsterRun, workspace: Workspace) -> None:
    """Report in this run the results of the deliveries on the board, by the current release: of those that broke rules,
    and of those that did so when they were last reported, or never were."""
    with open_release(workspace.marts) as release:
        rules = broken_rules(release)
    known = set(instance.get_dynamic_partitions(BOARD.path[-1]))
    broken: dict[tuple[str, str], list[tuple[str, int, list[str]]]] = defaultdict(list)
    for unit, period, group, rule, places, where in rules:
        broken[f"{unit}/{period}", group].append((rule, places, where))
    target = cache(_target)
    for group in GROUPS:
        key = dg.AssetCheckKey(BOARD, group)
        passing = _passing(instance, key)
        # Dagster shows a check as its last result is: a delivery that broke a rule comes after those that did not.
        for name in sorted(known, key=lambda name: (bool(broken.get((name, group))), name)):
            found = broken.get((name, group), [])
            if found or name not in passing:
                page = workspace.marts / "site" / "deliveries" / f"{page_of(*name.split('/', 1))}.html"
                _report(instance, run, _evaluation(key, name, found, page, target(instance, name)))


def _target(instance: dg.DagsterInstance, name: str) -> AssetCheckEvaluationTargetMaterializationData | None:
    """The materialization that a result is of: Dagster shows no result that is of an earlier one or of none."""
    wanted = dg.AssetRecordsFilter(BOARD, asset_partitions=[name])
    for record in instance.fetch_materializations(wanted, limit=1).records:
        return AssetCheckEvaluationTargetMaterializationData(
            storage_id=record.storage_id, run_id=record.run_id, timestamp=record.timestamp
        )
    return None


def _evaluation(
    key: dg.AssetCheckKey,
    name: str,
    found: Sequence[tuple[str, int, list[str]]],
    page: Path,
    target: AssetCheckEvaluationTargetMaterializationData | None,
) -> dg.AssetCheckEvaluation:
    told = "；".join(f"{rule} {places} 处" for rule, places, _ in found)
    where = {rule: dg.MetadataValue.json(listed[:_PLACES_SHOWN]) for rule, _, listed in found}
    return dg.AssetCheckEvaluation(
        asset_key=key.asset_key,
        check_name=key.name,
        passed=not found,
        severity=dg.AssetCheckSeverity.WARN,
        description=told or "没有违反的规则",
        metadata={
            **({"page": dg.MetadataValue.path(page)} if page.exists() else {}),  # what has not come has none
            "places": sum(places for _, places, _ in found),
            **where,
        },
        target_materialization_data=target,
        partition=name,
    )


def _report(instance: dg.DagsterInstance, run: dg.DagsterRun, evaluation: dg.AssetCheckEvaluation) -> None:
    """Dagster keeps one result of a delivery for each run; of results without a run it keeps the first alone."""
    event = dg.DagsterEvent(
        dg.DagsterEventType.ASSET_CHECK_EVALUATION.value, run.job_name, event_specific_data=evaluation
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of Python 3.12, on how Dagster notes the time
        instance.report_dagster_event(event, run.run_id)


def _passing(instance: dg.DagsterInstance, key: dg.AssetCheckKey) -> set[str]:
    """The deliveries that the check passed for when it was last reported, as they are now."""
    last = instance.event_log_storage.get_asset_check_partition_info([key])
    return {
        one.partition_key
        for one in last
        if one.partition_key
        and one.latest_execution_status == AssetCheckExecutionRecordStatus.SUCCEEDED
        and one.latest_target_materialization_storage_id == one.latest_materialization_storage_id
    }
