"""Lists that lack households or persons of the list that they would replace, who do not leave such a list."""

from pathlib import Path

import duckdb
import pytest

from pipelines.statements.departures import Departures, find_departures
from tests.support.catalogues import all_registers
from tests.support.county import County
from tests.support.desk import PERSONS, person
from tests.support.profiles import profile

PERSONS_REGISTER = all_registers()["persons"]
PLACE = "儋州市/木棠镇/薛宅村"
JUNE = [("甲", 3, "未脱贫", None), ("乙", 4, "未脱贫", None), ("丙", 2, "未脱贫", None), ("丁", 1, "已脱贫", 2016),
        ("戊", 1, "已脱贫", 2017)]  # fmt: skip
"""Household, persons, status, year of exit."""


@pytest.fixture
def departed(tmp_path: Path):
    """departed(households, listed, **changes of persons) → what the second list lacks, whose households have so many rows as
    `listed` says."""
    with duckdb.connect() as db:

        def of(before, later, **dead):
            db.execute("""create table rows (file varchar, sheet varchar, county varchar, township varchar, village varchar,
                household_id varchar, person_id varchar, exit_status varchar, exit_year integer,
                household_size_persons integer, row_persons integer, member_change varchar)""")
            for file, households in (("六月.csv", before), ("十二月.csv", later)):
                for name, size, status, year, *listed in households:
                    for number in range(listed[0] if listed else size or 1):
                        person_id = f"{name[-1]}{number}"
                        db.execute(
                            "insert into rows values (?, '', '儋州市', '木棠镇', '薛宅村', ?, ?, ?, ?, ?, 1, ?)",
                            [file, name, person_id, status, year, size, dead.get(person_id)],
                        )
            db.execute(f"copy rows to '{tmp_path}/persons.parquet'")
            folders = {("木棠镇", "2018"): tmp_path}
            lists = [profile(file, register="persons") for file in ("六月.csv", "十二月.csv")]
            return find_departures(db, PERSONS_REGISTER, folders, {PLACE: lists[0]}, lists[1:])

        yield of


@pytest.mark.parametrize(
    ("december", "gone", "emptied"),
    [
        (JUNE, 0, ()),
        (JUNE[:3], 2, ("已脱贫",)),
        (JUNE[1:], 1, ()),
        (JUNE[:4], 1, ("已脱贫 2017",)),
        ([("甲", 3, "已脱贫", 2018), *JUNE[3:]], 2, ()),
        ([(f"新{name}", *facts) for name, *facts in JUNE], 0, ()),
    ],
    ids=[
        "all",
        "the poor",
        "without one",
        "without a year",
        "one has left and two are gone",
        "other numbers",
    ],
)
def test_households_that_are_missing_and_kinds_of_which_none_is_there(departed, december, gone, emptied):
    found = departed(JUNE, december)
    assert (found.households, found.gone, found.emptied) == (5, gone, emptied)


def test_who_had_died_by_the_list_before_is_not_missing(departed):
    """戊 of one person is gone with that person, and 甲 and 乙 have lost one each who is marked in the list before."""
    december = [("甲", 3, "未脱贫", None, 2), ("乙", 4, "未脱贫", None, 3), *JUNE[2:4]]
    found = departed(JUNE, december, 戊0="死亡", 甲2="死亡", 乙3="转出")
    assert (found.households, found.gone, found.shrunk) == (4, 0, 0)


def test_who_was_struck_off_before_is_not_missing(departed):
    assert departed([*JUNE, ("己", 2, "注销", None)], JUNE).households == 5


@pytest.mark.parametrize(
    ("december", "shrunk"),
    [
        ([(*one, 1) for one in JUNE], 3),
        ([("甲", 3, "未脱贫", None, 2), *JUNE[1:]], 1),
        ([("甲", 2, "未脱贫", None), *JUNE[1:]], 0),
        ([("甲", None, "未脱贫", None, 2), *JUNE[1:]], 1),
    ],
    ids=["heads", "one child less than it states", "it states that it is smaller", "it states nothing"],
)
def test_households_that_lost_persons_unsaid(departed, december, shrunk):
    """Three of the five have several persons."""
    found = departed(JUNE, december)
    assert (found.stayed, found.shrunk) == (3, shrunk)


@pytest.mark.parametrize(
    ("found", "lacks"),
    [
        (Departures(1579, gone=430), False),  # struck off in the great check of 木棠镇, 2018
        (Departures(745, gone=97), False),  # 某镇(报告004) in the first half of 2020
        (Departures(745, gone=228, emptied=("已脱贫 2014", "已脱贫 2015"), gone_of_emptied=228), True),
        (Departures(745, gone=4, emptied=("未脱贫",), gone_of_emptied=4), False),
        (Departures(6, gone=2, emptied=("未脱贫",), gone_of_emptied=2), True),
        (Departures(2, gone=1, emptied=("未脱贫",), gone_of_emptied=1), False),
        (Departures(5, gone=2), True),
        (Departures(2, gone=1), False),
        (Departures(), False),
    ],
)
def test_bound_lies_above_what_reports_state(found, lacks):
    assert found.lacks_households == lacks


@pytest.mark.parametrize(("stayed", "shrunk", "lacks"), [(4, 2, True), (6, 2, False), (2, 1, False)])
def test_list_of_some_persons_lacks_those_of_many_households(stayed, shrunk, lacks):
    assert Departures(9, stayed=stayed, shrunk=shrunk).lacks_members == lacks


def household(number: int, size: int, **changes) -> list[list]:
    """The rows of a household of 薛宅村, its head first; by default it left poverty in 2017."""
    return [
        person(
            10 * number + one, 人数=str(size), 户编号=f"46900300{number:05}", 人编号=f"46900300{number:05}{one:02}",
            与户主关系="户主" if one == 1 else "之子", **changes,
        )
        for one in range(1, size + 1)
    ]  # fmt: skip


POOR = {"脱贫属性": "未脱贫", "脱贫年度": ""}
LEFT = [household(1, 1, 脱贫年度="2016"), household(2, 1)]
LEAVING = [household(3, 3, **POOR), household(4, 4, **POOR), household(5, 2, **POOR)]
HAVE_LEFT = [household(number, size, 脱贫年度="2018") for number, size in ((3, 3), (4, 4), (5, 2))]


def sent(folder, december, note: str = ""):
    """What counts where the township lists five households in June and these in December."""
    county = County(folder)
    for period, households in (("2018-06", [*LEFT, *LEAVING]), ("2018-12", december)):
        desk = county.desk(period=period)
        desk.csv("名册.csv", [PERSONS, *(row for one in households for row in one)])
    desk.write("delivery.yml", note)
    return county.select()


def held(selection) -> dict[str, str]:
    return {one["rule"]: one["reason_en"] for one in selection.statements if one["status"] == "undecided"}


def figures(selection) -> list[tuple]:
    """Registered households, persons and poor persons of the township in 2018."""
    return [
        (row["registered_households"], row["registered_persons"], row["poor_persons"])
        for row in selection.incidence
        if row["area_level"] == "township" and row["year"] == 2018
    ]


LINES = {"counts: true": (3, 9, 0), "role: correction": (5, 11, 0)}
"""By hand: those that left in the year are all there are; or two that had left before are there, too."""


def test_those_that_left_in_the_year_do_not_take_the_place_of_the_register(tmp_path):
    selection = sent(tmp_path, HAVE_LEFT)
    sentence = held(selection)["households_left_out"]
    assert sentence.startswith(
        "2 of the 5 households in 木棠镇/2018-06/名册.csv are not in it (none that is 已脱贫)"
    )
    assert all(f"sheets: [{{file: 名册.csv, {line}}}]" in sentence for line in (*LINES, "counts: false"))
    assert figures(selection) == [(5, 11, 9)]


@pytest.mark.parametrize("line", LINES)
def test_lines_printed_for_a_list_of_some_households_decide(tmp_path, line):
    selection = sent(tmp_path, HAVE_LEFT, f"sheets: [{{file: 名册.csv, {line}}}]")
    assert (held(selection), figures(selection)) == ({}, [LINES[line]])


def test_heads_and_eldest_children_do_not_take_the_place_of_the_register(tmp_path):
    selection = sent(tmp_path, [one[:2] for one in (*LEFT, *LEAVING)])
    assert "of 3 households of several persons" in held(selection)["members_left_out"]
    assert figures(selection) == [(5, 11, 9)]
