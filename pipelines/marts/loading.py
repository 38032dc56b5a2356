"""Loads the marts of a folder: a SELECT and a description each, with the steps and the shared columns that they use."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from pipelines.common.errors import UserError
from pipelines.common.shared_columns import LIST, with_shared
from pipelines.common.yaml_files import read_yaml
from pipelines.marts.coverage import COLUMNS as COVERAGE
from pipelines.marts.disclosure import Disclosure
from pipelines.marts.mart import Mart, Step
from pipelines.marts.select import NotASelect, tables_read
from pipelines.registers.areas import AREA_COLUMNS

FOLDER = Path(__file__).parent
STEPS = "steps"
"""Folder in that of a group with SELECTs that several marts read, or that a long one is made of."""

GROUPS = "groups.yml"
"""File in the folder of marts: subfolder of marts → its title."""

_STEP = re.compile(rf"\b{STEPS}\.(\w+)")


def load_marts(folder: Path = FOLDER) -> dict[str, Mart]:
    """Every mart in the folder and the folders of groups in it by name, each after those that it reads.

    Raises UserError where a SELECT is not valid or has no description, a description is not valid, two marts have one name,
    a SELECT reads a step that there is not, marts read each other in a circle, or a group has no title.
    """
    found = sorted(folder.rglob("*.sql"))
    groups = load_groups(folder)
    steps = {path.stem: path.read_text(encoding="utf-8") for path in found if path.parent.name == STEPS}
    selects = [path for path in found if path.parent.name != STEPS]
    read = Counter(
        step for path in selects for step in _steps_of(path, path.read_text(encoding="utf-8"), steps)
    )
    shared = {step for step, times in read.items() if times > 1}
    marts: dict[str, Mart] = {}
    for path in selects:
        if path.stem in marts:
            raise UserError(f"{path}: another group has a mart {path.stem}; expected a name of its own.")
        group = path.parent.name if path.parent != folder else ""
        if groups and group not in groups:
            raise UserError(f"{path}: expected in a folder that {GROUPS} names: {', '.join(groups)}.")
        marts[path.stem] = _load(path, group, steps, shared)
    ordered: dict[str, Mart] = {}
    while len(ordered) < len(marts):
        ready = [
            name for name in marts if name not in ordered and marts[name].reads & set(marts) <= set(ordered)
        ]
        if not ready:
            circle = ", ".join(sorted(set(marts) - set(ordered)))
            raise UserError(f"The marts {circle} read each other in a circle.")
        ordered |= {name: marts[name] for name in ready}
    _verify_disclosure(ordered)
    return ordered


def load_groups(folder: Path = FOLDER) -> dict[str, str]:
    """The groups of marts in the order of pages: folder → title."""
    path = folder / GROUPS
    return read_yaml(path, "not a list of groups") if path.exists() else {}


def _verify_disclosure(marts: Mapping[str, Mart]) -> None:
    """Raises UserError where a mart's disclosure names an unknown mart or column."""
    for mart in marts.values():
        rule = mart.disclosure or Disclosure()
        named = [(name, {"year"}) for name in rule.after]
        named += [(total.mart, {*total.by, *total.columns.values()}) for total in rule.sums]
        for name, columns in named:
            other = marts.get(name)
            if other is None:
                raise UserError(f"{mart.name}.yml: disclosure names {name}, which is not a mart.")
            rests = other.disclosure.rests if other.disclosure else {}
            if unknown := columns - {column.name for column in other.columns} - {*rests}:
                raise UserError(
                    f"{mart.name}.yml: disclosure names {', '.join(sorted(unknown))}, which is not a column of {name}."
                )


def _load(path: Path, group: str, steps: Mapping[str, str], shared: Collection[str]) -> Mart:
    described = path.with_suffix(".yml")
    if not described.exists():
        raise UserError(f"{path} has no description; expected {described.name} beside it.")
    sql = path.read_text(encoding="utf-8")
    read = _steps_of(path, sql, steps)
    tables = tuple(Step(name=name, sql=text) for name, text in read.items() if name in shared)
    own = {name: text for name, text in read.items() if name not in shared}
    own_sql, sql = _with_steps(sql, own) if tables else "", _with_steps(sql, read)
    try:
        tables_read(sql)
    except NotASelect as error:
        raise UserError(f"{path}: not a SELECT ({error}).") from None
    try:
        content = read_yaml(described, "not a description of a mart")
        mart = Mart(
            name=path.stem, group=group, sql=sql, own_sql=own_sql, steps=tables, **_with_added(content)
        )
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "as a whole"
        raise UserError(f"{described}: {where}: {first['msg'].removeprefix('Value error, ')}.") from None
    except TypeError as error:
        raise UserError(
            f"{described}: not a description of a mart ({' '.join(str(error).split())})."
        ) from None
    return mart


def with_shared_columns(content: dict) -> dict:
    """The description of a table with the shared columns that it uses."""
    return content | {"columns": [_with_shared(column) for column in content["columns"]]}


def _with_added(content: dict) -> dict:
    """The description with the columns that the mart's SELECT need not give: names of its area, and what a row rests on."""
    own = [_with_shared(column) for column in content.get("columns", [])]
    names_areas = "area" in (names := {column.get("name") for column in own}) and not names & {*AREA_COLUMNS}
    areas = [_with_shared({"use": name}) for name in AREA_COLUMNS if names_areas]
    coverage = [_with_shared({"use": name}) for name in COVERAGE if "coverage" in content]
    return content | {"columns": [*areas, *own, *coverage], "names_areas": names_areas}


def _with_shared(column: dict) -> dict:
    return with_shared(column, _shared_columns(), {"required", "description"})


@cache
def _shared_columns() -> dict[str, dict]:
    return read_yaml(FOLDER / LIST)


def _with_steps(sql: str, steps: Mapping[str, str]) -> str:
    """The SELECT with these steps before its own common table expressions; it reads others as tables steps.<name>."""
    if not steps:
        return sql
    first = ",\n\n".join(f"{name} as (\n{text.rstrip()}\n)" for name, text in steps.items())
    whole = (
        f"with {first},\n\n{sql.removeprefix('with ')}"
        if sql.startswith("with ")
        else f"with {first}\n\n{sql}"
    )
    return _STEP.sub(lambda read: read[1] if read[1] in steps else read[0], whole)


def _steps_of(path: Path, sql: str, steps: Mapping[str, str]) -> dict[str, str]:
    """The steps that the SELECT reads by name, each after those that it reads itself."""
    found: dict[str, str] = {}
    for name in _STEP.findall(sql):
        if name not in steps:
            raise UserError(f"{path} reads {STEPS}.{name}; expected {STEPS}/{name}.sql in a group.")
        others = {other: text for other, text in steps.items() if other != name}
        found |= _steps_of(path, steps[name], others) | {name: steps[name]}
    return found
