"""Step: carry the places that a sheet writes once above their rows and leaves blank below: townships and villages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.cleaning.source import SheetSource
from pipelines.rules import Notice


@dataclass(frozen=True)
class _Runs:
    """How rows of data state a place: `stated` rows do, in `runs` of rows, and `places` they name; `blanks` are open, below
    `open_places` of these, `headless` ones above all."""

    blanks: int
    stated: int
    runs: int
    places: int
    headless: int
    open_places: int

    @property
    def are_once(self) -> bool:
        """Whether rows are open, all below a place, and each place is stated in one run of rows."""
        return self.blanks > 0 and not self.headless and self.runs == self.places


def carry_township(source: SheetSource, cells: str) -> tuple[str, list[Notice]]:
    """Cells → cells_with_townships, and a notice: in what a county sends, the township of the last row that states one, for
    rows that state a village alone, or one of the terms that the rows of each township differ by, where each township is
    stated in one run of rows."""
    if "township" not in source.match.columns or source.delivery.area["township"]:
        return cells, []
    terms = [column.name for column in source.mapped if column.kind == "code"]
    for name in ["village"] if "village" in source.match.columns else terms:
        carried = _carried(cells, ["township"], f"township is null and {name} is not null")
        runs = _runs(source, carried, "township")
        # A row of a term alone may be the county's, unless several townships have such rows and no term twice.
        if runs.are_once and (
            name == "village" or (runs.open_places > 1 and _are_different(source, carried, name))
        ):
            table = _filled(source, "cells_with_townships", carried, {"township": "is_open"})
            return table, [Notice("township_carried", {"townships": runs.places}, runs.blanks)]
    return cells, []


def carry_village(source: SheetSource, cells: str) -> tuple[str, list[Notice]]:
    """Cells → cells_with_villages, and a notice: the village of the last row that states one, for rows that state none, and
    the object that rows without either go on with (another level of its funds), where each village is stated in one run of
    rows and most rows state none, or where several villages have such rows and each is stated once. One such row alone may
    be of the township: it is reported."""
    if "village" not in source.match.columns or "village" in {*source.register.key}:
        return cells, []
    stages = source.register.stages
    objects = [stages.of] if stages and stages.of in source.match.columns else []
    carried = _carried(cells, ["village", *objects], "village is null")
    runs = _runs(source, carried, "village")
    if not runs.are_once:
        return cells, []
    if runs.blanks <= runs.stated and (runs.stated > runs.places or runs.open_places == 1):
        is_told = runs.stated == runs.places
        return cells, [Notice("village_left_open", {}, runs.blanks)] if is_told else []
    going_on = {name: f"is_open and {name} is null" for name in objects}
    table = _filled(source, "cells_with_villages", carried, {"village": "is_open", **going_on})
    return table, [Notice("village_carried", {"villages": runs.places}, runs.blanks)]


def _carried(cells: str, names: Sequence[str], is_open: str) -> str:
    """SELECT of the cells with what the last row of data states in each column, and whether the row is open."""
    last = ", ".join(
        f"last_value({name} ignore nulls) over (partition by class = 'data' order by row) as last_{name}"
        for name in names
    )
    return f"select *, {last}, class = 'data' and {is_open} as is_open from {cells}"


def _runs(source: SheetSource, carried: str, name: str) -> _Runs:
    [found] = source.db.execute(
        f"""select count(*) filter (is_open), count({name}),
                count(*) filter ({name} is not null and {name} is distinct from before), count(distinct {name}),
                count(*) filter (is_open and last_{name} is null), count(distinct last_{name}) filter (is_open)
            from (select *, lag(last_{name}) over (order by row) as before from ({carried}) where class = 'data')"""
    ).fetchall()
    return _Runs(*found)


def _are_different(source: SheetSource, carried: str, name: str) -> bool:
    """Whether no two rows of a township state the same in the column."""
    [(rows, different)] = source.db.execute(
        f"select count(*), count(distinct (last_township, {name})) from ({carried}) where class = 'data'"
    ).fetchall()
    return rows == different


def _filled(source: SheetSource, table: str, carried: str, where: Mapping[str, str]) -> str:
    """The cells, with what the last row states in each column of rows `where` it goes on, of which `from_above` names them."""
    values = ", ".join(f"if({goes_on}, last_{name}, {name}) as {name}" for name, goes_on in where.items())
    above = ", ".join(f"if({goes_on}, '{name}', null)" for name, goes_on in where.items())
    return source.make(
        table,
        f"""select * exclude (is_open, {", ".join(f"last_{name}" for name in where)}) replace (
                {values}, from_above || list_filter([{above}], lambda name: name is not null) as from_above)
            from ({carried}) order by row""",
    )
