"""Step: compare names of townships and villages with those that the unit itself lists.

A name that is on the list but for its ending is that place. One that is only close to the list is a slip of the pen,
but only the sender knows of which place: its rows are set aside with the likeliest name. One that is close
to none may be a place that the list leaves out: that is only reported.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb
from rapidfuzz import fuzz, process

from pipelines.common.sql import literal, scalar
from pipelines.deliveries.places import Level
from pipelines.reading.match import Match
from pipelines.rules import Notice, Violation

LEVELS: tuple[Level, ...] = ("township", "village")

_ENDING = re.compile(r"镇|乡|街道|村|社区")
_CLOSE = 60


@dataclass(frozen=True)
class UnmatchedPlace:
    """A name that is not on the list: the place that it means for certain, or else the likeliest, if any."""

    name: str
    meant: str | None = None
    likeliest: str | None = None


def match_places(
    names: Iterable[str], known: list[str], former_names: Mapping[str, str]
) -> list[UnmatchedPlace]:
    """Those of the names that are not on the list, in order; a former name means the present one, and the office of a
    street (城关办事处) the street, where both are named. An empty list matches nothing else."""
    names = set(names)
    renamed = {name: UnmatchedPlace(name, meant=former_names[name]) for name in names if name in former_names}
    streets = {name: name.replace("办事处", "街道") for name in names if name.endswith("办事处")}
    renamed |= {
        name: UnmatchedPlace(name, meant=street) for name, street in streets.items() if street in names
    }
    others = {name: _match_place(name, known) for name in names if known and name not in (*known, *renamed)}
    return [place for _, place in sorted((renamed | others).items())]


def place_rows(
    db: duckdb.DuckDBPyConnection,
    rows: str,
    match: Match,
    known: Mapping[Level, list[str]],
    former_names: Mapping[Level, Mapping[str, str]],
    own_village: str | None = None,
) -> tuple[str, str | None, list[Notice]]:
    """Typed rows → placed_<rows> with the names of the lists `known` by level, unmatched_<rows> with the faults of rows
    that are set aside, and notices of names that no list has; the same table and None where every name is known.

    Rows of other villages than the unit's `own_village` are set aside.
    """
    unmatched = {
        level: match_places(names_in(db, rows, level), known.get(level, []), former_names[level])
        for level in LEVELS
    }
    if not any(unmatched.values()):
        return rows, None, []
    names = ", ".join(
        f"case {level} {' '.join(f'when {literal(p.name)} then {literal(p.meant)}' for p in places if p.meant)} "
        f"else {level} end as {level}"
        for level, places in unmatched.items()
        if any(place.meant for place in places)
    )
    faults = [
        _faults_sql(rows, match, level, place)
        for level, places in unmatched.items()
        for place in places
        if place.likeliest or (level == "village" and own_village and not place.meant)
    ]
    notices = [
        _notice(db, rows, level, place)
        for level, places in unmatched.items()
        for place in places
        if not (place.meant or place.likeliest or (level == "village" and own_village))
    ]
    if faults:
        db.execute(f"create temp table unmatched_{rows} as {' union all '.join(faults)}")
    db.execute(
        f"create temp table placed_{rows} as select *{f' replace ({names})' if names else ''} from {rows}"
        + (f" where row not in (select row from unmatched_{rows})" if faults else "")
    )
    return f"placed_{rows}", f"unmatched_{rows}" if faults else None, notices


def names_in(db: duckdb.DuckDBPyConnection, rows: str, level: str) -> list[str]:
    """The names of places of that level that the rows have."""
    names = db.execute(f"select distinct {level} from {rows} where {level} is not null")
    return [name for (name,) in names.fetchall()]


def _match_place(name: str, known: list[str]) -> UnmatchedPlace:
    if (street := name.replace("办事处", "街道")) in known:  # the office of a street
        return UnmatchedPlace(name, meant=street)
    meant = [one for one in known if one.startswith(name) and _ENDING.fullmatch(one, len(name))]
    if len(meant) == 1:
        return UnmatchedPlace(name, meant=meant[0])
    found = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return UnmatchedPlace(name, likeliest=found[0] if found else None)


def _faults_sql(rows: str, match: Match, level: str, place: UnmatchedPlace) -> str:
    column = "place" if level not in match.columns and "place" in match.columns else level
    rule = "unknown_village" if level == "village" else "unknown_township"
    zh, en = Violation(rule, {"nearest": place.likeliest}).sentences
    texts = ", ".join(
        f"{literal(text)} as {name}"
        for name, text in {
            "header": match.register.by_name[column].title, "rule": rule, "reason_zh": zh, "reason_en": en,
            "raw": place.name,
        }.items()
    )  # fmt: skip
    return f"""select row, 'row' as level, {match.columns.get(column, "null")}::integer as column_index, {texts}
        from {rows} where {level} = {literal(place.name)}"""


def _notice(db: duckdb.DuckDBPyConnection, rows: str, level: str, place: UnmatchedPlace) -> Notice:
    count = scalar(db, f"select count(*) from {rows} where {level} = ?", [place.name])
    rule = "unlisted_village" if level == "village" else "unlisted_township"
    return Notice(rule, {"found": place.name}, count)
