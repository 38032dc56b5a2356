"""What may be published: only what was built and checked, in full, from the build's very inputs."""

from pipelines.common.errors import RefusedBuild, UserError
from pipelines.orchestration.holding import faults_of
from pipelines.orchestration.resources import Build
from pipelines.quality.findings import unused_waivers
from pipelines.validation import Outcome

_NOT_PUBLISHED = "Not published; the last release stays current."
_NOT_PUBLISHED_ZH = "没有发布，上一版仍然有效。"


def require_publishable(build: Build) -> None:
    """Raises RefusedBuild where a critical check failed, UserError where something is not built or not checked."""
    if refused := refusal(build):
        raise refused
    catalogue = build.catalogue
    unbuilt = {*catalogue.marts, f"quality.{catalogue.reconciliation.name}"} - build.built
    missing = sorted(unbuilt | (catalogue.suites.keys() - build.outcomes.keys()))
    if missing:
        others = f" and {len(missing) - 1} others" if len(missing) > 1 else ""
        raise UserError(
            f"{_NOT_PUBLISHED} {missing[0]}{others}: not built and checked from these very deliveries by this very code; "
            "run the job 'build'.",
            f"{_NOT_PUBLISHED_ZH}{missing[0]} 等 {len(missing)} 张表不是用现在的报送和程序生成并检查的；请运行 build 任务。",
        )


def refusal(build: Build) -> RefusedBuild | None:
    """The critical expectations that failed, where any did, and the waivers that nothing needs."""
    failed = [
        f"  {table}: {sentence(outcome)} [{outcome.expectation.id}]\n    {outcome.expectation.en}"
        for table, outcomes in build.outcomes.items()
        for outcome in outcomes
        if not outcome.passed and outcome.expectation.severity == "critical"
    ]
    if not failed:
        return None
    concerned = [
        f"  {name}: {';'.join(fault.zh for fault in faults)}\n    {'; '.join(fault.en for fault in faults)}"
        for name, faults in sorted(faults_of(build, build.outcomes).items())
    ]
    unused = unused_waivers(build.outcomes, build.waivers)
    return RefusedBuild(
        "\n".join(
            [
                f"{_NOT_PUBLISHED_ZH}未通过的严重规则：",
                f"{_NOT_PUBLISHED} Critical expectations failed:",
                *failed,
                *concerned,
                *unused,
            ]
        )
    )


def sentence(outcome: Outcome) -> str:
    """The message of a broken expectation, with its count and the waivers that have run out."""
    count = f" ({outcome.unexpected_count})" if outcome.unexpected_count else ""
    expired = "".join(f"（豁免已于 {waiver.expires} 到期）" for waiver in outcome.expired)
    return f"{outcome.expectation.zh}{count}{expired}"
