"""What a template asks of each column of a register, and the header that says so."""

from typing import Literal, get_args

from pipelines.registers.columns import Column
from pipelines.registers.contract import Register

Need = Literal["必填", "关键", "选填"]
"""必填: no row may leave it open. 关键: a wrong cell sets its row aside. 选填: a wrong cell empties that cell alone."""
NEEDS: tuple[Need, ...] = get_args(Need)
COLOURS: dict[Need, str] = {"必填": "#F4B183", "关键": "#FFE699", "选填": "#DDE6EF"}


def columns_of(register: Register) -> list[Column]:
    """Columns that a clerk fills in: all but the number of objects that a row stands for, which is computed."""
    return [column for column in register.columns if column.name != register.weight]


def need_of(register: Register, column: Column) -> Need:
    """How much depends on the column."""
    if column.required:
        return "必填"
    return "关键" if column.name in register.essential else "选填"


def header(column: Column) -> str:
    """The column's title as a template has it: marked where it is required, with the unit of money."""
    unit = "(元)" if column.kind == "money" else ""
    return f"{'*' if column.required else ''}{column.title}{unit}"
