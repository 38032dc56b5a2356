"""Great Expectations' Data Docs of a release: which rule of which table held, as static pages for the site.

Great Expectations renders the results; the page around them is our own, because its own loads styles and scripts from
the network. Of data the pages show counts alone.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from pipelines.validation.importing import import_great_expectations
from pipelines.validation.outcomes import Outcome
from pipelines.validation.short_forms import UNEXPECTED_ROWS
from pipelines.validation.suites import Expectation, Severity, Suite

TEMPLATES = Path(__file__).parent / "templates"

_SEVERITIES: dict[Severity, str] = {"critical": "严重", "warning": "警告", "info": "提示"}
_HEADINGS = ["结果", "规则", "违反的行数"]
_WHOLE_TABLE = "Table-Level Expectations"
"""What Great Expectations calls the rules that are about no single column."""


_INDEX = "index"


def page_of(table: str, outcomes: Sequence[Outcome], *, is_empty: bool) -> str:
    """The name of the page that shows what was found in a table: its own, or the list of all where it has no rows and
    breaks nothing."""
    return _INDEX if is_empty and all(outcome.passed for outcome in outcomes) else table


def write_data_docs(
    suites: Mapping[str, Suite],
    outcomes: Mapping[str, Sequence[Outcome]],
    titles: Mapping[str, str],
    folder: Path,
    empty: Collection[str] = (),
) -> Path:
    """Write a page per table and one that lists them into `folder`, and return the latter.

    `suites`, `outcomes` and Chinese `titles` come by table. Tables that are `empty` and break nothing have no page, as
    `page_of` has it: in a township most are. The pages take their looks from the site's `assets`, which
    are beside `folder`.
    """
    import_great_expectations()
    from great_expectations.render import RenderedDocumentContent

    folder.mkdir(parents=True, exist_ok=True)
    view = _page_view()

    def write(name: str, document: Any, **shown: object) -> Path:
        path = folder / f"{name}.html"
        page = view.render(document, template="data_docs.j2", **shown)
        # Great Expectations writes headings of the fifth level below the first.
        path.write_text(page.replace("<h5", "<h2").replace("</h5>", "</h2>"), encoding="utf-8")
        return path

    listed = []
    for table, found in outcomes.items():
        broken = Counter(outcome.expectation.severity for outcome in found if not outcome.passed)
        counts = [broken[severity] for severity in _SEVERITIES]
        has_page = page_of(table, found, is_empty=table in empty) == table
        about = {"name": table, "title": titles[table], "rules": len(found), "broken": counts}
        listed.append(about | {"has_page": has_page})
        if has_page:
            write(table, _document(suites[table], found), table=about, severities=_SEVERITIES.values())
    return write(_INDEX, RenderedDocumentContent(sections=[]), tables=listed, severities=_SEVERITIES.values())


@cache
def _page_view() -> Any:
    """Great Expectations' own: it compiles its templates once for all releases of this process."""
    from great_expectations.render.view import DefaultJinjaPageView

    view = DefaultJinjaPageView(custom_views_directory=str(TEMPLATES))
    view.env.auto_reload = False
    return view


def _document(suite: Suite, outcomes: Sequence[Outcome]) -> Any:
    """What Great Expectations makes of the results of one table, without its overview of the run."""
    from great_expectations.core import ExpectationSuiteValidationResult
    from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer

    passed = sum(outcome.passed for outcome in outcomes)
    result = ExpectationSuiteValidationResult(
        success=passed == len(outcomes),
        results=[_result(suite, outcome) for outcome in outcomes],
        suite_name=suite.table,
        statistics={
            "evaluated_expectations": len(outcomes),
            "successful_expectations": passed,
            "unsuccessful_expectations": len(outcomes) - passed,
            "success_percent": 100 * passed / len(outcomes),
        },
        meta={},
    )
    document = ValidationResultsPageRenderer().render(result)
    del document.sections[0]
    for section in document.sections:
        heading, rules = section.content_blocks
        rules.header_row, rules.header_row_options = _HEADINGS, {}
        own = [
            o for o in outcomes if o.expectation.kwargs.get("column", _WHOLE_TABLE) == section.section_name
        ]
        for row, outcome in zip(rules.table, own, strict=True):
            row[-1] = escape(_counted(outcome))
        if section.section_name == _WHOLE_TABLE:
            heading.header = "整行、整表"
    return document


def _result(suite: Suite, outcome: Outcome) -> Any:
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    rule = outcome.expectation
    about = (_SEVERITIES[rule.severity], rule.id, rule.owner, rule.source)
    return ExpectationValidationResult(
        success=outcome.passed,
        expectation_config=ExpectationConfiguration(
            rule.type,
            _kwargs(suite, rule),
            # Great Expectations takes it for HTML.
            description="\n".join(map(escape, (rule.zh, rule.en, " · ".join(about)))),
        ),
        exception_info={"raised_exception": False, "exception_traceback": None, "exception_message": None},
    )


def _kwargs(suite: Suite, rule: Expectation) -> dict[str, Any]:
    if rule.type == UNEXPECTED_ROWS:
        return {"unexpected_rows_query": suite.standalone(rule)}
    return dict(rule.kwargs)


def _counted(outcome: Outcome) -> str:
    if outcome.unexpected_count is None:
        return outcome.observed or ""
    waived = f"（豁免 {outcome.waived_count:,}）" if outcome.waived_count else ""
    return f"{outcome.unexpected_count:,}{waived}"
