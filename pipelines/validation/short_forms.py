"""Short forms of rules, and what each compiles to: types of expectations that Great Expectations knows.

Most rules are one predicate, true for a row that breaks the rule:

    fails: relation = '户主' and id_birth_on > as_of_on - interval 18 year

of a row of the table. What else a row may be, and where it comes from:

    each: household                     a row of a derived table (`<table>/household.sql`)
    per: [unit, period]                 a group of rows with the same values in these columns
    with: {median_yuan: median(…)}      columns computed beside those that are there; of groups, their aggregates
    among: village is not null          rows that the rule is about, before anything is computed or grouped
    join: household                     the columns of a derived table beside those of the row
    beside: poverty_incidence           another table, which has one row for the values of `by`: its columns in `taking`
    by: [area, as_of_year = year]       stand beside those of the row or group. What it has no row for breaks nothing
    taking: [registered_persons]

Predicates with a name of their own:

    not_null: village                   the column is filled
    stated: relation                    the column is filled, in files that fill it at all
    one_value: cause                    `one_cause` and `other_cause` of a derived table agree
    ordered: [paid_yuan, due_yuan]      the first is not greater than the second, where both are known
    accepted_range: {column: rate, min_value: 0, max_value: 1}
    accepted_values: {column: kind, value_set: [a, b]}
    references: clean.persons           the last column of `by` is one that the other table has with the columns before
    by: [unit, household_id]            it; where it has none with those, the rule is silent. `a = b` where the names differ
    parts_within_whole: [persons]       of a mart: the villages do not add up to more than their township, nor these to
                                        more than their county

Where none fits, `query` is a whole unexpected_rows_query, and `type` with `kwargs` any expectation there is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

UNEXPECTED_ROWS = "unexpected_rows_expectation"
BATCH = "{batch}"
"""The table, in an unexpected_rows_query."""
KEYS = "{keys}"
"""What an unexpected_rows_query selects where it names no columns itself: those that a failing row shows."""

_AREA = ("area_level", "county", "township", "village")


@dataclass(frozen=True)
class Compiled:
    """A rule in Great Expectations' vocabulary; `keys` is None where they are those of the table."""

    type: str
    kwargs: dict[str, Any]
    keys: tuple[str, ...] | None = None
    shows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grain:
    """What identifies a row: columns of the table, and of each of its derived tables."""

    keys: tuple[str, ...]
    each: Mapping[str, tuple[str, ...]]


class ShortForm(BaseModel):
    """The fields of a rule that state what it demands; exactly one of FORMS is given."""

    model_config = ConfigDict(extra="forbid")

    type: str | None = Field(default=None, pattern=r"^[a-z][a-z_]*$")
    kwargs: dict[str, Any] = {}
    query: str | None = None
    fails: str | None = None
    not_null: str | None = None
    stated: str | None = None
    one_value: str | None = None
    ordered: tuple[str, str] | None = None
    accepted_range: dict[str, Any] | None = None
    accepted_values: dict[str, Any] | None = None
    references: str | None = None
    parts_within_whole: tuple[str, ...] | None = None

    each: str | None = None
    per: tuple[str, ...] | None = None
    computed: dict[str, str] = Field(default={}, alias="with")
    among: str | None = None
    join: str | None = None
    beside: str | None = None
    taking: tuple[str, ...] = ()
    by: tuple[str, ...] = ()

    @property
    def form(self) -> str:
        """Name of the form that is given."""
        return next(name for name in FORMS if getattr(self, name) is not None)

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        given = [name for name in FORMS if getattr(self, name) is not None]
        if len(given) != 1:
            raise PydanticCustomError(
                "form",
                f"states its demand by {' and '.join(given) or 'nothing'}; expected one of {', '.join(FORMS)}",
            )
        if self.beside and not (self.fails and self.by and self.taking and not self.join):
            raise PydanticCustomError(
                "beside", "has 'beside'; expected fails, by and taking with it, and no join"
            )
        if "mostly" in self.kwargs:
            raise PydanticCustomError(
                "hidden", "'mostly' hides rows that break the rule; use the severity warning or info"
            )
        return self


def compile_rule(rule: ShortForm, grain: Grain) -> Compiled:
    """What the rule demands. Raises KeyError for a derived table that the grain does not have."""
    return FORMS[rule.form](rule, grain)


def _native(rule: ShortForm, _: Grain) -> Compiled:
    return Compiled(rule.type or "", rule.kwargs)


def _query(rule: ShortForm, _: Grain) -> Compiled:
    return _unexpected(rule.query or "")


def _not_null(rule: ShortForm, _: Grain) -> Compiled:
    return Compiled("expect_column_values_to_not_be_null", {"column": rule.not_null})


def _accepted(rule: ShortForm, _: Grain) -> Compiled:
    if rule.accepted_range is not None:
        type, kwargs = "expect_column_values_to_be_between", rule.accepted_range
    else:
        type, kwargs = "expect_column_values_to_be_in_set", rule.accepted_values or {}
    return Compiled(type, kwargs, shows=(str(kwargs.get("column")),))


def _ordered(rule: ShortForm, _: Grain) -> Compiled:
    first, second = rule.ordered or ("", "")
    kwargs = {
        "column_A": second,
        "column_B": first,
        "or_equal": True,
        "ignore_row_if": "either_value_is_missing",
    }
    return Compiled("expect_column_pair_values_a_to_be_greater_than_b", kwargs, shows=(first, second))


def _fails(rule: ShortForm, grain: Grain) -> Compiled:
    own = rule.per or (grain.each[rule.each] if rule.each else None)
    rows = _beside(rule, _rows(rule, grain)) if rule.beside else _rows(rule, grain)
    return _unexpected(f"select {KEYS} from {rows} where {_escaped(rule.fails or '')}", own)


def _beside(rule: ShortForm, rows: str) -> str:
    """The rows that the other table has one for, with its columns."""
    pairs = [_both_names(column) for column in rule.by]
    taken = ", ".join(f"known.{name}" for name in rule.taking)
    same = " and ".join(f"single.{own} is not distinct from known.{other}" for own, other in pairs)
    return f"(select single.*, {taken} from {rows} as single join {rule.beside} as known on {same})"


def _rows(rule: ShortForm, grain: Grain) -> str:
    """What the predicate of the rule is applied to, as written behind FROM."""
    rows = rule.each or BATCH
    if rule.among:
        rows = f"(select * from {rows} where {_escaped(rule.among)})"
    computed = [f"{_escaped(expression)} as {name}" for name, expression in rule.computed.items()]
    if rule.per:
        columns = ", ".join(rule.per)
        return f"(select {', '.join([columns, *computed])} from {rows} group by {columns})"
    if computed:
        return f"(select {', '.join(['*', *computed])} from {rows})"
    if rule.join:
        return f"{rows} as single join {rule.join} using ({', '.join(grain.each[rule.join])})"
    return rows


def _one_value(rule: ShortForm, grain: Grain) -> Compiled:
    one, other = f"one_{rule.one_value}", f"other_{rule.one_value}"
    query = f"select {KEYS} from {rule.each or BATCH} where {one} <> {other}"
    return _unexpected(query, grain.each[rule.each] if rule.each else None, (one, other))


def _stated(rule: ShortForm, _: Grain) -> Compiled:
    files = f"select (unit, period, file) from {BATCH} where {rule.stated} is not null"
    among = f" and {_escaped(rule.among)}" if rule.among else ""
    return _unexpected(
        f"select {KEYS} from {BATCH} where {rule.stated} is null{among} and (unit, period, file) in ({files})"
    )


def _references(rule: ShortForm, grain: Grain) -> Compiled:
    own, other = zip(*(_both_names(column) for column in rule.by), strict=True)
    shared = " and ".join(
        f"single.{a} is not distinct from known.{b}" for a, b in zip(own[:-1], other[:-1], strict=True)
    )
    among = f" and {_escaped(rule.among)}" if rule.among else ""
    return _unexpected(
        f"select {KEYS} from {rule.each or BATCH} as single"
        f" semi join (select distinct {', '.join(other[:-1])} from {rule.references}) as known on {shared}"
        f" anti join {rule.references} as known on {shared} and single.{own[-1]} = known.{other[-1]}"
        f" where single.{own[-1]} is not null{among}",
        grain.each[rule.each] if rule.each else None,
    )


def _both_names(column: str) -> tuple[str, str]:
    """The name of a column here, and in the table that is referred to: `head_person_id = person_id`."""
    own, _, other = (part.strip() for part in column.partition("="))
    return own, other or own


def _parts_within_whole(rule: ShortForm, grain: Grain) -> Compiled:
    own = tuple(key for key in grain.keys if key != "village")
    others = [key for key in own if key not in _AREA]
    sums = rule.parts_within_whole or ()
    shown = [f"whole.{name}, parts.{name} as parts_{name}" for name in sums]
    area = ["area_level", "county", "township", *others]
    among = f" and {_escaped(rule.among)}" if rule.among else ""
    return _unexpected(
        f"select {', '.join([*(f'whole.{key}' for key in own), *shown])} from {BATCH} as whole join ("
        "select case area_level when 'village' then 'township' else 'county' end as area_level, county,"
        f" case area_level when 'village' then township end as township, {''.join(f'{key}, ' for key in others)}"
        f"{', '.join(f'sum({name}) as {name}' for name in sums)} from {BATCH}"
        f" where area_level <> 'county'{among} group by all) as parts"
        f" on {' and '.join(f'whole.{key} is not distinct from parts.{key}' for key in area)}"
        f" where {' or '.join(f'parts.{name} > coalesce(whole.{name}, 0)' for name in sums)}",
        own,
        tuple(name for each in sums for name in (each, f"parts_{each}")),
    )


def _unexpected(query: str, keys: tuple[str, ...] | None = None, shows: tuple[str, ...] = ()) -> Compiled:
    return Compiled(UNEXPECTED_ROWS, {"unexpected_rows_query": query}, keys, shows)


def _escaped(sql: str) -> str:
    """SQL whose braces stay as they are where Great Expectations puts in the table."""
    return sql.replace("{", "{{").replace("}", "}}")


FORMS: dict[str, Callable[[ShortForm, Grain], Compiled]] = {
    "fails": _fails,
    "not_null": _not_null,
    "stated": _stated,
    "one_value": _one_value,
    "ordered": _ordered,
    "accepted_range": _accepted,
    "accepted_values": _accepted,
    "references": _references,
    "parts_within_whole": _parts_within_whole,
    "query": _query,
    "type": _native,
}
"""Name of each form → what compiles it."""
