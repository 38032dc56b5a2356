"""The headers of registers: every spelling that names a column, as `normalise` has it."""

from collections.abc import Mapping
from functools import cache

from pipelines.deliveries.notes import Value
from pipelines.reading.labels import Label
from pipelines.reading.normalise import normalise
from pipelines.registers.columns import Column
from pipelines.registers.contract import Register


@cache
def columns_by_header(register: Register) -> dict[str, Column]:
    """Header, as `normalise` has it, → the column that it names: that of which it is the own header, else the fallback."""
    columns = [*reversed(register.columns)]
    fallbacks = {normalise(header): column for column in columns for header in column.fallback_headers}
    return fallbacks | {
        normalise(header): column
        for column in columns
        for header in (column.title, *column.headers, column.name)
    }


def known_headers(registers: Mapping[str, Register]) -> frozenset[str]:
    """Every header of every register, as `is_header` compares them."""
    return _headers_of(*registers.values())


@cache
def _headers_of(*registers: Register) -> frozenset[str]:
    """Asked for each sheet, and the same for all."""
    return frozenset(header for register in registers for header in columns_by_header(register))


@cache
def fallback_headers(register: Register) -> frozenset[str]:
    return frozenset(normalise(header) for one in register.columns for header in one.fallback_headers)


@cache
def every_header(register: Register) -> frozenset[str]:
    """Every header that names a column of the register by itself, wherever it stands."""
    contextual = (
        header
        for column in register.columns
        for header in (*column.headers_beside, *column.headers_titled, *column.headers_of_parts)
    )
    return frozenset([*columns_by_header(register), *contextual])


def registers_by_header(registers: Mapping[str, Register]) -> Mapping[str, frozenset[str]]:
    """Header → names of the registers of which `every_header` has it."""
    return _registers_of(*registers.values())


@cache
def _registers_of(*registers: Register) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for register in registers:
        for header in every_header(register):
            found.setdefault(header, set()).add(register.name)
    return {header: frozenset(names) for header, names in found.items()}


@cache
def titles_of(register: Register) -> dict[str, str]:
    """Column → its title, as headers are compared."""
    return {column.name: normalise(column.title) for column in register.columns}


def columns_named(values: Mapping[str, Value], register: Register) -> dict[str, Value]:
    """Return the values by column of the register; keys may be canonical names, titles or headers."""
    known = columns_by_header(register)
    return {column.name: value for name, value in values.items() if (column := known.get(normalise(name)))}


def column_named(known: Mapping[str, Column], reading: str, label: Label) -> Column | None:
    """Return the column that the reading names. An amount per mu never names the amount of the whole, only the
    register's one amount per unit."""
    column = known.get(reading)
    if not (column and label.is_rate and column.kind == "money") or column.is_per_unit:
        return column
    rates = {one.name: one for one in known.values() if one.kind == "money" and one.is_per_unit}
    return next(iter(rates.values())) if len(rates) == 1 else None


def is_of_a_month(register: Register, column: Column, label: Label) -> bool:
    """Whether the header is of what is paid in each month, which is the amount of a row only where nothing else is."""
    is_amount = column.kind == "money" and not column.is_per_unit
    return register.months is not None and is_amount and label.is_monthly
