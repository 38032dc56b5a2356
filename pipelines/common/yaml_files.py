"""Reading YAML safely and, where the parser in C is there, ten times faster."""

import os
from collections.abc import Mapping
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

    Raises UserError naming the file, the entry and the field that is not valid.
    """
    if not path.exists():
        return ()
    entries = read_yaml(path) or []
    if renamed and isinstance(entries, list):
        entries = [rename_keys(path, entry, renamed) for entry in entries]
    try:
        return tuple(TypeAdapter(list[model]).validate_python(entries))  # type: ignore[valid-type]
    except ValidationError as error:
        first = error.errors()[0]
        position, *field = first["loc"] or ("file",)
        entry = f"entry {position + 1}" if isinstance(position, int) else position
        raise UserError(f"{path}: {': '.join([entry, *map(str, field)])}: {first['msg']}.") from None


def read_model(path: Path, model: type[_Entry]) -> _Entry:
    """A file of `name: value` lines that somebody wrote beside the data, as the model; the model's defaults where there
    is missing.

    Raises UserError naming file, line, what was found and what was expected. Refuses what a file written by hand does
    not hold: aliases, a name twice, deep nesting, more than a megabyte.
    """
    node = _composed(path)
    content = None if node is None else yaml.SafeLoader("").construct_document(node)
    if not isinstance(content, dict | None):
        raise UserError(f"{path}: line 1: expected lines of the form 'name: value'.")
    try:
        return model.model_validate(content or {})
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        line = _line_of(node, first["loc"])
        found = without_private_numbers(
            repr(first["input"])
        )  # before it is cut, after which none is recognised
        raise UserError(f"{path}: line {line}: {field}: {first['msg']}; found {found:.80}.") from None


def _composed(path: Path) -> yaml.Node | None:
    """The file's nodes, or None where it is absent or empty."""
    try:
        if not os.path.lexists(path):
            return None
        if not path.is_file():
            raise UserError(f"{path}: not a file; expected lines of the form 'name: value'.")
        if path.stat().st_size > _MOST_BYTES:
            raise UserError(f"{path}: more than a megabyte; expected a few lines.")
        text = path.read_text(encoding="utf-8-sig")
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent) and event.start_mark:
                raise UserError(f"{path}: line {event.start_mark.line + 1}: an alias; expected plain values.")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.") from None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise UserError(f"{path}: not valid YAML ({' '.join(str(error).split())}).") from None
    if node is not None:
        _refuse_repeated_names(path, node)
    return node


def _refuse_repeated_names(path: Path, node: yaml.Node, depth: int = 0) -> None:
    if depth > _DEEPEST:
        raise UserError(f"{path}: line {node.start_mark.line + 1}: nested too deeply.")
    if isinstance(node, yaml.MappingNode):
        names: set[str] = set()
        for name, _ in node.value:
            if name.value in names:
                line = name.start_mark.line + 1
                raise UserError(f"{path}: line {line}: {name.value} is there twice; expected it once.")
            names.add(name.value)
    children = node.value if isinstance(node, yaml.CollectionNode) else ()
    for child in children:
        for part in child if isinstance(child, tuple) else (child,):
            _refuse_repeated_names(path, part, depth + 1)


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
