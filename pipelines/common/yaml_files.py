"""Reading YAML safely and, where the parser in C is there, ten times faster."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from pipelines.common.errors import UserError
from pipelines.common.old_names import rename_keys

_Entry = TypeVar("_Entry", bound=BaseModel)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path, otherwise: str = "not YAML") -> Any:
    """The content of a YAML file: plain values only, never objects. Raises UserError, saying what it is otherwise."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: {otherwise} ({' '.join(str(error).split())}).") from None


def read_entries(
    path: Path, model: type[_Entry], renamed: Mapping[str, str] | None = None
) -> tuple[_Entry, ...]:
    """Every entry of a file that lists them; none where there is no file. `renamed` are old keys that it may have.

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
