"""Great Expectations inside DuckDB: suites are read here, run where the data lies, and answered as outcomes.

What valid means stands in `expectations/` and in the contracts; what happens to an outcome others decide. Nothing
leaves DuckDB but counts and the keys of a few failing rows. Great Expectations takes seconds to import, so only a
running check imports it.
"""

import atexit
import os
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import duckdb
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from pipelines.marts.mart import Mart
from pipelines.problems import Problem
from pipelines.registers.contract import Register

if TYPE_CHECKING:
    from great_expectations.validator.validator import Validator

Severity = Literal["critical", "warning", "info"]

UNEXPECTED_ROWS = "unexpected_rows_expectation"
MAX_FAILING_KEYS = 20
LOCATION = ("unit", "period", "file", "sheet", "row")
"""Where a row of a register was delivered."""


@dataclass(frozen=True)
class Expectation:
    """One rule about one table, in Great Expectations' vocabulary (`type`, `kwargs`, `severity`).

    `id` is unique within the table and stays the same for good. `keys` are the columns that show a failing row:
    where it stands and the figures that contradict each other, never anything private.
    """

    id: str
    type: str
    kwargs: dict[str, Any]
    severity: Severity
    zh: str
    en: str
    owner: str
    source: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suite:
    """All rules about one table, named as in SQL: `clean.persons`, `exits_by_year`.

    Raises Problem where two rules share an id: results are told apart by it.
    """

    table: str
    expectations: tuple[Expectation, ...]

    def __post_init__(self) -> None:
        ids = [expectation.id for expectation in self.expectations]
        if twice := sorted({id for id in ids if ids.count(id) > 1}):
            raise Problem(f"Two expectations of {self.table} have the id {twice[0]}.")


@dataclass(frozen=True)
class Outcome:
    """What one rule found.

    `unexpected_count` is the number of rows, or groups of rows, that break it: 0 where it holds, None where the
    rule is about a whole column, whose value `observed` then tells. `failing_keys` shows at most 20 of those
    rows, each by the rule's `keys` alone, in values that JSON can hold.
    """

    expectation: Expectation
    passed: bool
    unexpected_count: int | None
    observed: str | None
    failing_keys: list[dict[str, Any]]


class _Meta(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    source: str = Field(min_length=1)
    keys: tuple[str, ...] = ()


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    type: str = Field(pattern=r"^[a-z][a-z_]*$")
    kwargs: dict[str, Any]
    severity: Severity
    meta: _Meta

    @model_validator(mode="after")
    def _says_what_it_does(self) -> "_Entry":
        if "mostly" in self.kwargs:
            raise PydanticCustomError(
                "hidden", "'mostly' hides rows that break the rule; use the severity warning or info"
            )
        if self.type == UNEXPECTED_ROWS and "{batch}" not in self.kwargs.get("unexpected_rows_query", ""):
            raise PydanticCustomError("elsewhere", "unexpected_rows_query does not read from {batch}")
        return self


class _SuiteMeta(BaseModel):
    model_config = ConfigDict(extra="forbid")

    owner: str = Field(min_length=1)


class _SuiteFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    meta: _SuiteMeta
    expectations: list[_Entry]


def load_suites(folder: Path) -> dict[str, Suite]:
    """The suite in every `<table>.yml` of the folder, by table.

    Raises Problem naming the file, the entry and its field where one is not valid.
    """
    return {path.stem: _load_suite(path) for path in sorted(folder.glob("*.yml"))}


def _load_suite(path: Path) -> Suite:
    try:
        file = _SuiteFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.YAMLError as error:
        raise Problem(f"{path}: not YAML ({' '.join(str(error).split())}).") from None
    except ValidationError as error:
        first = error.errors()[0]
        match first["loc"]:
            case ("expectations", int(index), *field):
                where = ": ".join([f"entry {index + 1}", ".".join(map(str, field))]).removesuffix(": ")
            case field:
                where = ".".join(map(str, field))
        raise Problem(f"{path}: {where}: {first['msg']}.") from None
    return Suite(
        path.stem,
        tuple(
            Expectation(
                type=entry.type,
                kwargs=entry.kwargs,
                severity=entry.severity,
                owner=file.meta.owner,
                **entry.meta.model_dump(),
            )
            for entry in file.expectations
        ),
    )


_BASELINE: dict[str, tuple[Severity, str, str, str]] = {
    "required": ("critical", "开发人员", "不应为空的“{titles}”为空", "empty, but never to be: {names}"),
    "key_is_unique": (
        "critical",
        "开发人员",
        "应当只有一行,却有多行相同:{titles}",
        "rows that share one key: {names}",
    ),
    "private_is_hidden": (
        "critical",
        "开发人员",
        "个人信息没有加密或遮盖:{titles}",
        "private, but neither keyed nor masked: {names}",
    ),
    "term": ("critical", "开发人员", "“{titles}”的值不在规定选项内", "no term of the vocabulary: {names}"),
    "area_fits_level": (
        "critical",
        "开发人员",
        "地区名称与“{titles}”不符",
        "the names of the area do not fit {names}",
    ),
    "non_negative": ("warning", "数据管理员", "“{titles}”为负数", "negative: {names}"),
}
"""Kind of baseline expectation → severity, owner, Chinese and English message."""


def baseline(
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
        query = f"select {', '.join(LOCATION)} from {{batch}} where {' or '.join(faults)}"
        expectations.append(_rows(register, "private_is_hidden", [c.name for c in private], query, LOCATION))
    for column in register.columns:
        keys = (*LOCATION, column.name)
        if column.kind == "code":
            kwargs: dict[str, Any] = {
                "column": column.name,
                "value_set": sorted(set(vocabularies[column.argument or ""])),
            }
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
            select {", ".join(mart.key)} from {{batch}}
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
        if column.required:
            yield _expectation(contract, "required", [column.name], type, {"column": column.name}, keys)


def _unique(
    contract: Register | Mart, within: tuple[str, ...], keys: tuple[str, ...]
) -> Iterator[Expectation]:
    if not contract.key:
        return
    key = ", ".join((*within, *contract.key))
    # By hash first: grouping all rows by the keys themselves takes far more memory.
    query = f"""
        select {", ".join(keys)} from {{batch}}
        where hash({key}) in (select hash({key}) from {{batch}} group by all having count(*) > 1)
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
    severity, owner, zh, en = _BASELINE[kind]
    return Expectation(
        # Rules about rows come once per table, the others once per column.
        id=kind if type == UNEXPECTED_ROWS else f"{kind}_{of[0]}",
        type=type,
        kwargs=kwargs,
        severity=severity,
        zh=zh.format(titles="、".join(titles[name] for name in of)),
        en=en.format(names=", ".join(of)),
        owner=owner,
        source=f"{contract.name}.yml",
        keys=keys,
    )


def validate(connection: duckdb.DuckDBPyConnection, suite: Suite) -> list[Outcome]:
    """Every expectation of the suite, in its order, as found in the table that `connection` sees.

    The checks run on a cursor of their own: what is not committed, and what is TEMPORARY, they do not see. A rule
    that holds is asked for its count alone; only one that does not is asked again for rows to show.

    Raises Problem naming each expectation that could not be checked, because it neither passed nor failed.
    """
    columns = [expectation for expectation in suite.expectations if expectation.type != UNEXPECTED_ROWS]
    queries = [expectation for expectation in suite.expectations if expectation.type == UNEXPECTED_ROWS]
    with _validator(connection, suite.table) as validator:
        outcomes = _ask_columns(validator, suite.table, columns, in_brief=True)
        failed = [expectation for expectation in columns if not outcomes[expectation.id].passed]
        outcomes |= _ask_columns(validator, suite.table, failed, in_brief=False)
        outcomes |= {
            expectation.id: _ask_query(validator, suite.table, expectation) for expectation in queries
        }
    return [outcomes[expectation.id] for expectation in suite.expectations]


@contextmanager
def _validator(connection: duckdb.DuckDBPyConnection, table: str) -> Iterator["Validator"]:
    """Great Expectations on one table, without a data context: none of its stores or telemetry is needed."""
    _prepare_libraries()
    from duckdb_engine import ConnectionWrapper
    from great_expectations.core.batch import Batch
    from great_expectations.execution_engine import SqlAlchemyExecutionEngine
    from great_expectations.execution_engine.sqlalchemy_batch_data import SqlAlchemyBatchData
    from great_expectations.validator.validator import Validator
    from sqlalchemy import StaticPool, create_engine

    with connection.cursor() as cursor:
        wrapper = ConnectionWrapper(cursor)
        # Without transactions, so that one failing query does not make all that follow fail with it.
        vars(wrapper).update(dict.fromkeys(("begin", "commit", "rollback"), lambda: None))
        sql_engine = create_engine("duckdb://", creator=lambda: wrapper, poolclass=StaticPool)
        with sql_engine.connect() as opened:
            engine = SqlAlchemyExecutionEngine(engine=sql_engine)
            # Great Expectations reads results after it has closed their connection, which in DuckDB ends them.
            vars(engine)["get_connection"] = lambda: nullcontext(opened)
            # A query, because tables outside the schema main are not found as tables.
            data: Any = SqlAlchemyBatchData(engine, query=f"select * from {table}", create_temp_table=False)
            validator = Validator(engine, batches=[Batch(data=data)])
            validator.metrics_calculator.show_progress_bars = False
            yield validator
        sql_engine.dispose()


@cache
def _prepare_libraries() -> None:
    # Read when Great Expectations is imported, which also imports modules that Python is about to remove.
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        import great_expectations  # noqa: F401
    import duckdb_engine

    # duckdb_engine hangs a function on a class of SQLAlchemy that Great Expectations keeps alive to the very end, so
    # DuckDB's bindings would outlive the interpreter and report themselves as leaked.
    atexit.register(vars(duckdb_engine).clear)


def _ask_columns(
    validator: "Validator", table: str, expectations: Sequence[Expectation], *, in_brief: bool
) -> dict[str, Outcome]:
    """Outcomes by id, of rules about columns. In brief all of them cost one scan, but no row is shown."""
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    configurations, errors = [], []
    for expectation in expectations:
        result_format: dict[str, Any] = {"result_format": "BOOLEAN_ONLY" if in_brief else "SUMMARY"}
        if expectation.keys and not in_brief:
            result_format["partial_unexpected_count"] = MAX_FAILING_KEYS
            result_format["unexpected_index_column_names"] = list(expectation.keys)
        kwargs = {**expectation.kwargs, "result_format": result_format}
        try:
            configuration = ExpectationConfiguration(expectation.type, kwargs, meta={"id": expectation.id})
            configuration.to_domain_obj()
        # An unknown type and kwargs that do not fit raise exceptions of many kinds.
        except Exception as error:
            errors.append(_unchecked(table, expectation, str(error)))
        else:
            configurations.append(configuration)

    by_id = {expectation.id: expectation for expectation in expectations}
    outcomes = {}
    # Results come back in an order of their own.
    for result in validator.graph_validate(configurations):
        expectation = by_id[result.expectation_config.meta["id"]]  # type: ignore[union-attr]
        # Either the one exception, or one for each metric that the expectation is computed from.
        info = result.exception_info
        raised = [
            one
            for one in ([info] if "raised_exception" in info else info.values())
            if one["raised_exception"]
        ]
        if raised:
            errors.append(_unchecked(table, expectation, raised[0]["exception_message"]))
            continue
        observed = result.result.get("observed_value")
        outcomes[expectation.id] = Outcome(
            expectation,
            bool(result.success),
            0 if result.success else result.result.get("unexpected_count"),
            None if observed is None else str(observed),
            _shown(expectation, result.result.get("partial_unexpected_index_list") or []),
        )
    if errors:
        raise Problem("\n".join(errors))
    return outcomes


def _ask_query(validator: "Validator", table: str, expectation: Expectation) -> Outcome:
    """Outcome of an unexpected_rows_expectation: its two metrics, the second only where it is needed.

    Asked for as a whole, Great Expectations runs the query twice, and prints advice on braces on the way.
    """
    from great_expectations.exceptions import GreatExpectationsError
    from great_expectations.validator.metric_configuration import MetricConfiguration

    def metric(name: str) -> Any:
        domain = {"batch_id": validator.active_batch_id}
        asked = MetricConfiguration(f"unexpected_rows_query.{name}", domain, expectation.kwargs)
        [value] = validator.execution_engine.resolve_metrics([asked]).values()
        return value

    try:
        count = metric("row_count")
        return Outcome(
            expectation, count == 0, count, None, _shown(expectation, metric("table") if count else [])
        )
    except GreatExpectationsError as error:
        raise Problem(_unchecked(table, expectation, str(error))) from None
    except KeyError as error:
        raise Problem(_unchecked(table, expectation, f"its query does not select the key {error}")) from None


def _shown(expectation: Expectation, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{key: _plain(row[key]) for key in expectation.keys} for row in rows[:MAX_FAILING_KEYS]]


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | None) else str(value)


def _unchecked(table: str, expectation: Expectation, error: str) -> str:
    # SQLAlchemy appends the query and a link; what DuckDB says comes first.
    reason = " ".join(error.partition("\n[SQL:")[0].split()).rstrip(".")
    return f"Expectation {expectation.id} on {table} could not be checked: {reason}."
