"""A mart's `chart:`: which of its rows and columns are drawn of an area, on the site and in workbooks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

MOST_VILLAGES = 40
"""Bars of a chart of villages; the mart has them all."""


class Chart(BaseModel):
    """A chart of one area: bars for each value of `label`, the sums of `series` over the area's own rows.

    kind: bar (across, the first on top) or column. year: column of a year that is named where rows have several. beside:
    columns of the table beside the chart that are not drawn. instead: column → the one that is drawn where no row has
    the first series. of_villages: bars are the villages in the area in the latest `year`, the highest first. figure: the
    function of pipelines.charts that draws it on the site, in more detail than bars. beside_figure: a second one, which the
    pages of the mart and of areas show below it. headline: its place among the
    figures of the first page.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    kind: Literal["bar", "column"] = "bar"
    label: str
    series: Annotated[tuple[str, ...], Field(min_length=1, max_length=2)]
    beside: tuple[str, ...] = ()
    instead: dict[str, str] = {}
    year: str | None = None
    of_villages: bool = False
    figure: Annotated[str, Field(pattern=r"^\w+\.\w+$")] | None = None
    beside_figure: Annotated[str, Field(pattern=r"^\w+\.\w+$")] | None = None
    headline: int | None = None

    @property
    def own_columns(self) -> set[str]:
        """Columns of the mart that are named."""
        named = {self.label, *self.series, *self.beside, *self.instead, *self.instead.values()}
        return named | ({self.year} if self.year else set())

    def drawn(self, rows: Iterable[Mapping[str, Any]], level: str) -> "Drawn":
        """What is drawn of the rows of an area of that level; rows of other levels are left out."""
        rows = list(rows)
        columns = self.columns_for([row for row in rows if row["area_level"] == level])
        if self.of_villages:
            return self._villages(rows, columns)
        own = sorted((row for row in rows if row["area_level"] == level), key=_order(self.year, self.label))
        years = [_text(row[self.year]) for row in own] if self.year else []
        is_told = len(set(years)) > 1
        groups: dict[str, list[Mapping[str, Any]]] = {}
        for row, year in zip(own, years or [""] * len(own), strict=True):
            label = _text(row[self.label])
            groups.setdefault(f"{year} {label}" if is_told else label, []).append(row)
        lines = [
            (name, *(_sum(row[column] for row in members) for column in columns))
            for name, members in groups.items()
        ]
        return Drawn("" if is_told or not years else years[0], columns, lines)

    def columns_for(self, rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
        """Series and then the columns beside them, or those taken instead where no row has the first series."""
        columns = (*self.series, *self.beside)
        if any(row[self.series[0]] is not None for row in rows):
            return columns
        return tuple(self.instead.get(column, column) for column in columns)

    def _villages(self, rows: Iterable[Mapping[str, Any]], columns: tuple[str, ...]) -> "Drawn":
        known = [row for row in rows if row["area_level"] == "village" and row[columns[0]] is not None]
        years = [row[self.year] for row in known] if self.year else []
        latest = max(years, default=None)
        ranked = sorted(
            (row for row, year in zip(known, years or [None] * len(known), strict=True) if year == latest),
            key=lambda row: (-row[columns[0]], row["township"] or "", row["village"]),
        )[:MOST_VILLAGES]
        several = len({row["township"] for row in ranked}) > 1
        return Drawn(
            "" if latest is None else str(latest),
            columns,
            [
                (
                    f"{row['township']}·{row['village']}" if several else row["village"],
                    *(row[column] for column in columns),
                )
                for row in ranked
            ],
        )


@dataclass(frozen=True)
class Drawn:
    """Lines of a label and a value for each of `columns`; `year` that all of them are of, empty where there are several."""

    year: str
    columns: tuple[str, ...]
    lines: list[tuple[Any, ...]]


def _order(*columns: str | None) -> Callable[[Mapping[str, Any]], tuple]:
    """Sort rows by these columns, unknown values first."""
    return lambda row: tuple(
        (row[c] is not None, row[c]) if row[c] is not None else (False,) for c in columns if c
    )


def _text(value: object) -> str:
    return "不详" if value is None else str(value)


def _sum(values: Iterable[Any]) -> Any:
    """What is known, summed; None where nothing is. A value alone stays as it is."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return known[0] if known else None
    return sum(known, Decimal(0) if isinstance(known[0], Decimal) else 0)
