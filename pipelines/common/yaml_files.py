"""Reading YAML safely and, where the parser in C is there, ten times faster."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from pipelines.common.errors import UserError
from pipelines.common.old_names import rename_keys
from pipelines.common.private_numbers import without_private_numbers

_Entry = TypeVar("_Entry", bound=BaseModel)
_MOST_BYTES = 1 << 20
_DEEPEST = 20
_LONGEST_SHOWN = 80
_TAG = "tag:yaml.org,2002:"
_PLAIN = {"map", "seq", "str", "int", "float", "bool", "null", "timestamp"}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path, otherwise: str = "not valid YAML") -> Any:
    """The content of a YAML file: plain values only, never objects.

    Raises UserError, which calls any other file `otherwise`.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: {otherwise} ({' '.join(str(error).split())}).") from None


def read_entries(
    path: Path, model: type[_Entry], renamed: Mapping[str, str] | None = None
) -> tuple[_Entry, ...]:
    """Every entry of a file that lists them; none where the file is missing. `renamed` are old keys that it may have.

    Raises UserError as `read_model` does.
    """

    def current(entries: Any) -> Any:
        if not (renamed and isinstance(entries, list)):
            return entries
        return [rename_keys(path, entry, renamed) for entry in entries]

    adapter = TypeAdapter(list[model])  # type: ignore[valid-type]
    return tuple(_validated(path, adapter, [], "a list of entries, each beginning with '- '", current))


def read_model(path: Path, model: type[_Entry]) -> _Entry:
    """A file of `name: value` lines that somebody wrote beside the data, as the model; the model's defaults where there
    is missing.

    Raises UserError naming file, line, what was found and what was expected. Refuses what a file written by hand does
    not hold: tags, aliases, a name twice, deep nesting, more than a megabyte.
    """
    return _validated(path, TypeAdapter(model), {}, "lines of the form 'name: value'")


def _validated(
    path: Path,
    adapter: TypeAdapter,
    empty: Any,
    form: str,
    current: Callable[[Any], Any] = lambda content: content,
) -> Any:
    """What the file holds as the adapter's type; an absent or empty one holds `empty`. `form` says what it consists of."""
    node = _composed(path, form)
    content = None if node is None else yaml.SafeLoader("").construct_document(node)
    if content is None:
        content = empty
    if not isinstance(content, type(empty)):
        raise UserError(f"{path}: line 1: expected {form}.")
    try:
        return adapter.validate_python(current(content))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        match first["loc"]:
            case (int(position), *rest):
                field = ": ".join(filter(None, [f"entry {position + 1}", ".".join(map(str, rest))]))
        found = _shown(first["input"])
        raise UserError(
            f"{path}: line {_line_of(node, first['loc'])}: {field}: {first['msg']}; found {found}."
        ) from None


def _shown(value: Any) -> str:
    """The value as it is shown: without private numbers, which a cut would hide from whoever looks for them, and then cut."""
    text = without_private_numbers(repr(value))
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _composed(path: Path, form: str) -> yaml.Node | None:
    """The file's nodes, all of plain values, or None where it is absent or empty."""
    try:
        if not os.path.lexists(path):
            return None
        if not path.is_file():
            raise UserError(f"{path}: not a file; expected {form}.")
        if path.stat().st_size > _MOST_BYTES:
            raise UserError(f"{path}: more than a megabyte; expected a few lines.")
        text = path.read_text(encoding="utf-8-sig")
        _refuse_what_no_hand_writes(path, text)
        node = yaml.compose(text, Loader=_LOADER)
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.") from None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise UserError(f"{path}: not valid YAML ({' '.join(str(error).split())}).") from None
    if node is not None:
        _refuse_what_is_no_value(path, node)
    return node


def _refuse_what_no_hand_writes(path: Path, text: str) -> None:
    """Look at the file before anything is made of it: here its depth costs nothing."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise UserError(f"{path}: line {line}: an alias; expected plain values.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            raise UserError(f"{path}: line {line}: nested too deeply.")


def _refuse_what_is_no_value(path: Path, node: yaml.Node) -> None:
    """Refuse tags, values that YAML cannot make, and names that are there twice."""
    line = node.start_mark.line + 1
    if node.tag.removeprefix(_TAG) not in _PLAIN:
        raise UserError(f"{path}: line {line}: {_shown(node.tag)}; expected plain values.")
    if isinstance(node, yaml.ScalarNode):
        try:
            yaml.SafeLoader("").construct_object(node)
        except (ValueError, OverflowError) as error:
            raise UserError(f"{path}: line {line}: {error}; found {_shown(node.value)}.") from None
    elif isinstance(node, yaml.MappingNode):
        names: set[str] = set()
        for name, value in node.value:
            line = name.start_mark.line + 1
            if not isinstance(name, yaml.ScalarNode):
                raise UserError(f"{path}: line {line}: a list or lines as a name; expected a word.")
            if name.value in names:
                raise UserError(f"{path}: line {line}: {name.value} is there twice; expected it once.")
            names.add(name.value)
            _refuse_what_is_no_value(path, name)
            _refuse_what_is_no_value(path, value)
    else:
        for entry in node.value:
            _refuse_what_is_no_value(path, entry)


def _line_of(node: yaml.Node | None, location: tuple[int | str, ...]) -> int:
    """Line of the deepest node on the way to a field."""
    line = 1
    for part in location:
        if isinstance(node, yaml.MappingNode):
            found = [(name, value) for name, value in node.value if name.value == part]
            if not found:
                return line
            name, node = found[0]
            line = name.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line
