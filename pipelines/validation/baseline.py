"""The expectations that follow from a contract alone, without a line written by hand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pipelines.marts.mart import Mart
from pipelines.registers.columns import Column
from pipelines.registers.contract import Register
from pipelines.validation.short_forms import KEYS, UNEXPECTED_ROWS
from pipelines.validation.suites import Dimension, Expectation, Severity

LOCATION = ("unit", "period", "file", "sheet", "row")
"""Where a row of a register was delivered."""

_BASELINE: dict[str, tuple[Severity, Dimension, str, str, str]] = {
    "required": (
        "critical",
        "complete",
        "开发人员",
        "不应为空的“{titles}”为空",
        "empty, but never to be: {names}",
    ),
    "key_is_unique": (
        "critical",
        "unique",
        "开发人员",
        "应当只有一行，却有多行相同：{titles}",
        "rows that share one key: {names}",
    ),
    "private_is_hidden": (
        "critical",
        "valid",
        "开发人员",
        "个人信息没有加密或遮盖：{titles}",
        "private, but neither keyed nor masked: {names}",
    ),
    "term": (
        "critical",
        "valid",
        "开发人员",
        "“{titles}”的值不在规定选项内",
        "no term of the vocabulary: {names}",
    ),
    "area_fits_level": (
        "critical",
        "consistent",
        "开发人员",
        "地区名称与“{titles}”不符",
        "the names of the area do not fit {names}",
    ),
    "non_negative": ("warning", "valid", "数据管理员", "“{titles}”为负数", "negative: {names}"),
}
"""Kind of baseline expectation → severity, dimension, owner, Chinese and English message."""


def baseline_expectations(
    contract: Register | Mart, vocabularies: Mapping[str, Iterable[str]] | None = None
) -> tuple[Expectation, ...]:
    """The expectations that follow from a contract alone; `vocabularies` maps name → terms, for registers.

    Of both: required columns are filled, the key is unique (in a register within a delivery). Of a register: codes
    are terms of their vocabulary, what is private is keyed or masked, money and counts are not negative. Of a mart:
    the names of an area fit its level. Raises KeyError for a vocabulary that was not passed.
    """
    if isinstance(contract, Register):
        return _of_register(contract, vocabularies or {})
    return _of_mart(contract)


def _of_register(register: Register, vocabularies: Mapping[str, Iterable[str]]) -> tuple[Expectation, ...]:
    expectations = [*_required(register, LOCATION), *_unique(register, ("unit", "period"), LOCATION)]
    if private := [column for column in register.columns if column.is_private]:
        # A keyed value has 32 digits, which no ID number, phone or account has.
        faults = [
            f"{c.name} not like '_*'" if c.kind == "person_name" else f"length({c.name}) <> 32"
            for c in private
        ]
        query = f"select {KEYS} from {{batch}} where {' or '.join(faults)}"
        expectations.append(_rows(register, "private_is_hidden", [c.name for c in private], query, LOCATION))
    for column in register.columns:
        keys = (*LOCATION, column.name)
        if column.kind == "code":
            terms = {*vocabularies[column.argument or ""], *filter(None, [column.otherwise])}
            kwargs: dict[str, Any] = {"column": column.name, "value_set": sorted(terms)}
            type = "expect_column_values_to_be_in_set"
            expectations.append(_expectation(register, "term", [column.name], type, kwargs, keys))
        elif column.kind in ("money", "count"):
            kwargs = {"column": column.name, "min_value": 0}
            type = "expect_column_values_to_be_between"
            expectations.append(_expectation(register, "non_negative", [column.name], type, kwargs, keys))
    return tuple(expectations)


def _of_mart(mart: Mart) -> tuple[Expectation, ...]:
    expectations = [*_required(mart, mart.key), *_unique(mart, (), mart.key)]
    if "area_level" in mart.key:
        query = f"""
            select {KEYS} from {{batch}}
            where not coalesce(case area_level
                when 'village' then village is not null
                when 'township' then township is not null and village is null
                when 'county' then county is not null and township is null and village is null
            end, false)"""
        expectations.append(_rows(mart, "area_fits_level", ["area_level"], query, mart.key))
    return tuple(expectations)


def _required(contract: Register | Mart, keys: tuple[str, ...]) -> Iterator[Expectation]:
    type = "expect_column_values_to_not_be_null"
    for column in contract.columns:
        if isinstance(column, Column) and column.open_beside:
            query = (
                f"select {KEYS} from {{batch}} where coalesce({column.name}, {column.open_beside}) is null"
            )
            yield _rows(contract, "required", [column.name], query, keys)
        elif column.required:
            yield _expectation(contract, "required", [column.name], type, {"column": column.name}, keys)


def _unique(
    contract: Register | Mart, within: tuple[str, ...], keys: tuple[str, ...]
) -> Iterator[Expectation]:
    if not contract.key:
        return
    key = ", ".join((*within, *contract.key))
    identifying = contract.identifying_columns if isinstance(contract, Register) else ()
    known = f"coalesce({', '.join(identifying)}) is not null" if identifying else "true"
    # By hash first: grouping all rows by the keys themselves takes far more memory.
    query = f"""
        select {KEYS} from {{batch}}
        where {known} and hash({key}) in (select hash({key}) from {{batch}} group by all having count(*) > 1)
        qualify count(*) over (partition by {key}) > 1"""
    yield _rows(contract, "key_is_unique", contract.key, query, keys)


def _rows(
    contract: Register | Mart, kind: str, of: Sequence[str], query: str, keys: tuple[str, ...]
) -> Expectation:
    return _expectation(contract, kind, of, UNEXPECTED_ROWS, {"unexpected_rows_query": query}, keys)


def _expectation(
    contract: Register | Mart,
    kind: str,
    of: Sequence[str],
    type: str,
    kwargs: dict[str, Any],
    keys: tuple[str, ...],
) -> Expectation:
    titles = {column.name: column.title for column in contract.columns}
    severity, dimension, owner, zh, en = _BASELINE[kind]
    return Expectation(
        # Rules about rows come once per table, the others once per column.
        id=kind if type == UNEXPECTED_ROWS else f"{kind}_{of[0]}",
        type=type,
        kwargs=kwargs,
        severity=severity,
        dimension=dimension,
        zh=zh.format(titles="、".join(titles[name] for name in of)),
        en=en.format(names=", ".join(of)),
        owner=owner,
        source=f"{contract.name}.yml",
        keys=keys,
        identity=LOCATION if isinstance(contract, Register) else contract.key,
        affects=contract.marts or () if isinstance(contract, Register) else (contract.name,),
    )
