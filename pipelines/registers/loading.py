"""Loads the contracts of registers, and the vocabularies that they name."""

import csv
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from pipelines.common.errors import UserError
from pipelines.common.old_names import rename_keys
from pipelines.common.shared_columns import LIST, with_shared
from pipelines.common.yaml_files import read_yaml
from pipelines.registers.areas import AREA_LEVELS
from pipelines.registers.contract import Register

FOLDER = Path(__file__).parent
_OLD_KEYS = {"known_by": "identifying_columns", "left_shift": "shifted_column"}
_OLD_COLUMN_KEYS = {"is_each": "is_per_unit"}
_OWN_KEYS = {
    "title",
    "description",
    "headers",
    "fallback_headers",
    "required",
    "essential",
    "per",
    "heeds_remark",
    "remark_names",
    "remark_acts",
    "of_head",
    "open_beside",
    "may_be_wider",
    "by_words",
    "stage_words",
    "stands_in",
}
"""What a contract says itself of a column that it shares with others."""
_IGNORED_EVERYWHERE = ("序号", "备注")
"""Headers of every form: the number of a line and its remark, which no register keeps."""


def load_registers(folder: Path = FOLDER) -> dict[str, Register]:
    """Every contract in the folder, by name of register.

    Raises UserError naming the file and the field where a contract is not valid.
    """
    shared = read_yaml(FOLDER / "shared" / LIST)
    return {path.stem: _load(path, shared) for path in sorted(folder.glob("*.yml"))}


def load_vocabulary(name: str, folder: Path = FOLDER) -> dict[str, str]:
    """Synonym → term, as the CSV of that name in `vocabularies/` lists them."""
    path = folder / "vocabularies" / f"{name}.csv"
    if not path.exists():
        path = FOLDER / "vocabularies" / f"{name}.csv"
    if not path.exists():
        raise UserError(f"A contract names the vocabulary {name}, but {path} does not exist.")
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["synonym"]: row["term"] for row in csv.DictReader(lines)}


@cache
def vocabulary_letters() -> frozenset[str]:
    """The letters that terms of any vocabulary, and their synonyms, are written with."""
    names = (path.stem for path in (FOLDER / "vocabularies").glob("*.csv"))
    return frozenset(
        "".join(word for name in names for pair in load_vocabulary(name).items() for word in pair)
    )


def _load(path: Path, shared: dict[str, dict]) -> Register:
    try:
        content = rename_keys(path, read_yaml(path, "not a contract"), _OLD_KEYS)
        content["columns"] = [rename_keys(path, column, _OLD_COLUMN_KEYS) for column in content["columns"]]
        content["columns"] = _with_shared(content["columns"], shared)
        content["ignored_headers"] = [*_IGNORED_EVERYWHERE, *content.get("ignored_headers", [])]
        register = Register(name=path.stem, **content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UserError(f"{path}: {where}: {first['msg']}.") from None
    except (KeyError, TypeError) as error:
        raise UserError(f"{path}: not a contract ({' '.join(str(error).split())}).") from None
    named = {
        *register.key,
        *register.identifying_columns,
        *register.apart_by,
        *register.progress,
        *(name for names in register.require_any for name in names),
    }
    if unknown := named - set(register.by_name):
        raise UserError(
            f"{path}: key, apart_by, progress, identifying_columns or require_any names {', '.join(sorted(unknown))}, "
            "which is not a column."
        )
    missing = [level for level in AREA_LEVELS if level not in register.by_name]
    if missing:
        raise UserError(
            f"{path}: every register has the columns {', '.join(AREA_LEVELS)}; {missing[0]} is missing."
        )
    return register


def _with_shared(columns: list[dict], shared: dict[str, dict]) -> list[dict]:
    """The columns with what they share with others: a header that the contract gives to one of them is no other's."""
    own = [{*column.get("headers", ())} for column in columns]
    columns = [with_shared(column, shared, _OWN_KEYS) for column in columns]
    given = {column.get("title") for column in columns}.union(*own)
    return [
        column | {"headers": [one for one in column.get("headers", ()) if one in mine or one not in given]}
        for column, mine in zip(columns, own, strict=True)
    ]
