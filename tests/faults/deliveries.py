"""Damage to what a delivery is made of: files of other kinds, equal sheets, amendments beside it."""

import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import yaml

from pipelines.common.china_time import today_in_china
from tests.faults.catalogue import STRUCK, Expected, Kind
from tests.faults.layouts import GOOD, PEOPLE, Rows
from tests.support.desk import Desk

TOMORROW = today_in_china() + timedelta(days=1)
YESTERDAY = today_in_china() - timedelta(days=1)
APPROXIMATE: Rows = [*GOOD[:3], [*GOOD[3][:4], "约500"], *GOOD[4:]]


def deliveries() -> Iterator[Kind]:
    yield from _files()
    yield from _sheets()
    yield from _amendments()


def _files() -> Iterator[Kind]:
    refused: dict[str, tuple[str, bytes]] = {
        "web_archive": ("表.mht", b"x"),
        "unknown_file_type": ("表.exe", b"x"),
        "wide_row": ("表.htm", ("<table><tr>" + "<td colspan=1000>x" * 17).encode()),
        "giant_line": ("表.csv", "\n".join([",".join(GOOD[0]), "路" * 800_000]).encode()),
    }
    for rule, (name, content) in refused.items():
        yield Kind(
            "deliveries",
            f"file refused by {rule}",
            lambda desk, name=name, content=content: desk.write(name, content),  # type: ignore[misc]
            Expected(((None, rule),), accepted=0, statuses=("unreadable",)),
        )

    def package(desk: Desk) -> None:
        with zipfile.ZipFile(desk.inbox / "表.xlsx", "w") as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")

    yield Kind(
        "deliveries", "package of another kind", package, Expected(((None, "foreign_package"),), accepted=0)
    )

    def far(desk: Desk) -> None:
        desk.xlsx("表.xlsx", [*GOOD, *[[]] * 1_048_560, ["x"]])

    yield Kind("deliveries", "cell far below the table", far, Expected(((None, "far_cell"),), accepted=0))


def _sheets() -> Iterator[Kind]:
    def unlisted(desk: Desk) -> None:
        desk.csv("村.csv", [["行政村", "总户数"], ["薛宅村", "90"]])
        desk.csv("表.csv", [*GOOD, ["木棠镇", "东风岭社区", "2018", "桥", "7"]])

    yield Kind(
        "deliveries",
        "a village that is not listed",
        unlisted,
        Expected(accepted=7, findings=("unlisted_village",)),
    )
    rows: dict[str, tuple[tuple[str, ...], Rows, int]] = {
        "a project as large as all others": (
            ("possible_total",),
            [*GOOD, ["木棠镇", "薛宅村", "2018", "库", "5015"]],
            6,
        ),
        "a column of words twice": (("repeated_header",), [[*row, row[3]] for row in GOOD], 5),
        "two columns that may be one": (
            ("rival_columns", "unknown_header"),
            [
                [*PEOPLE[0], "系统人均纯收入", "核实人均纯收入"],
                *([*row, "8200", "10100"] for row in PEOPLE[1:]),
            ],
            5,
        ),
        "two causes": (
            ("several_terms",),
            [[*PEOPLE[0], "致贫原因"], *([*row, "因病、因残"] for row in PEOPLE[1:])],
            5,
        ),
    }
    for name, (rules, table, accepted) in rows.items():
        yield Kind(
            "deliveries",
            name,
            lambda desk, table=table: desk.csv("表.csv", table),  # type: ignore[misc]
            Expected(accepted=accepted, findings=rules),
        )


def _amendments() -> Iterator[Kind]:
    correction = {"row": STRUCK + 1, "column": "下达资金", "found": "约500", "correct": "500"}
    exemption = {"rule": "approximate_value", "column": "下达资金"}
    struck = ((f"E{STRUCK + 1}", "approximate_value"),)
    cases: list[tuple[str, str, dict[str, Any], bool]] = [
        ("corrections.yml", "correction_used", correction, True),
        ("corrections.yml", "correction_without_column", correction | {"column": "没有"}, False),
        ("corrections.yml", "correction_without_row", correction | {"row": 99}, False),
        ("corrections.yml", "correction_outdated", correction | {"found": "约600"}, False),
        ("corrections.yml", "correction_ended", correction | {"until": YESTERDAY}, False),
        ("corrections.yml", "correction_unused", correction | {"file": "别的.csv"}, False),
        ("exemptions.yml", "exemption_used", exemption, True),
        ("exemptions.yml", "exemption_without_violation", exemption | {"rule": "range_value"}, False),
        ("exemptions.yml", "exemption_ended", exemption | {"until": YESTERDAY}, False),
        ("exemptions.yml", "exemption_unused", exemption | {"file": "别的.csv"}, False),
    ]
    for file, rule, entry, mends in cases:
        expected = Expected(() if mends else struck, accepted=4 + mends, findings=(rule,))
        yield Kind("deliveries", f"amendment: {rule}", _amended(file, entry), expected)
    former = Expected(accepted=5, findings=("exemption_used", "former_exemptions_name"))
    yield Kind("deliveries", "exemptions under their former name", _amended("waivers.yml", exemption), former)


def _amended(file: str, entry: dict[str, Any]) -> Callable[[Desk], None]:
    why = {"file": "表.csv", "reason": "电话核实", "by": "统计站", "until": TOMORROW}

    def plant(desk: Desk) -> None:
        desk.csv("表.csv", APPROXIMATE)
        desk.write(file, yaml.safe_dump([why | entry], allow_unicode=True))

    return plant
