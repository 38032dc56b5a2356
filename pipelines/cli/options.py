"""Options that several commands share, and how rows are printed."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"


RawOption = Annotated[Path | None, typer.Option("--raw", help="Deliveries: <unit>/<period>/<files>.")]
MartsOption = Annotated[Path | None, typer.Option("--marts", help="Folder of the releases.")]
WideOption = Annotated[bool, typer.Option("--wide", help="Every column, and no cell cut to the window.")]
FormatOption = Annotated[Format, typer.Option("--format")]
