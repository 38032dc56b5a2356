"""The marts as assets, each with the check of its expectations.

One step builds and checks all that are asked for: Dagster's own work for a step takes longer than a mart of a township.
"""

from collections.abc import Iterator
from datetime import timedelta

import dagster as dg

from pipelines.catalogue.tables import Catalogue
from pipelines.marts.mart import Mart
from pipelines.orchestration.assets import OWNER, column_schema, key_of, mart_key
from pipelines.orchestration.checks import check_result, check_spec
from pipelines.orchestration.holding import faults_of, hold_back
from pipelines.orchestration.partitions import HELD_BACK
from pipelines.orchestration.resources import Build
from pipelines.validation import Outcome, Suite, validate

FRESHNESS = dg.FreshnessPolicy.cron(
    deadline_cron="0 7 * * *", lower_bound_delta=timedelta(hours=2), timezone="Asia/Shanghai"
)
"""What analysts read was built by the daily run at six: at seven it is late."""


def marts_asset(catalogue: Catalogue) -> dg.AssetsDefinition:
    """One definition of all marts, of which any may be built by itself."""
    suites = [catalogue.suites[name] for name in catalogue.marts]

    @dg.multi_asset(
        name="building",
        specs=[*map(_spec, catalogue.marts.values())],
        check_specs=[*map(check_spec, suites)],
        can_subset=True,
    )
    def building(context: dg.AssetExecutionContext, build: dg.ResourceParam[Build]) -> Iterator:
        wanted = context.selected_asset_keys
        checked = {check.asset_key for check in context.selected_asset_check_keys}
        for number, mart in enumerate(catalogue.marts.values(), start=1):
            if mart_key(mart.name) in wanted:
                rows = build.workbench.build(mart)
                build.report("marts", number, len(catalogue.marts))
                yield dg.MaterializeResult(
                    asset_key=mart_key(mart.name), metadata={"dagster/row_count": rows}
                )
        # then, because expectations on a mart may read others
        for suite in suites:
            if key_of(suite.table) in checked:
                yield check_result(build, suite.table, _checked(build, suite))

    return building


def _checked(build: Build, suite: Suite) -> list[Outcome]:
    """What the expectations on a mart found. Raises dg.Failure where a delivery is held back for it."""
    outcomes = validate(build.workbench.connection, suite, build.waivers)
    build.record_check(suite.table, outcomes)
    build.report("checking", len(build.outcomes), len(build.catalogue.suites))
    if (faults := faults_of(build, {suite.table: outcomes})) and hold_back(build, faults):
        raise dg.Failure(
            f"{', '.join(faults)}: held back; the build has to run again without.",
            metadata={HELD_BACK: [*faults]},
            allow_retries=False,
        )
    return outcomes


def _spec(mart: Mart) -> dg.AssetSpec:
    warnings = "\n".join(f"- {warning}" for warning in mart.warnings)
    return dg.AssetSpec(
        mart_key(mart.name),
        deps=[key_of(table) for table in sorted(mart.reads) if not table.startswith("policy.")],
        description=f"{mart.title}. {mart.description}\n\n{mart.grain}。{mart.computed}\n\n{warnings}",
        group_name="marts",
        owners=[OWNER],
        kinds={"duckdb", "sql"},
        freshness_policy=FRESHNESS,
        metadata={
            "dagster/column_schema": column_schema(mart),
            "sql": dg.MetadataValue.md(f"```sql\n{mart.sql}\n```"),
        },
    )
