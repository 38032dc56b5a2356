"""Which deliveries a build holds back: one unit's fault is that unit's, and the others are published."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg

from pipelines.cleaning.delivery import Cleaned
from pipelines.cleaning.identities import key_name, load_key
from pipelines.common.errors import RefusedBuild
from pipelines.common.sql import literal
from pipelines.orchestration.alerts import alert
from pipelines.orchestration.partitions import fail, failed
from pipelines.orchestration.resources import Build
from pipelines.quality.held_back import (
    Fault,
    HeldBack,
    counting_deliveries,
    faults_by_area,
    faults_by_delivery,
    misnamed_notes,
    undecided_statements,
    unreadable_deliveries,
)
from pipelines.releases.store import current_record
from pipelines.validation import Outcome

_NAMED = 5
"""How many deliveries a sentence names."""


def unusable_deliveries(build: Build, cleaned: Sequence[Cleaned]) -> dict[str, HeldBack]:
    """Deliveries of which a file or folder cannot be used at all, by name, beside those that were `cleaned`.

    Where that is the folder of a unit, they are all that was published of the unit and does not lie elsewhere now.
    """
    published, sent = _published(build), {one.delivery.name for one in cleaned}
    faults: dict[tuple[str, str], list[Fault]] = {}
    for entry in build.intake.unusable:
        if entry.is_stray or entry.unit is None:
            continue
        of_unit = [name for name in published.keys() - sent if name.startswith(f"{entry.unit}/")]
        periods = [entry.period] if entry.period else [name.split("/")[1] for name in of_unit] or [""]
        for period in periods:
            below = entry.path.relative_to(build.intake.raw).parts
            depth = min(2 if entry.period else 1, len(below) - entry.path.is_file())
            folder = build.intake.raw.joinpath(*below[:depth])
            fault = Fault(entry.violation.rule, *entry.sentences(folder))
            faults.setdefault((entry.unit, period), []).append(fault)
    held = {}
    for (unit, period), found in faults.items():
        name = f"{unit}/{period}".strip("/")
        last = _last_published(build, name, published.get(name), cleaned[0].pieces)
        held[name] = HeldBack(unit, period, tuple(found), None, **last)
    return held


def _unread(problems: Sequence[tuple[str, str]]) -> RefusedBuild:
    """The first files or sheets that cannot be read, by their sentences in Chinese and English, and how many there are."""
    zh, en = (" ".join(sentences) for sentences in zip(*problems[:_NAMED], strict=True))
    if (more := len(problems) - _NAMED) > 0:
        zh = f"{zh} 另有 {more} 个文件或工作表也读不了。"
        en = f"{en} {more} other files or sheets cannot be read either."
    return RefusedBuild(en, zh)


def nothing_accepted(build: Build, cleaned: Sequence[Cleaned]) -> RefusedBuild:
    """Why no row of the build counts: files that cannot be read, else each delivery's commonest fault."""
    if problems := [problem for one in cleaned for problem in one.problems]:
        return _unread(problems)
    listed = ", ".join(literal(one.pieces / "_quarantine.parquet") for one in cleaned)
    faults = build.workbench.connection.execute(
        f"""select concat_ws('/', unit, period, file) || if(sheet = '', '', '·' || sheet), min(row),
                coalesce(any_value(header order by row), ''), reason_zh, reason_en, count(*) as faults
            from read_parquet([{listed}])
            group by unit, period, file, sheet, reason_zh, reason_en
            qualify row_number() over (partition by unit, period order by faults desc, file, sheet, reason_en) = 1
            order by unit, period, file"""
    ).fetchall()
    zh, en = [], []
    for where, row, header, reason_zh, reason_en, count in faults[:_NAMED]:
        zh.append(f"{where}：第 {row} 行{f'“{header}”' if header else ''}等：{reason_zh}（{count} 处）")
        en.append(f"{where}, row {row}{f', {header}' if header else ''}: {reason_en} ({count} such)")
    if (more := len(faults) - _NAMED) > 0:
        zh.append(f"另有 {more} 份报送")
        en.append(f"{more} other deliveries")
    raw = build.workspace.raw
    return RefusedBuild(
        f"No row of {raw} could be accepted. {'; '.join(en)}.", f"{raw} 中没有一行可以采纳。{';'.join(zh)}。"
    )


def faults_of(build: Build, outcomes: Mapping[str, Sequence[Outcome]]) -> dict[str, list[Fault]]:
    """Delivery → the critical expectations that it breaks, as far as outcomes, by table, show whose rows those are."""
    faults = faults_by_delivery({t: found for t, found in outcomes.items() if t.startswith("clean.")})
    for mart in sorted(outcomes.keys() & build.catalogue.marts.keys()):
        registers = build.catalogue.registers_behind(mart)
        of_mart = faults_by_area(build.workbench.connection, mart, outcomes[mart], registers)
        for name, found in of_mart.items():
            faults.setdefault(name, []).extend(found)
    return faults


def hold_back(build: Build, faults: Mapping[str, Sequence[Fault]]) -> bool:
    """Hold deliveries back for their faults, by name, and gather the others. Return whether any could be held back.

    The fault is of what is new: a delivery that is just as the last release holds it is held back only where no other
    is faulty, and then it has no rows. None is held back where nothing that was sent would be left to publish.
    """
    in_use, published = build.pieces, _published(build)
    faulty = {name for name in faults if name in in_use}
    new = {name for name in faulty if in_use[name] != published.get(name)}
    sent = {cleaned.delivery.name: cleaned for cleaned in build.deliveries}
    held = dict(build.held_back)
    for name in sorted(new or faulty):
        unit, _, period = name.partition("/")
        earlier = held[name].faults if name in held else ()
        cleaned = build.deliveries[0].pieces
        last = _last_published(build, name, published.get(name), cleaned) if name in new else {}
        pieces = sent[name].pieces if name in sent else None
        held[name] = HeldBack(unit, period, (*earlier, *faults[name]), pieces, **last)
    if not faulty or sent.keys() <= held.keys():
        return False
    build.hold_back(held)
    return True


def hold_unreadable_back(build: Build) -> None:
    """Hold back deliveries of which what may be a ledger cannot be read."""
    uncounted = {
        (cleaned.delivery.name, note.file)
        for cleaned in build.deliveries
        for note in cleaned.delivery.notes.sheets
        if note.counts is False
    }
    hold_back(build, _not_held_yet(build, unreadable_deliveries(build.workbench.connection, uncounted)))


def _not_held_yet(build: Build, faults: Mapping[str, Sequence[Fault]]) -> dict[str, Sequence[Fault]]:
    """Without those of deliveries that are held back: there the last published rows count, and these are not to go, too."""
    return {name: found for name, found in faults.items() if name not in build.held_back}


def hold_misnamed_notes_back(build: Build) -> None:
    """Hold back deliveries whose notes state something of sheets that they do not have: it may be of one that counts.

    Raises RefusedBuild where nothing else was sent.
    """
    faults = _not_held_yet(build, misnamed_notes(build.workbench.connection))
    if faults and not hold_back(build, faults):
        told = [(name, fault) for name, of_it in faults.items() for fault in of_it]
        raise RefusedBuild(
            " ".join(f"{name}/{fault.en}." for name, fault in told),
            "".join(f"{name}/{fault.zh}。" for name, fault in told),
        )


def hold_contradictions_back(build: Build) -> None:
    """Keep what was last published of a unit whose new statements contradict each other.

    Of a unit of which nothing was published yet, the statements alone do not count.
    """
    published = _published(build)
    units = {name.partition("/")[0] for name in published}
    while faults := {
        name: found
        for name, found in undecided_statements(build.workbench.connection).items()
        if name.partition("/")[0] in units and build.pieces[name] != published.get(name)
    }:
        if not hold_back(build, faults):
            break


def partly_held_back(build: Build) -> list[HeldBack]:
    """Deliveries of which only statements that contradict each other do not count."""
    found = undecided_statements(build.workbench.connection)
    counting = counting_deliveries(build.workbench.connection)
    named = {name: name.partition("/") for name in found.keys() - build.held_back.keys()}
    return [
        HeldBack(unit, period, tuple(found[name]), sent=None, others_count=name in counting)
        for name, (unit, _, period) in sorted(named.items())
    ]


def show_held_back(instance: dg.DagsterInstance, asset: dg.AssetKey, build: Build) -> None:
    """Show as failed what is held back, also where the run that published the others did not fail."""
    shown = failed(instance, asset, build.held_back)
    if fresh := {name: held.violation.zh for name, held in build.held_back.items() if name not in shown}:
        fail(instance, asset, fresh)


def alert_of_held_back(build: Build, last: Mapping[str, Any]) -> None:
    """Alert of what is held back, unless the release before, by its record, held it back for the same reason."""
    known = {(held["delivery"], held["reason_zh"]) for held in last.get("held_back", [])}
    held_back = {(name, held.violation.zh) for name, held in build.held_back.items()}
    if fresh := sorted(held_back - known):
        alert(build.workspace, "暂缓发布：" + "；".join(f"{name} {reason}" for name, reason in fresh))


def alert_of_gone(build: Build) -> None:
    """Alert of deliveries that the release before has and of which no file is there."""
    if gone := build.record["gone"]:
        alert(build.workspace, f"不再有文件，数据已撤下：{'、'.join(gone)}")


def _published(build: Build) -> dict[str, Path]:
    """Delivery → the pieces that the current release holds of it, where persons are still coded by the same key."""
    record = current_record(build.workspace.marts)
    if record.get("identity") != key_name(load_key(build.workspace.identity_key)):
        return {}
    return {name: build.workspace.pieces / piece for name, piece in record.get("pieces", {}).items()}


def _last_published(build: Build, name: str, published: Path | None, cleaned: Path) -> dict:
    """Return what replaces a delivery: nothing if its published pieces are gone or have other columns.

    Of one that was held back before it is the same as then, however many releases there were since.
    """
    if published is None or not _fits(build, published, cleaned):
        return {}
    record = current_record(build.workspace.marts)
    held_back = {held["delivery"]: held["last_published"] for held in record.get("held_back", [])}
    return {"published": published, "release_id": held_back.get(name) or record["release_id"]}


def _fits(build: Build, pieces: Path, cleaned: Path) -> bool:
    """Whether pieces, which an earlier code may have made, are there with the columns of those that were just cleaned."""
    today = {name: [*register.published_columns] for name, register in build.catalogue.registers.items()}
    accounts = {path.stem: _columns(build, path) for path in cleaned.glob("_*.parquet")}
    found = {path.stem: _columns(build, path) for path in pieces.glob("*.parquet")}
    return accounts.keys() <= found.keys() and all(
        columns == (accounts | today).get(name) for name, columns in found.items()
    )


def _columns(build: Build, path: Path) -> list[str]:
    described = build.workbench.connection.execute(f"describe from read_parquet({literal(path)})")
    return [name for name, *_ in described.fetchall()]
