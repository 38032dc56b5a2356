"""Step: split a column with terms of a code among its values, 脱贫年度 with 2019 and 未脱贫, or beside them, 2019年已脱贫, into
the two."""

from pipelines.cleaning.source import SheetSource
from pipelines.registers.columns import Column
from pipelines.rules import InvalidValue, Notice
from pipelines.values.parse import parse
from pipelines.values.terms import date_beside, terms_of


def part_told(source: SheetSource, cells: str) -> tuple[str, list[Notice]]:
    """Cells → told_<code>, and a notice on each: a term in the column of its code alone, a value with the term that it implies.

    A spelling that is neither stays in both, for what is wrong with it to be told.
    """
    notices = []
    for code in source.told:
        teller = _teller(source, code)
        cells = _parted(source, cells, code, teller)
        fields = {"title": code.title, "column": code.name, "words": teller.title, "other": teller.name}
        notices.append(Notice("term_from_words", fields))
    return cells, notices


def _teller(source: SheetSource, code: Column) -> Column:
    assert code.told_by
    return source.register.by_name[code.told_by.column]


def _parted(source: SheetSource, cells: str, code: Column, teller: Column) -> str:
    spellings = [
        raw
        for (raw,) in source.db.execute(
            f"select distinct {code.name} from {cells} where class = 'data' and {code.name} is not null"
        ).fetchall()
    ]
    told = {raw: _told(source, code, teller, raw) for raw in spellings}
    return source.make(
        f"told_{code.name}",
        f"""with told as (
            select unnest($1::varchar[]) as raw, unnest($2::varchar[]) as code, unnest($3::varchar[]) as value
        )
        select cells.* replace (
            if(raw is null, cells.{code.name}, told.code) as {code.name},
            if(raw is null, cells.{teller.name}, told.value) as {teller.name})
        from {cells} as cells left join told on cells.class = 'data' and cells.{code.name} = told.raw
        order by cells.row""",
        [[*told], [code for code, _ in told.values()], [value for _, value in told.values()]],
    )


def _told(source: SheetSource, code: Column, teller: Column, raw: str) -> tuple[str | None, str | None]:
    """Return what the spelling means in the column of the code, and in the column of values."""
    assert code.told_by
    if terms := terms_of(raw, code, source.contexts[code.name]):
        return raw, date_beside(raw) if code.is_dated and terms == [code.told_by.term] else None
    try:
        value = parse(teller, raw, source.contexts[teller.name])
    except InvalidValue:
        return raw, raw
    return (code.told_by.term, raw) if value is not None else (None, None)
