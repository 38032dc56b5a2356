"""Help of the commands in Chinese, where that is spoken."""

import inspect
import re
from collections.abc import Callable, Iterator
from functools import cache, partial
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
    "RICH_HELP": "用法见 [blue]{command_path} {help_option}[/]",
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
    from typer import core, rich_utils

    for holder, text in list(help_texts(app)):
        holder.help = chinese().get(text, text)
    for name, words in _PANELS.items():
        setattr(rich_utils, name, words)
    app.info.options_metavar, app.info.subcommand_metavar = "[选项]", "命令 [参数]..."
    for command in app.registered_commands:
        command.options_metavar = "[选项]"
    for kind in (core.TyperCommand, core.TyperGroup):
        kind.get_help_option = _with_chinese_help(kind.get_help_option)  # type: ignore[method-assign, assignment]
        kind.format_usage = _format_usage  # type: ignore[method-assign, assignment]
    rich_utils.rich_format_error = partial(_format_error, rich_utils.rich_format_error)


def in_chinese(sentence: str) -> str:
    """What Typer says of wrong usage, in Chinese; another sentence as it is."""
    for pattern, words in _usage().items():
        sentence = re.sub(pattern, words, sentence)
    return sentence


@cache
def _usage() -> dict[str, str]:
    patterns: dict[str, str] = read_yaml(Path(__file__).parent / "usage.zh.yml")
    return patterns


def _with_chinese_help(get: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def get_help_option(command: Any, context: Any) -> Any:
        option = get(command, context)
        if option:
            option.help = "显示这段说明。"
        return option

    return get_help_option


def _format_usage(command: Any, context: Any, formatter: Any) -> None:
    pieces = " ".join(command.collect_usage_pieces(context))
    formatter.write_usage(context.command_path, pieces, prefix="用法：")


def _format_error(show: Callable[[Any], None], error: Any) -> None:
    sentence = in_chinese(error.format_message())
    error.format_message = lambda: sentence
    show(error)
