"""Asset checks: the expectations of each table, run in DuckDB. A critical one that fails blocks what is downstream."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import dagster as dg

from pipelines.catalogue.tables import Catalogue
from pipelines.orchestration.assets import key_of
from pipelines.orchestration.feedback import answer_senders
from pipelines.orchestration.gate import sentence
from pipelines.orchestration.holding import faults_of, hold_back
from pipelines.orchestration.partitions import HELD_BACK
from pipelines.orchestration.resources import Build
from pipelines.validation import Outcome, Suite, validate

_NAME = "expectations"
_SHOWN = 10


def all_checks(catalogue: Catalogue) -> list[dg.AssetChecksDefinition]:
    """One check per table: those of registers in one step, those of marts each in its own."""
    of_rows = {table: suite for table, suite in catalogue.suites.items() if table.startswith("clean.")}
    of_marts = [suite for table, suite in catalogue.suites.items() if table not in of_rows]
    return [_row_checks(of_rows), *(_mart_check(suite, _also_read(suite, catalogue)) for suite in of_marts)]


def _also_read(suite: Suite, catalogue: Catalogue) -> list[str]:
    """Other tables that the suite's queries read, and that must have been built before it runs."""
    return [table for table in catalogue.suites if table != suite.table and suite.reads(table)]


def _row_checks(suites: Mapping[str, Suite]) -> dg.AssetChecksDefinition:
    """All at once: where rows of one delivery break a critical rule, it is held back and the others are checked again."""

    @dg.multi_asset_check(
        name="row_checks",
        specs=[
            dg.AssetCheckSpec(_NAME, asset=key_of(table), blocking=True, description=_described(suite))
            for table, suite in suites.items()
        ],
    )
    def row_checks(build: dg.ResourceParam[Build]) -> Iterator[dg.AssetCheckResult]:
        outcomes = _validate_rows(build, suites)
        answer_senders(build, outcomes)
        while (faults := faults_of(build, outcomes)) and hold_back(build, faults):
            outcomes = _validate_rows(build, suites)
        for table, found in outcomes.items():
            build.record_check(table, found)
            yield _result(build, table, found)

    return row_checks


def _validate_rows(build: Build, suites: Mapping[str, Suite]) -> dict[str, list[Outcome]]:
    outcomes = {}
    for table, suite in suites.items():
        outcomes[table] = validate(build.workbench.connection, suite, build.waivers)
        build.report("checking", len(outcomes), len(build.catalogue.suites))
    return outcomes


def _mart_check(suite: Suite, also_read: list[str]) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        asset=key_of(suite.table),
        additional_deps=[key_of(table) for table in also_read],
        name=_NAME,
        blocking=True,
        description=_described(suite),
    )
    def expectations(build: dg.ResourceParam[Build]) -> dg.AssetCheckResult:
        outcomes = validate(build.workbench.connection, suite, build.waivers)
        build.record_check(suite.table, outcomes)
        build.report("checking", len(build.outcomes), len(build.catalogue.suites))
        if (faults := faults_of(build, {suite.table: outcomes})) and hold_back(build, faults):
            raise dg.Failure(
                f"{', '.join(faults)}: held back; the build has to run again without.",
                metadata={HELD_BACK: [*faults]},
                allow_retries=False,
            )
        return _result(build, suite.table, outcomes)

    return expectations


def _described(suite: Suite) -> str:
    return "\n".join(f"- {e.id} ({e.severity}): {e.zh}" for e in suite.expectations)


def _result(build: Build, table: str, outcomes: Sequence[Outcome]) -> dg.AssetCheckResult:
    broken = [outcome for outcome in outcomes if not outcome.passed]
    is_critical = any(outcome.expectation.severity == "critical" for outcome in broken)
    shown = {o.expectation.id: dg.MetadataValue.json(o.failing_keys[:_SHOWN]) for o in broken}
    return dg.AssetCheckResult(
        asset_key=key_of(table),
        check_name=_NAME,
        # what is doubtful is published with a warning, what is only counted passes
        passed=not any(outcome.expectation.severity != "info" for outcome in broken),
        severity=dg.AssetCheckSeverity.ERROR if is_critical else dg.AssetCheckSeverity.WARN,
        description="; ".join(sentence(outcome) for outcome in broken) or "all expectations hold",
        metadata={
            "expectations": len(outcomes),
            "data_docs": dg.MetadataValue.path(str(build.workspace.data_docs / f"{table}.html")),
            **{f"broken/{severity}": count for severity, count in _by_severity(broken).items()},
            **shown,
        },
    )


def _by_severity(broken: list[Outcome]) -> Counter[str]:
    return Counter(outcome.expectation.severity for outcome in broken)
