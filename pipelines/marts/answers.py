"""A mart's `answers:`: which measures that reports state it computes, and how.

`pipelines.reconciling` makes one SELECT of the answers of all marts and compares it with what was reported.
"""

from functools import cache
from itertools import product
from typing import Annotated, Self

import sqlglot
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from sqlglot import exp
from sqlglot.errors import SqlglotError

Dimension = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
"""Name of what a reported figure is cut by."""

WHOLE = "all"
"""Value of a dimension that cuts by nothing."""


@cache
def parsed(expression: str) -> exp.Expr:
    """The tree of an SQL expression, which readers must not change. Raises SqlglotError where it is none."""
    return sqlglot.parse_one(expression, dialect="duckdb")


class Answer(BaseModel):
    """Measures that the mart computes for the same cuts.

    measures: reported measure → the value, a column or an expression over sums; a column alone is summed. by: dimension
    of the figure → the column, or expression, that must have its value. given: dimension → values of it that the answer
    is for, `all` where the figure need not state it. only: condition on the mart's rows. subject: of the figure, where
    the same measure means another thing in another subject. of_villages: computed for townships and counties from the
    rows of their villages. any_year: for whichever year the report states; else the mart's `year` is the figure's.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    measures: dict[str, str]
    by: dict[Dimension, str] = {}
    given: dict[Dimension, tuple[str, ...]] = {}
    only: str | None = None
    subject: str | None = None
    of_villages: bool = False
    any_year: bool = False

    @field_validator("given", mode="before")
    @classmethod
    def _lists(cls, given: object) -> object:
        """A single value is a list of one."""
        if not isinstance(given, dict):
            return given
        return {name: values if isinstance(values, list) else [str(values)] for name, values in given.items()}

    @model_validator(mode="after")
    def _is_sql(self) -> Self:
        for text in self._expressions:
            try:
                parsed(text)
            except SqlglotError:
                raise ValueError(f"{text!r} is not an SQL expression") from None
        return self

    @property
    def own_columns(self) -> set[str]:
        """Columns of the mart that are named."""
        trees = map(parsed, self._expressions)
        named = {column.name for tree in trees for column in tree.find_all(exp.Column)}
        return named if self.any_year else {*named, "year"}

    @property
    def _expressions(self) -> tuple[str, ...]:
        return (*self.measures.values(), *self.by.values(), *((self.only,) if self.only else ()))

    @property
    def cuts(self) -> list[dict[str, str]]:
        """Each combination of given values: dimension → its value, without those that cut by nothing."""
        combined = product(*self.given.values())
        return [
            {name: value for name, value in zip(self.given, values, strict=True) if value != WHOLE}
            for values in combined
        ]
