"""Schema zh of a release: each table once more under its title, with titles of columns and Chinese terms for codes.

They are tables and no views: in DuckDB up to 1.4, a view of one attached release reads the table of another.
"""

from pipelines.catalogue.tables import Catalogue
from pipelines.common.sql import identifier, literal
from pipelines.marts.mart import MartColumn, Table


def chinese_name(table: Table) -> str:
    """The table's name in schema zh, quoted."""
    return f"zh.{identifier(table.title)}"


def chinese_columns(table: Table, catalogue: Catalogue) -> str:
    """What is selected of the table for schema zh."""
    return ", ".join(f"{_shown(column, catalogue)} as {identifier(column.title)}" for column in table.columns)


def _shown(column: MartColumn, catalogue: Catalogue) -> str:
    """SQL of what `column.shown` gives of its codes; names of registers, marts and grains are codes of their titles."""
    terms = dict(column.terms)
    if column.name == "register":
        terms = {name.removeprefix("clean."): title for name, title in catalogue.titles.items()}
    elif column.name == "grain":
        terms = {k: v.title for register in catalogue.registers.values() for k, v in register.grains.items()}
    cases = " ".join(f"when {literal(code)} then {literal(term)}" for code, term in terms.items())
    return f"case {column.name} {cases} else {column.name} end" if cases else column.name
