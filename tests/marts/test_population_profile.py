"""Who is registered, by age and sex, of a few persons that are counted by hand."""

from datetime import date
from typing import Any

from tests.support.marts import rows_of, sent_row


def person(number: str, born: date | None = None, sex: str | None = None, /, **facts: Any) -> dict[str, Any]:
    return sent_row(
        date(2020, 6, 30),
        person_id=number,
        household_id="h1",
        exit_status="已脱贫",
        row_persons=1,
        id_birth_on=born,
        id_sex=sex,
        **facts,
    )


def profile(columns: str, *persons: dict[str, Any]) -> list[tuple]:
    return rows_of("population_profile", columns, persons=persons)


def test_a_person_is_as_old_as_on_the_day_of_the_list() -> None:
    """Who turns 18 on the day is 18, who turns 60 on the day after is 59; who has no ID number is of no age."""
    rows = profile(
        "age_band, sex, persons",
        person("a", date(2002, 6, 30), "男"),
        person("b", date(2002, 7, 1), "男"),
        person("c", date(1960, 7, 1), "女"),
        person("d", date(1960, 6, 30), "女"),
        person("e"),
    )
    assert rows == [
        ("0—17岁", "男", 1),
        ("18—35岁", "男", 1),
        ("36—59岁", "女", 1),
        ("60岁及以上", "女", 1),
        ("未注明", "未注明", 1),
    ]


def test_what_nobody_states_is_unknown_and_who_has_two_illnesses_counts_in_both() -> None:
    born = date(1980, 1, 1)
    rows = profile(
        "persons, major_illness_persons, chronic_illness_persons, disabled_persons, pupil_persons, labour_capable_persons,"
        " working_persons",
        person("a", born, "男", health="长期慢性病、患有大病、残疾", labour="丧失劳动力"),
        person("b", born, "男", health="残疾", labour="普通劳动力"),
        person("c", born, "男", labour="弱劳动力或半劳动力"),
        person("d", born, "男", labour="技能劳动力", member_change="减少"),
    )
    assert rows == [(3, 1, 1, 2, None, 1, None)]


def test_a_row_for_a_household_tells_of_its_head_alone() -> None:
    """Four persons of whom only the head is described are of unknown age, and nobody of them is known to be ill."""
    row = person("a", date(1950, 1, 1), "男", health="残疾") | {"row_persons": 4}
    assert profile("age_band, sex, persons, disabled_persons", row) == [("未注明", "未注明", 4, None)]
