"""What changed between two releases, figure by figure, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.common.errors import UserError
from pipelines.common.sql import identifier, literal
from pipelines.registers.areas import AREA_LEVELS
from pipelines.releases.store import DATABASE, all_releases, current_release, find_release, read_record

CAUSES = {
    "late entry": "补报",
    "correction": "更正",
    "removal": "撤回",
    "definition": "口径或程序变化",
    "re-identification": "身份重新编码",
    "several": "多种原因",
}
"""Why a figure changed: its unit sent a new file, sent another version of one, took one back, code, contracts or
policy changed, or persons were coded under another key. A figure of an area that no changed delivery is named after
has the one cause that there is."""
_DAMAGED = (OSError, ValueError, KeyError, duckdb.Error)
"""What comparing raises where files of a release are gone or not as they were written."""


@dataclass(frozen=True)
class Change:
    """One figure that differs: `key` names the row, `column` is empty for a row that came or went.

    `area` are the row's county, township and village, as far as its mart has them.
    """

    mart: str
    area: tuple[str | None, ...]
    key: str
    column: str
    old: str | None
    new: str | None
    cause: str


@dataclass(frozen=True)
class Comparison:
    """What differs from the release `old`: files with what became of them, and every change.

    `is_possible` is no where the old release is damaged, which must not keep the next from being published.
    """

    old: str
    inputs: Mapping[str, str]
    changes: Sequence[Change]
    is_possible: bool = True

    @classmethod
    def of(cls, old: Path, new: Path) -> "Comparison":
        """Compare the releases in two folders."""
        try:
            return cls(old.name, changed_inputs(old, new), _changes(old, new))
        except _DAMAGED:
            return cls(old.name, {}, [], is_possible=False)


def compare(marts: Path, old: str | None = None, new: str | None = None) -> tuple[Path, Path, list[Change]]:
    """The two releases meant and every change between them: by default the last two that are kept.

    Raises UserError where there is no release to compare with, or one of the two is damaged.
    """
    newer = find_release(marts, new) if new else current_release(marts)
    if old:
        older = find_release(marts, old)
    else:
        earlier = [path for path in all_releases(marts) if path.name < newer.name]
        if not earlier:
            raise UserError(f"There is no release before {newer.name}; expected two to compare.")
        older = earlier[0]
    try:
        return older, newer, _changes(older, newer)
    except _DAMAGED:
        raise UserError(
            f"{older.name} and {newer.name} cannot be compared; expected two whole releases, and one of them is damaged."
        ) from None


def changed_inputs(old: Path, new: Path) -> dict[str, str]:
    """File of a delivery → late entry, correction or removal; the key, where it is another, → re-identification."""
    older, newer = read_record(old), read_record(new)
    before, after = older["inputs"], newer["inputs"]
    causes = dict.fromkeys(after.keys() - before.keys(), "late entry")
    causes |= dict.fromkeys(before.keys() - after.keys(), "removal")
    causes |= {name: "correction" for name in before.keys() & after.keys() if before[name] != after[name]}
    if older.get("identity", "") != newer.get("identity", ""):
        causes["identity.key"] = "re-identification"
    return causes


def _changes(old: Path, new: Path) -> list[Change]:
    inputs = changed_inputs(old, new)
    causes = {name.split("/")[0]: cause for name, cause in sorted(inputs.items())}
    possible = set(inputs.values())
    if read_record(old)["code_version"] != read_record(new)["code_version"]:
        possible.add("definition")
    otherwise = possible.pop() if len(possible) == 1 else "several"
    keys = {name: tuple(key) for name, key in read_record(new)["keys"].items()}
    with duckdb.connect() as db:
        for name, release in (("older", old), ("newer", new)):
            db.execute(f"attach {literal(release / DATABASE)} as {name} (read_only)")
        return [
            change for mart, key in keys.items() for change in _mart_changes(db, mart, key, causes, otherwise)
        ]


def _mart_changes(
    db: duckdb.DuckDBPyConnection, mart: str, key: tuple[str, ...], causes: dict[str, str], otherwise: str
) -> list[Change]:
    columns = {
        release: [name for name, *_ in db.execute(f"describe {release}.main.{identifier(mart)}").fetchall()]
        if _has(db, release, mart)
        else []
        for release in ("older", "newer")
    }
    measures = [name for name in columns["newer"] if name in columns["older"] and name not in key]
    if not measures or not set(key) <= set(columns["older"]):
        return []
    joined = " and ".join(f"o.{name} is not distinct from n.{name}" for name in key)
    differ = " or ".join(f"o.{name} is distinct from n.{name}" for name in measures)
    shown = ", ".join(f"o.{name}::varchar, n.{name}::varchar" for name in measures)
    names = ", ".join(f"coalesce(o.{name}, n.{name})::varchar" for name in key)
    found = db.execute(
        f"""select o.rowid is null, n.rowid is null, [{names}], {shown}
            from older.main.{mart} as o full join newer.main.{mart} as n on {joined}
            where o.rowid is null or n.rowid is null or {differ}
            order by all"""
    ).fetchall()
    changes = []
    for is_new, is_gone, parts, *values in found:
        named = [part for part in parts if part is not None]
        cause = next((causes[part] for part in named if part in causes), otherwise)
        label = " ".join(named)
        named_by = dict(zip(key, parts, strict=True))
        area = tuple(named_by.get(level) for level in AREA_LEVELS)
        if is_new or is_gone:
            changes.append(
                Change(mart, area, label, "", None if is_new else "row", None if is_gone else "row", cause)
            )
            continue
        for place, name in enumerate(measures):
            before, after = values[2 * place], values[2 * place + 1]
            if before != after:
                changes.append(Change(mart, area, label, name, before, after, cause))
    return changes


def _has(db: duckdb.DuckDBPyConnection, release: str, mart: str) -> bool:
    return bool(
        db.execute(
            "select 1 from duckdb_tables() where database_name = ? and schema_name = 'main' and table_name = ?",
            [release, mart],
        ).fetchall()
    )
