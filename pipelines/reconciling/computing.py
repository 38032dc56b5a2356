"""What the marts answer: one SELECT made of the `answers:` of all of them, and the reconciliation that reads it."""

from collections.abc import Collection, Iterable, Iterator
from itertools import product

from sqlglot import exp

from pipelines.common.errors import UserError
from pipelines.common.sql import literal
from pipelines.marts.answers import WHOLE, Answer, parsed
from pipelines.marts.loading import load_marts
from pipelines.marts.mart import Mart
from pipelines.reconciling import FOLDER, wording
from pipelines.registers.areas import AREA_LEVELS

_NOTHING = (
    "select null::varchar as area_level, null::varchar as county, null::varchar as township, "
    "null::varchar as village, null::integer as year, null::varchar as subject, null::varchar as measure, "
    "null::varchar as cut, null::double as value where false"
)


_COMPARED = ("least", "most", "is_compared", "doubt")
_STATED = "unit, period, figure_id, county, township, village, figure_period, subject, measure, dims, value_unit, modality"
_REPORTED = f"""(
    select {_STATED}, value, source, null::double as least, null::double as most, true as is_compared, null::varchar as doubt
    from clean.reported_figures
    union all
    select {_STATED}, reported_value, concat_ws('，', file, place), {", ".join(_COMPARED)} from quality.report_figures
)"""
"""The figures of tables and of written reports. Of the latter it is known within which bounds a number agrees."""


def load_reconciliation(
    marts: Collection[Mart], reported: str = _REPORTED, measures: Collection[str] | None = None
) -> Mart:
    """The mart quality.reconciliation over what these marts answer to the figures of the table `reported`, of these
    `measures` alone where they are given.

    Its own SELECT reads `computed`, a row per area, year (NULL for any), subject (NULL for any), measure and cut, and
    `figures`, which are the reported ones with the `cut` that each asks for. Raises UserError where two answers are to
    one question: a figure has one number that it is compared with.
    """
    _verify_unambiguous(marts)
    own = load_marts(FOLDER)["reconciliation"]
    sql = (
        f"with computed as (\n{computed_sql(marts, measures)}\n),\n\nfigures as (\n{_figures_sql(reported)}\n)\n\n"
        f"select * from (\n{own.sql}) as reconciliation\n"
    )
    terms = {
        "subject": wording.SUBJECTS,
        "measure": _titles(marts) | wording.MEASURES,
        "value_unit": wording.BASE_UNITS,
    }
    columns = [
        {**column.model_dump(), "terms": terms.get(column.name, column.terms)} for column in own.columns
    ]
    return Mart.model_validate({**own.model_dump(by_alias=True), "sql": sql, "columns": columns})


def _titles(marts: Iterable[Mart]) -> dict[str, str]:
    """Measure → title of the column that answers it."""
    titles = {(mart.name, column.name): column.title for mart in marts for column in mart.columns}
    return {
        measure: titles[mart.name, value]
        for mart in marts
        for answer in mart.answers
        for measure, value in answer.measures.items()
        if (mart.name, value) in titles
    }


def _verify_unambiguous(marts: Iterable[Mart]) -> None:
    known: dict[tuple, list[tuple[str, str | None]]] = {}
    for mart in marts:
        for answer in mart.answers:
            for given, measure in product(answer.cuts, answer.measures):
                others = known.setdefault((measure, frozenset(answer.by), frozenset(given.items())), [])
                for name, subject in others:
                    if None in (subject, answer.subject) or subject == answer.subject:
                        cut = ", ".join(sorted([*answer.by, *given])) or "nothing"
                        raise UserError(
                            f"{mart.name}.yml: answers {measure} by {cut}, as {name}.yml does already."
                        )
                others.append((mart.name, answer.subject))


def computed_sql(marts: Iterable[Mart], measures: Collection[str] | None = None) -> str:
    """A SELECT of every number that the marts answer, of these measures or of all; of none where they answer nothing."""
    parts = [part for mart in marts for answer in mart.answers for part in _of_answer(mart, answer, measures)]
    return "\nunion all\n".join(parts) or _NOTHING


def _of_answer(mart: Mart, answer: Answer, measures: Collection[str] | None) -> Iterator[str]:
    wanted = {m: value for m, value in answer.measures.items() if measures is None or m in measures}
    for levels in _groupings(answer):
        for given in answer.cuts:
            for measure, value in wanted.items():
                yield _select(mart, answer, levels, given, measure, value)


def _groupings(answer: Answer) -> list[tuple[str, ...]]:
    """Area levels that rows are summed over: those of a row itself, or of the areas that hold villages."""
    return [("county",), ("county", "township")] if answer.of_villages else [AREA_LEVELS]


def _select(
    mart: Mart, answer: Answer, levels: tuple[str, ...], given: dict[str, str], measure: str, value: str
) -> str:
    level = literal(levels[-1]) if answer.of_villages else "area_level"
    area = [name if name in levels else f"null as {name}" for name in AREA_LEVELS]
    year = "null" if answer.any_year else "year"
    subject = literal(answer.subject) if answer.subject else "null"
    conditions = [f"({expression}) is not null" for expression in answer.by.values()]
    conditions += [f"({answer.only})"] if answer.only else []
    conditions += [f"area_level = 'village' and {levels[-1]} is not null"] if answer.of_villages else []
    grouped = [
        *([] if answer.of_villages else ["area_level"]),
        *levels,
        *([] if answer.any_year else ["year"]),
    ]
    return (
        f"select {level} as area_level, {', '.join(area)}, {year}::integer as year, {subject}::varchar as subject, "
        f"{literal(measure)} as measure, {_cut(answer, given)} as cut, {_summed(value)}::double as value\n"
        f"from {mart.table}"
        + (f"\nwhere {' and '.join(conditions)}" if conditions else "")
        + f"\ngroup by {', '.join([*grouped, *answer.by.values()])}"
    )


def _summed(value: str) -> str:
    """A column alone is summed; any other expression aggregates by itself."""
    is_column = isinstance(parsed(value), exp.Column)
    return f"sum({value})" if is_column else f"({value})"


def _cut(answer: Answer, given: dict[str, str]) -> str:
    """The dimensions of an answer as `_figures_sql` writes those of a figure."""
    parts = {name: literal(f"{name}={value}") for name, value in given.items()}
    parts |= {name: f"'{name}=' || ({expression})::varchar" for name, expression in answer.by.items()}
    return f"concat_ws('|', {', '.join(parts[name] for name in sorted(parts))})" if parts else "''"


def _figures_sql(reported: str) -> str:
    """The reported figures with the cut that each asks for: its dimensions in order of their names.

    Dimensions that only describe a figure are not among them; any other that no mart answers by has no number. What is not
    a JSON object asks for nothing that could be computed, '?'. A year that was corrected is the one meant.
    """
    described = ", ".join(map(literal, wording.DESCRIBING))
    name = "case key when 'exit_year_likely' then 'exit_year' else key end"
    value = "coalesce(json ->> name, case name when 'exit_year' then json ->> 'exit_year_likely' end)"
    return f"""
        select *, case when dims is not null and json_type(json) is distinct from 'OBJECT' then '?'
            else coalesce(array_to_string(list_transform(
                list_filter(names, lambda name: coalesce({value}, {literal(WHOLE)}) <> {literal(WHOLE)}),
                lambda name: name || '=' || {value}
            ), '|'), '') end as cut
        from (
            select *, list_sort(list_distinct(list_filter(
                list_transform(json_keys(json), lambda key: {name}), lambda name: name not in ({described})
            ))) as names
            from (select *, try_cast(dims as json) as json from {reported} as reported) as figures
        ) as figures"""
