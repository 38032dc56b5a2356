"""Step: split a column that states households and persons, 42户168人, into the two."""

from pipelines.cleaning.source import SheetSource
from pipelines.reading.both_counts import BOTH, counted_together
from pipelines.rules import Notice


def part_counts(source: SheetSource, cells: str) -> tuple[str, list[Notice]]:
    """Cells → counts_<column>, and a notice on each count that stands in the cells of another. A number without 户 or 人 is of
    the column that the header names."""
    match, notices = source.match, []
    for named, other in counted_together(source.register, match.columns, match.headers).items():
        own_unit, other_unit = ("户", "人") if "households" in named.name else ("人", "户")
        is_of_other = f"contains({named.name}, '{other_unit}')"
        is_own = f"(contains({named.name}, '{own_unit}') or not {is_of_other})"
        cells = source.make(
            f"counts_{other.name}",
            f"""select * replace (
                    if({is_own}, {_before(named.name, own_unit)}, null) as {named.name},
                    if({is_of_other}, {_before(named.name, other_unit)}, null) as {other.name})
                from {cells} order by row""",
        )
        fields = {"title": other.title, "column": other.name, "words": named.title, "other": named.name}
        notices.append(Notice("term_from_words", fields))
    return cells, notices


def _before(name: str, unit: str) -> str:
    """SQL for the number before the unit where a cell has both, else for the cell."""
    place = 1 if unit == "户" else 2
    return f"if(regexp_full_match({name}, '{BOTH}'), regexp_extract({name}, '{BOTH}', {place}), {name})"
