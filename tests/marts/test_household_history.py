"""What a household was on any day, of a few registries."""

from datetime import date
from typing import Any

from tests.support.marts import marts_from, sent_row


def member(sent: date, household: str, status: str, /, size: int = 1, **facts: Any) -> dict[str, Any]:
    stated = {"period": str(sent), "household_id": household, "exit_status": status, "row_persons": size}
    return sent_row(sent, **stated) | facts


PERSONS = [
    member(date(2017, 12, 31), "a", "未脱贫", 3),
    member(date(2017, 12, 31), "b", "已脱贫", 2, exit_year=2016),
    member(date(2018, 12, 31), "a", "已脱贫", 3, exit_year=2018),
    member(date(2018, 12, 31), "c", "已脱贫"),
    member(date(2018, 12, 31), "c", "未脱贫", 2),
    member(date(2018, 12, 31), "c", "已脱贫", 1, member_change="死亡"),
]


def test_the_status_of_any_day_is_one_row_with_its_registry() -> None:
    with marts_from("household_history", persons=PERSONS) as con:
        for day, expected in {
            "2017-12-30": [],
            "2018-06-30": [("a", "未脱贫", 3, "2017-12-31"), ("b", "已脱贫", 2, "2017-12-31")],
            "2019-06-30": [("a", "已脱贫", 3, "2018-12-31"), ("c", "未脱贫", 3, "2018-12-31")],
        }.items():
            found = con.execute(
                """select household_id, household_status, persons, period from household_history
                    where listed_from_on <= $1::date and (listed_until_on is null or listed_until_on > $1::date)
                    order by all""",
                [day],
            ).fetchall()
            assert found == expected, day
