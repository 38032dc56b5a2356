"""Mutated notes of the steward: each harms its own unit at most, and what it says is used or told, never lost.

TOWNSHIP_FUZZ_NOTES is how many files of units are made, in builds of forty units (default 40; 5000 take half an hour).
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

import pipelines
from pipelines.cleaning.delivery import clean_delivery
from pipelines.common.errors import UserError
from pipelines.common.workspace import Workspace
from pipelines.deliveries.intake import take_in
from pipelines.quality.calendar import load_calendar
from pipelines.quality.reviews import load_reviews
from pipelines.validation.waivers import check_waivers, load_waivers
from tests.support.desk import KEY, Outcome
from tests.support.mutations import mutate_bytes
from tests.support.small import Household, publish_figures, township_folder, write_registry, write_villages

FILES = int(os.environ.get("TOWNSHIP_FUZZ_NOTES", "40"))
UNITS, SOUND = 40, "某镇"

LIST = "名单.csv"
AMENDED = {"file": LIST, "row": 2, "reason": "电话核实", "by": "扶贫办", "until": date(2099, 12, 31)}
OF_UNITS: dict[str, Any] = {
    "../unit.yml": {"prefecture": "某州", "county": "某县", "township": "", "source": "移交", "note": "手工录入"},
    "delivery.yml": {
        "source": "移交",
        "note": "两份",
        "money_unit": "万元",
        "defaults": {"year": 2018, "ethnicity": "汉族"},
        "sheets": [
            {"file": LIST, "register": "persons", "role": "list", "counts": True, "columns": {"人数": "household_size_persons"}},
            {"file": "村.csv", "defaults": {"year": 2018}, "role": "list", "replaces": ["村.csv"]},
        ],
    },
    "corrections.yml": [
        {**AMENDED, "column": "姓名", "found": "王测试", "correct": "王更正"},
        {**AMENDED, "column": "人数", "found": 2, "correct": "2", "sheet": ""},
    ],
    "exemptions.yml": [
        {**AMENDED, "rule": "wrong_check_digit", "column": "证件号码"},
        {**AMENDED, "rule": "unknown_term", "column": "民族", "row": None},
    ],
}  # fmt: skip
OF_ALL: dict[str, Any] = {
    "places.yml": [
        {"county": "邻县", "township": "新镇", "formerly": [{"name": "旧乡", "until": date(2017, 6, 30)}]},
        {"township": "新镇", "village": "新村", "formerly": [{"name": "旧村"}]},
    ],
    "calendar.yml": [{"units": ["某镇"], "periods": ["2018", "2018Q1"], "registers": ["persons"], "days": 15}],
    "waivers.yml": [
        {"table": "clean.villages", "rule": "population_is_steady", "where": {"unit": "某镇", "period": 2018},
         "reason": "撤并", "owner": "统计站", "expires": date(2099, 6, 30)},
    ],
    "reviews.yml": [{"finding": "5f0c61a2b3d4e5f6", "decision": "dismissed", "note": "分户", "by": "统计站"}],
}  # fmt: skip
VALUES: list[Any] = [
    None, True, 0, -1, 2, 2**31, 2**63, 10**400, 1.5, float("inf"), float("nan"), 1e308, "", " ", "\n", "不读", "2018",
    "二〇一八年", "2018-02-30", "2026-13", "~", "null", "=1+1", "'; drop table persons; --", "{field}", "%s", "..", "/etc",
    "a\x85b\u2028c", "\u202e村", "\ufeff", "𠮷村", "\ud800", "\0", "x" * 300, "村" * 5000, date(1, 1, 1), date(9999, 12, 31),
    datetime(2018, 1, 1, 8, 30), b"\xff\x00", {}, [], [[]], {"a": {"b": {"c": 1}}}, {None: 1}, {1: 2}, {"": ""},
    {"file": LIST}, [LIST], [None], ["persons", 1], LIST, "persons", "list", "draft", "year", "姓名", "万元", "某镇/2018",
]  # fmt: skip
TEXTS = [
    "&a ", "*a", "<<: ", "!!python/name:os.system ", "!!binary ", "!!set ", "!!omap ", "!a ", "? ", "- ", "\t", "---\n",
    "%YAML 1.3\n", "# ", "|\n", ">-\n", "'", '"', "{", "}", "[", "]", ",", "\r", "\0", "\x07", "\u2028", "\ufeff", "：", "0o17",
    "1_000", "1:30:00", "2018-01-01 ", "2018-1-1", "0x1F", "yes", "[" * 50, "{a: " * 30, "9" * 5000, "\ud800",
]  # fmt: skip


def places_in(content: Any) -> Iterator[tuple[Any, Any]]:
    """Every container in the content, with the name or number of each entry."""
    entries = content.items() if isinstance(content, dict) else enumerate(content)
    for name, value in list(entries):
        yield content, name
        if isinstance(value, dict | list):
            yield from places_in(value)


def mutate_values(rng: Random, content: Any) -> Any:
    """Other values, types, names and nesting."""
    content = deepcopy(content)
    for _ in range(rng.randint(1, 3)):
        found = list(places_in(content))
        if not found:
            break
        holder, name = rng.choice(found)
        match rng.randrange(7):
            case 0 | 1 | 2:
                holder[name] = deepcopy(rng.choice(VALUES))
            case 3:
                del holder[name]
            case 4:
                holder[name] = (
                    [holder[name]] if rng.random() < 0.5 else {rng.choice(["file", "a", 1]): holder[name]}
                )
            case 5 if isinstance(holder, list):
                holder.append(deepcopy(holder[name]))
            case 5:
                holder[rng.choice([*holder, "nmae", "王测试", 2018, None, ""])] = holder.pop(name)
            case 6:
                other, at = rng.choice(found)
                if at in other if isinstance(other, dict) else at < len(other):
                    holder[name] = deepcopy(other[at])
    return content if rng.random() < 0.95 else rng.choice(VALUES)


def written(rng: Random, content: Any) -> str:
    has_aliases = rng.random() < 0.05

    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return not has_aliases

    return yaml.dump(
        content, Dumper=Plain, allow_unicode=rng.random() < 0.8, sort_keys=False,
        default_flow_style=rng.choice([None, True, False]),
    )  # fmt: skip


def mutate_text(rng: Random, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(lines))
        line, place = lines[at], rng.randrange(len(lines[at]) + 1)
        match rng.randrange(5):
            case 0 | 1:
                lines[at] = line[:place] + rng.choice(TEXTS) + line[place:]
            case 2:
                lines.insert(rng.randrange(len(lines) + 1), line)
            case 3:
                lines[at] = rng.choice([" ", "  ", "\t", "    "]) + line
            case 4:
                lines[at] = line[:place] + line[place + rng.randrange(1, 8) :]
    return "".join(lines)


def spoilt(rng: Random, content: Any) -> bytes:
    """The content of one file, mutated as values, as text, as bytes, or in two of these ways."""
    ways = rng.choice([["values"]] * 5 + [["text"]] * 3 + [["bytes"], ["values", "text"]])
    text = written(rng, mutate_values(rng, content) if "values" in ways else content)
    if "text" in ways:
        text = mutate_text(rng, text)
    encoding = rng.choice(["utf-8"] * 6 + ["utf-8-sig", "gb18030", "utf-16"])
    bare = text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")
    return mutate_bytes(rng, bare, rounds=4, longest=20) if "bytes" in ways else bare


def township(root: Path, name: str, first: int) -> Path:
    """A township with a household of two that left poverty and one of one."""
    folder = township_folder(root, township=name)
    two = [
        Household(first, 2, "甲村", "已脱贫", "2017", township=name),
        Household(first + 1, township=name),
    ]
    write_registry(folder / LIST, *two)
    write_villages(folder / "村.csv", 甲村=200)
    text = (folder / "村.csv").read_text(encoding="utf-8-sig").replace("某镇", name)
    (folder / "村.csv").write_text(text, encoding="utf-8")
    return folder


def lay_out(root: Path, rng: Random) -> dict[str, str]:
    """Forty townships, one note of each mutated, and a sound one. Which note it is, by township."""
    township(root, SOUND, 1)
    sent = {}
    for number in range(UNITS):
        name = f"镇{number:02}"
        folder = township(root, name, 3 + 2 * number)
        sent[name] = rng.choice([*OF_UNITS])
        content = deepcopy(OF_UNITS[sent[name]])
        if "township" in content:
            content["township"] = name
        (folder / sent[name]).write_bytes(spoilt(rng, content))
    return sent


def assert_shown(sentences: Iterable[str]) -> None:
    """They go to terminals and pages: one line, no signs that steer, nobody's name."""
    for sentence in sentences:
        assert sentence.isprintable() and not {"王测试", "王更正"} & {*re.findall(r"王..", sentence)}, ascii(
            sentence
        )


@pytest.mark.parametrize("batch", range(-(-FILES // UNITS)))
def test_mutated_notes_of_units(tmp_path: Path, few, batch: int) -> None:
    sent = lay_out(tmp_path, Random(batch))
    intake = take_in(tmp_path / "raw")
    refused = {entry.unit for entry in intake.unusable}
    accepted = {delivery.unit: delivery for delivery in intake.deliveries}
    assert refused.isdisjoint(accepted) and refused | accepted.keys() == {SOUND, *sent}
    assert_shown(sentence for entry in intake.unusable for sentence in entry.sentences(intake.raw))
    assert accepted[SOUND].area == {"county": "某县", "township": SOUND, "village": None}
    for unit, delivery in accepted.items():
        outcome = Outcome(clean_delivery(delivery, few.registers, tmp_path / "pieces", KEY))
        assert {sheet["file"] for sheet in outcome.sheets} == {LIST, "村.csv"}
        assert_shown(sentence for problem in outcome.cleaned.problems for sentence in problem)
        told = {finding["rule"].split("_")[0] for finding in outcome.findings}
        written = {"correction": delivery.corrections, "exemption": delivery.exemptions}
        assert all(kind in told for kind, entries in written.items() if entries), unit


def test_mutated_notes_of_units_leave_the_figures_of_another(tmp_path: Path, few) -> None:
    sent = lay_out(tmp_path, Random(2018))
    build = publish_figures(tmp_path, few)
    with pipelines.connect(build.workspace.marts) as db:
        [figures] = db.execute(
            "select registered_households, registered_persons, poor_households, poor_persons, incidence_rate "
            "from poverty_incidence where township = ? and village = '甲村'", [SOUND]
        ).fetchall()  # fmt: skip
        known = {unit for (unit,) in db.execute("select distinct unit from quality.deliveries").fetchall()}
    assert figures == (2, 3, 1, 1, 0.005)
    assert known | {held.unit for held in build.held_back.values()} == {SOUND, *sent}


@pytest.mark.parametrize("batch", range(-(-FILES // UNITS)))
def test_mutated_notes_of_all_units_are_used_or_refused_in_a_sentence(
    tmp_path: Path, few, batch: int
) -> None:
    rng = Random(-1 - batch)
    workspace = Workspace.of(tmp_path / "raw", tmp_path / "marts")
    township(tmp_path, SOUND, 1)
    readers: dict[str, Callable[[], object]] = {
        "places.yml": lambda: take_in(workspace.raw).deliveries,
        "calendar.yml": lambda: load_calendar(workspace, few.registers),
        "waivers.yml": lambda: check_waivers(path, load_waivers(path), few.suites),
        "reviews.yml": lambda: load_reviews(workspace.raw),
    }
    for _ in range(UNITS):
        name = rng.choice([*OF_ALL])
        path = workspace.raw / name
        path.write_bytes(spoilt(rng, OF_ALL[name]))
        try:
            readers[name]()
        except UserError as refused:
            assert_shown(refused.sentences)
        path.unlink()
