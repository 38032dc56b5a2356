"""Commands for who takes in deliveries: deliveries, faults, template.

Heavy libraries are imported by the command that needs them.
"""

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.options import Format, FormatOption, MartsOption, RawOption, WideOption
from pipelines.common.language import say
from pipelines.common.workspace import Workspace


def deliveries(
    marts: MartsOption = None,
    format: FormatOption = Format.table,
    wide: WideOption = False,
    sheets: Annotated[
        bool, typer.Option("--sheets", help="Every sheet: what it was taken for, whether it counts, and why.")
    ] = False,
) -> None:
    """Who delivered what and who is late: files and rows by unit and period, as of the current release."""
    from pipelines.cli.board import print_board
    from pipelines.cli.listing import fetched, print_rows
    from pipelines.quality.calendar import board
    from pipelines.quality.statements import all_statements
    from pipelines.releases.store import open_release

    with open_release(Workspace.of(marts=marts).marts) as db:
        if sheets or wide or format is not Format.table:
            rows = all_statements(db) if sheets else board(db)
            print_rows(*fetched(rows), format.value, is_wide=wide)
        else:
            print_board(db)


def faults(
    unit: Annotated[str, typer.Argument(help="The unit whose deliveries are meant, for example 木棠镇.")],
    period: Annotated[str | None, typer.Argument(help="One period of it, for example 2018.")] = None,
    marts: MartsOption = None,
    format: FormatOption = Format.table,
    wide: WideOption = False,
) -> None:
    """What is amiss in a unit's deliveries: file, sheet, row, column, reason, what was written, and what to do."""
    from pipelines.cli.listing import fetched, print_rows
    from pipelines.quality.faults import faults as faults_of
    from pipelines.releases.store import open_release

    with open_release(Workspace.of(marts=marts).marts) as db:
        print_rows(*fetched(faults_of(db, unit, period)), format.value, is_wide=wide)


def template(
    register: Annotated[
        str | None, typer.Argument(help="Name or Chinese title of a register; without it, all are listed.")
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", help="For this unit, with its own place to choose.")
    ] = None,
    to: Annotated[Path | None, typer.Option("--to", help="The file to write.")] = None,
    raw: RawOption = None,
    format: FormatOption = Format.table,
    wide: WideOption = False,
) -> None:
    """Write an empty workbook for a clerk to fill in: a register's columns, drop-downs, checks, and how to fill it in."""
    from pipelines.cli.listing import print_rows
    from pipelines.deliveries.units import find_unit
    from pipelines.registers.loading import load_registers
    from pipelines.workbooks.template import file_name, find_register, write_template

    registers = load_registers()
    if register is None:
        listed = [(one.title, one.name, one.grain) for one in registers.values()]
        print_rows(["台账", "register", "一行"], listed, format.value, is_wide=wide)
        return
    chosen = find_register(registers, register)
    of = find_unit(Workspace.of(raw).raw, unit) if unit else None
    path = to or Path(file_name(chosen, of))
    write_template(chosen, path, of)
    say(f"已写入 {path}", f"Written: {path}")
