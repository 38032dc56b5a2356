"""Asset checks: the expectations of each table, run in DuckDB. A critical one that fails blocks what is downstream."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import dagster as dg

from pipelines.orchestration.assets import key_of
from pipelines.orchestration.feedback import answer_senders
from pipelines.orchestration.gate import sentence
from pipelines.orchestration.holding import faults_of, hold_back
from pipelines.orchestration.resources import Build
from pipelines.validation import Outcome, Suite, page_of, validate

_NAME = "expectations"
_SHOWN = 10


def row_checks(suites: Mapping[str, Suite]) -> dg.AssetChecksDefinition:
    """All at once: where rows of one delivery break a critical rule, it is held back and the others are checked again."""

    @dg.multi_asset_check(name="row_checks", specs=[*map(check_spec, suites.values())])
    def checks(build: dg.ResourceParam[Build]) -> Iterator[dg.AssetCheckResult]:
        outcomes = _validate_rows(build, suites)
        answer_senders(build, outcomes)
        while (faults := faults_of(build, outcomes)) and hold_back(build, faults):
            outcomes = _validate_rows(build, suites)
        for table, found in outcomes.items():
            build.record_check(table, found)
            yield check_result(build, table, found)

    return checks


def _validate_rows(build: Build, suites: Mapping[str, Suite]) -> dict[str, list[Outcome]]:
    outcomes = {}
    for table, suite in suites.items():
        outcomes[table] = validate(build.workbench.connection, suite, build.waivers)
        build.report("checking", len(outcomes), len(build.catalogue.suites))
    return outcomes


def check_spec(suite: Suite) -> dg.AssetCheckSpec:
    """The check of a table: all of its expectations."""
    described = "\n".join(f"- {e.id} ({e.severity}): {e.zh}" for e in suite.expectations)
    return dg.AssetCheckSpec(_NAME, asset=key_of(suite.table), blocking=True, description=described)


def check_result(build: Build, table: str, outcomes: Sequence[Outcome]) -> dg.AssetCheckResult:
    """What the check of a table found, as Dagster shows it."""
    broken = [outcome for outcome in outcomes if not outcome.passed]
    is_critical = any(outcome.expectation.severity == "critical" for outcome in broken)
    page = page_of(table, outcomes, is_empty=not build.workbench.count(table))
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
            "data_docs": dg.MetadataValue.path(str(build.workspace.data_docs / f"{page}.html")),
            **{f"broken/{severity}": count for severity, count in _by_severity(broken).items()},
            **shown,
        },
    )


def _by_severity(broken: list[Outcome]) -> Counter[str]:
    return Counter(outcome.expectation.severity for outcome in broken)
