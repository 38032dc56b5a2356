"""Asset checks: the expectations of each table, run in DuckDB. A critical one that fails blocks what is downstream."""

from collections import Counter

import dagster as dg

from pipelines.catalogue.tables import Catalogue
from pipelines.orchestration.assets import key_of
from pipelines.orchestration.feedback import answer_senders
from pipelines.orchestration.gate import sentence
from pipelines.orchestration.resources import Build
from pipelines.validation import Outcome, Suite, validate

_SHOWN = 10


def all_checks(catalogue: Catalogue) -> list[dg.AssetChecksDefinition]:
    """One check per table."""
    return [_check(suite, _also_read(suite, catalogue)) for suite in catalogue.suites.values()]


def _also_read(suite: Suite, catalogue: Catalogue) -> list[str]:
    """Other tables that the suite's queries read, and that must have been built before it runs."""
    return [table for table in catalogue.suites if table != suite.table and suite.reads(table)]


def _check(suite: Suite, also_read: list[str]) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        asset=key_of(suite.table),
        additional_deps=[key_of(table) for table in also_read],
        name="expectations",
        blocking=True,
        description="\n".join(f"- {e.id} ({e.severity}): {e.zh}" for e in suite.expectations),
    )
    def expectations(build: dg.ResourceParam[Build]) -> dg.AssetCheckResult:
        outcomes = validate(build.workbench.connection, suite, build.waivers)
        build.record_check(suite.table, outcomes)
        if suite.table.startswith("clean.") and build.are_rows_checked:
            answer_senders(build)
        build.report("checking", len(build.outcomes), len(build.catalogue.suites))
        broken = [outcome for outcome in outcomes if not outcome.passed]
        is_critical = any(outcome.expectation.severity == "critical" for outcome in broken)
        return dg.AssetCheckResult(
            # what is doubtful is published with a warning, what is only counted passes
            passed=not any(outcome.expectation.severity != "info" for outcome in broken),
            severity=dg.AssetCheckSeverity.ERROR if is_critical else dg.AssetCheckSeverity.WARN,
            description="; ".join(sentence(outcome) for outcome in broken) or "all expectations hold",
            metadata={
                "expectations": len(outcomes),
                "data_docs": dg.MetadataValue.path(str(build.workspace.data_docs / f"{suite.table}.html")),
                **{f"broken/{severity}": count for severity, count in _by_severity(broken).items()},
                **{
                    outcome.expectation.id: dg.MetadataValue.json(outcome.failing_keys[:_SHOWN])
                    for outcome in broken
                },
            },
        )

    return expectations


def _by_severity(broken: list[Outcome]) -> Counter[str]:
    return Counter(outcome.expectation.severity for outcome in broken)
