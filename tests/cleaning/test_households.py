"""What a sheet states once for a household or a village holds for all of its rows, with a notice."""

import pytest

from tests.support.desk import PERSONS, Desk, person


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def rules(outcome):
    return {finding["rule"]: finding["rows"] for finding in outcome.findings}


def test_status_that_only_the_head_states_is_of_the_household(desk):
    blank = {"脱贫属性": "", "脱贫年度": "", "与户主关系": "之子"}
    desk.csv(
        "册.csv", [PERSONS, person(4), person(5, **blank), person(6, **blank), person(8, 脱贫年度="2016")]
    )
    outcome = desk.clean()
    assert outcome.column("persons", "exit_year") == [2017, 2017, 2017, 2016]
    assert outcome.column("persons", "exit_status") == ["已脱贫"] * 4
    assert rules(outcome)["household_facts_carried"] == 2


def test_rows_of_a_household_that_contradict_each_other_keep_their_blanks(desk):
    rows = [
        person(4),
        person(5, 行政村="长岭村", 与户主关系="配偶"),
        person(6, 行政村="", 与户主关系="之子"),
    ]
    desk.csv("册.csv", [PERSONS, *rows])
    assert desk.clean().column("persons", "village") == ["薛宅村", "长岭村", None]


@pytest.mark.parametrize(
    "member", [{"脱贫属性": "未脱贫", "脱贫年度": ""}, {"脱贫年度": "2016"}], ids=["status", "year"]
)
def test_a_household_of_several_statuses_is_held_back_as_a_whole(desk, member):
    """It would count once as poor and once as lifted, or in two years."""
    rows = [person(4), person(5, 与户主关系="配偶", **member), person(6, 与户主关系="之子"), person(8)]
    desk.csv("册.csv", [PERSONS, *rows])
    outcome = desk.clean()
    assert [(fault["row"], fault["rule"]) for fault in outcome.faults] == [
        (row, "divided_household") for row in (2, 3, 4)
    ]
    assert outcome.column("persons", "household_id") == ["469003000002"]


def test_who_left_a_household_may_have_another_status(desk):
    gone = person(5, 与户主关系="之母", 脱贫属性="未脱贫", 脱贫年度="")
    struck = person(6, 与户主关系="之子", 脱贫属性="注销", 脱贫年度="")
    rows = [[*person(4), ""], [*gone, "死亡"], [*struck, ""]]
    desk.csv("册.csv", [[*PERSONS, "人员变动情况"], *rows])
    outcome = desk.clean()
    assert outcome.marks == []
    assert outcome.column("persons", "exit_status") == ["已脱贫", "未脱贫", "注销"]


def test_numbers_that_each_village_counts_for_itself_are_of_several_households(desk):
    def first(number, village, **changes):
        return person(number, 行政村=village, 户编号="1", 人数="2", **changes)

    poor = {"脱贫属性": "未脱贫", "脱贫年度": ""}
    rows = [
        first(4, "甲村"),
        first(5, "", 与户主关系="配偶"),
        first(8, "乙村", **poor),
        first(9, "乙村", 与户主关系="配偶", **poor),
    ]
    desk.csv("册.csv", [PERSONS, *rows])
    outcome = desk.clean()
    assert outcome.marks == []
    assert outcome.column("persons", "village") == ["甲村", "甲村", "乙村", "乙村"]
    assert outcome.column("persons", "exit_year") == [2017, 2017, None, None]
    households = outcome.column("persons", "household_id")
    assert households == ["木棠镇/甲村/1"] * 2 + ["木棠镇/乙村/1"] * 2


def test_a_village_that_is_written_once_above_its_rows_is_carried(desk):
    rows = [
        person(number, 行政村=village)
        for number, village in ((4, "甲村"), (8, ""), (12, ""), (16, "乙村"), (20, ""))
    ]
    desk.csv("册.csv", [PERSONS, *rows])
    outcome = desk.clean()
    assert outcome.column("persons", "village") == ["甲村", "甲村", "甲村", "乙村", "乙村"]
    assert rules(outcome)["village_carried"] == 3


@pytest.mark.parametrize(
    "villages",
    [("甲村", "", "乙村", "", "甲村", ""), ("甲村", "乙村", "乙村", "", "丙村", "丙村")],
    ids=["two runs", "one blank"],
)
def test_a_blank_village_is_not_guessed(desk, villages):
    rows = [person(4 * number, 行政村=village) for number, village in enumerate(villages, start=1)]
    desk.csv("册.csv", [PERSONS, *rows])
    assert desk.clean().column("persons", "village") == [village or None for village in villages]


def test_a_member_without_the_number_that_others_of_the_household_state_is_alone_at_fault(desk):
    members = [person(4, 人数="3"), person(5, 户编号="", 人数="3", 与户主关系="配偶")]
    members.append(person(6, 人数="3", 与户主关系="之子"))
    desk.csv("册.csv", [PERSONS, *members])
    outcome = desk.clean()
    assert [(fault["row"], fault["rule"]) for fault in outcome.faults] == [(3, "missing_value")]
    assert outcome.column("persons", "relation") == ["户主", "之子"]


HOUSEHOLDS = ["行政村", "户编号", "户主姓名", "身份证号", "家庭人口", "脱贫属性", "脱贫年度"]


def household(number, size, status="未脱贫", year=""):
    return ["薛宅村", f"46900300{number:02}", "王甲一", person(number)[6], size, status, year]


def test_a_row_of_a_household_represents_as_many_as_it_states(desk):
    desk.csv("户.csv", [HOUSEHOLDS, household(1, "3"), household(2, "5", "已脱贫", "2017")])
    outcome = desk.clean()
    assert outcome.column("persons", "row_persons") == [3, 5]
    assert outcome.column("persons", "relation") == ["户主", "户主"]
    assert "coarser_grain" in rules(outcome)


def test_a_list_of_heads_alone_is_one_of_households(desk):
    """Every row is a head, and states how many persons its household has."""
    desk.csv("户主花名册.csv", [PERSONS, person(4, 人数="3"), person(8, 人数="1"), person(12, 人数="5人")])
    outcome = desk.clean()
    assert outcome.column("persons", "row_persons") == [3, 1, 5]
    assert "coarser_grain" in rules(outcome)


@pytest.mark.parametrize(
    "others",
    [[person(9, 与户主关系="配偶", 人数="2")], [person(12, 人数="1"), person(16, 人数="1")]],
    ids=["a member", "mostly single persons"],
)
def test_heads_beside_members_are_persons(desk, others):
    desk.csv("册.csv", [PERSONS, person(4, 人数="1"), person(8, 人数="2"), *others])
    assert set(desk.clean().column("persons", "row_persons")) == {1}


def test_a_household_without_its_size_cannot_count(desk):
    desk.csv("户.csv", [HOUSEHOLDS, household(1, "3"), household(2, "")])
    outcome = desk.clean()
    assert outcome.marks == [("E3", "missing_value")]
    assert outcome.column("persons", "row_persons") == [3]


def test_a_row_of_a_person_represents_one(desk):
    desk.csv("册.csv", [PERSONS, person(4), person(5, 与户主关系="配偶")])
    assert desk.clean().column("persons", "row_persons") == [1, 1]


def test_whether_a_household_was_lifted_in_words_of_exports(desk):
    header = ["是否脱贫" if name == "脱贫属性" else name for name in PERSONS]
    rows = [
        person(4, 脱贫属性="是"),
        person(5, 脱贫属性="是", 与户主关系="子"),
        person(8, 脱贫属性="否", 脱贫年度=""),
    ]
    desk.csv("册.csv", [header, *rows])
    outcome = desk.clean()
    assert outcome.marks == []
    assert outcome.column("persons", "exit_status") == ["已脱贫", "已脱贫", "未脱贫"]
    assert outcome.column("persons", "relation") == ["户主", "之子", "户主"]


def below_their_head(size, members):
    """A household of which only the head's row states number, places, size and facts, with so many members below it."""
    blank = dict.fromkeys(("县", "乡镇", "行政村", "户编号", "人数", "脱贫属性", "脱贫年度"), "")
    rows = [person(8 * size + number, **blank, 与户主关系="子") for number in range(1, members + 1)]
    return [person(8 * size, 人数=str(size)), *rows]


def test_members_below_their_head_are_of_the_head_s_household(desk):
    desk.csv("册.csv", [PERSONS, *below_their_head(3, 2), *below_their_head(2, 1)])
    outcome = desk.clean()
    assert outcome.marks == []
    assert outcome.column("persons", "household_id") == ["469003000006"] * 3 + ["469003000004"] * 2
    assert outcome.column("persons", "village") == ["薛宅村"] * 5
    assert outcome.column("persons", "exit_status") == ["已脱贫"] * 5


def test_a_household_whose_size_is_not_the_number_of_its_rows_is_held_back(desk):
    desk.csv("册.csv", [PERSONS, *below_their_head(3, 1), *below_their_head(2, 1)])
    outcome = desk.clean()
    assert [(fault["row"], fault["rule"]) for fault in outcome.faults] == [
        (2, "unclear_household"),
        (3, "unclear_household"),
    ]
    assert outcome.column("persons", "household_id") == ["469003000004"] * 2


NUMBERLESS = [title for title in PERSONS if title not in ("户编号", "人编号")]


def numberless(number, relation, size, **changes):
    values = dict(zip(PERSONS, person(number, 与户主关系=relation, 人数=size, **changes), strict=True))
    return [values[title] for title in NUMBERLESS]


def test_households_without_numbers_are_formed_below_their_heads(desk):
    rows = [numberless(1, "户主", "3"), numberless(2, "配偶", "3"), numberless(3, "之子", "3")]
    rows += [numberless(5, "户主", "1"), numberless(6, "户主", "2"), numberless(7, "之女", "")]
    desk.csv("册.csv", [NUMBERLESS, *rows])
    outcome = desk.clean()
    households = outcome.column("persons", "household_id")
    assert [households.index(one) for one in households] == [0, 0, 0, 3, 4, 4]
    assert rules(outcome)["formed_households"] == 6
    assert person(1)[6] not in outcome.everything()


@pytest.mark.parametrize(
    "second",
    [
        ("户主", "4", {}),
        ("户主", "", {}),
        ("配偶", "2", {"行政村": "长岭村"}),
        ("配偶", "2", {"脱贫属性": "未脱贫", "脱贫年度": ""}),
        ("配偶", "2", {"脱贫年度": "2016"}),
    ],
    ids=["a head of more", "a head of unknown", "a member elsewhere", "of another status", "of another year"],
)
def test_a_household_that_is_not_whole_is_not_formed(desk, second):
    """A household of two, and one whose rows are not as many as its head states, or differ in what a household has once."""
    relation, size, changes = second
    rows = [numberless(1, "户主", "2"), numberless(4, "配偶", "2"), numberless(2, "户主", "2")]
    rows += [numberless(3, relation, size, **changes)]
    desk.csv("册.csv", [NUMBERLESS, *rows])
    outcome = desk.clean()
    assert len(outcome.rows("persons")) == 2
    assert outcome.marks == [(None, "unformed_household")] * 2


def test_persons_without_heads_make_no_households(desk):
    rows = [numberless(1, "配偶", "2"), numberless(2, "之子", "2"), numberless(3, "之女", "2")]
    desk.csv("册.csv", [NUMBERLESS, *rows])
    assert desk.clean().rows("persons") == []


def test_households_with_their_size_are_known_by_their_heads(desk):
    """A list of heads without 户编号: households of 3 and 4 persons."""
    header = ["村", "户主", "户主身份证号", "家庭人口数", "脱贫情况", "脱贫时间"]
    ids = [person(number)[6] for number in (1, 2)]
    desk.csv("贫困户台账.csv", [header, ["薛宅村", "王甲一", ids[0], "3", "未脱贫", ""],
                             ["薛宅村", "王甲二", ids[1], "4", "已脱贫", "2018年12月"]])  # fmt: skip
    outcome = desk.clean()
    rows = outcome.rows("persons")
    assert outcome.marks == []
    assert [(row["row_persons"], row["exit_status"], row["exit_year"], row["relation"]) for row in rows] == [
        (3, "未脱贫", None, "户主"), (4, "已脱贫", 2018, "户主"),
    ]  # fmt: skip
    assert len({row["household_id"] for row in rows}) == 2
    assert not any(number in outcome.everything() for number in ids)
