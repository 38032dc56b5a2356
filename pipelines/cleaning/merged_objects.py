"""Step: join the rows of an object whose number is one cell over them: each states one of its parts, as a problem has a row for
each of its measures."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipelines.cleaning.merges import Span, spans_at
from pipelines.cleaning.source import SheetSource
from pipelines.reading.normalise import normalise
from pipelines.reading.vocabularies import terms_of_code
from pipelines.registers.columns import Column
from pipelines.rules import Notice
from pipelines.values.parse import is_yes

_MOST_ROWS = 10


def join_merged_objects(source: SheetSource, cells: str) -> tuple[str, dict[str, str], list[Notice]]:
    """Cells → joined_objects, in which an object is its first row, by the column that counts parts row_parts(row, value), and
    a notice; nothing where no object is one cell.

    An object is no further than the part that is the least far: it is not done while one of its measures is not.
    """
    parts, serial = source.register.parts, source.match.serial
    spans = spans_at(source, serial) if parts and serial and parts not in source.match.columns else []
    if not (parts and spans):
        return cells, {}, []
    answers = [one for one in source.mapped if one.kind in ("code", "flag")]
    first = dict(_rows(source, cells, spans, answers))
    names = [one.name for one in answers]
    told = ", ".join(f"unnest(${n}::varchar[]) as {name}_told" for n, name in enumerate(names, start=2))
    values = [f"if(tops.top is null, cells.{name}, {name}_told) as {name}" for name in names]
    further = ", ".join(str(row) for top, bottom in spans for row in range(top + 1, bottom + 1))
    values.append(f"if(class = 'data' and row in ({further}), 'part', class) as class")
    joined = source.make(
        "joined_objects",
        f"""select cells.* replace ({", ".join(values)}) from {cells} as cells
            left join (select unnest($1::bigint[]) as top{", " if told else ""}{told}) as tops on cells.row = tops.top
            order by cells.row""",
        [[*first], *([texts[place] for texts in first.values()] for place in range(len(names)))],
    )
    counted = source.make(
        "row_parts",
        f"""select coalesce(top, row) as row, count(*) as value
            from {cells} left join (select unnest($1::bigint[]) as top, unnest($2::bigint[]) as bottom)
                on row between top and bottom
            where class = 'data' group by all""",
        [list(bound) for bound in zip(*spans, strict=True)],
    )
    numbers = source.db.execute(f"select row from {joined} where class = 'part' order by row").fetchall()
    fields = {"numbers": [row for (row,) in numbers][:_MOST_ROWS]}
    return joined, {parts: counted}, [Notice("parts_of_object", fields, len(numbers))]


def _rows(
    source: SheetSource, cells: str, spans: Sequence[Span], answers: Sequence[Column]
) -> Iterator[tuple[int, list[str | None]]]:
    """The first row of each object, and what it answers as a whole."""
    texts = ", ".join(["top", *(one.name for one in answers)])
    found = source.db.execute(
        f"""select {texts} from {cells} join (select unnest($1::bigint[]) as top, unnest($2::bigint[]) as bottom)
                on row between top and bottom where class = 'data' order by row""",
        [list(bound) for bound in zip(*spans, strict=True)],
    ).fetchall()
    for top, rows in groupby(found, key=lambda row: row[0]):
        yield (
            top,
            [
                _least(column, said)
                for column, said in zip(answers, [*zip(*rows, strict=True)][1:], strict=True)
            ],
        )


def _least(column: Column, said: Sequence[str | None]) -> str | None:
    """Of the answers the one that is the least far: the last in the vocabulary's order, no before yes, and none before all."""
    terms = terms_of_code(column)
    order = [*dict.fromkeys(terms.values())]

    def place(text: str | None) -> int:
        term = terms.get(normalise(text or ""))
        return order.index(term) if term else -1 if is_yes(text or "") else len(order)

    return max(said, key=place)
