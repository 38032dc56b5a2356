"""Help of the commands in Chinese, where that is spoken."""

import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

import typer
from typer.models import ParameterInfo

from pipelines.common.yaml_files import read_yaml

_PANELS = {
    "ARGUMENTS_PANEL_TITLE": "参数",
    "OPTIONS_PANEL_TITLE": "选项",
    "COMMANDS_PANEL_TITLE": "命令",
    "ERRORS_PANEL_TITLE": "写法有误",
    "DEFAULT_STRING": "[默认：{}]",
    "REQUIRED_LONG_STRING": "[必填]",
}
"""What Typer says of its own → in Chinese."""


@cache
def chinese() -> dict[str, str]:
    """Each help text → the same in Chinese."""
    translations: dict[str, str] = read_yaml(Path(__file__).parent / "help.zh.yml")
    return translations


def help_texts(app: typer.Typer) -> Iterator[tuple[Any, str]]:
    """What holds a help text in its attribute `help` → the text: the application, its commands, their parameters."""
    yield app.info, str(app.info.help)
    for command in app.registered_commands:
        assert command.callback
        yield command, inspect.getdoc(command.callback) or ""
        for hint in get_type_hints(command.callback, include_extras=True).values():
            for info in getattr(hint, "__metadata__", ()):
                if isinstance(info, ParameterInfo) and info.help:
                    yield info, info.help


def speak_chinese(app: typer.Typer) -> None:
    """Give the application's help in Chinese; a text that is translated already stays."""
    from typer import rich_utils

    for holder, text in list(help_texts(app)):
        holder.help = chinese().get(text, text)
    for name, words in _PANELS.items():
        setattr(rich_utils, name, words)
