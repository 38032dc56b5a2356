"""Who has several identities at once, of a few persons that are counted by hand."""

from datetime import date
from typing import Any

from tests.support.marts import rows_of, sent_row

DAY = date(2021, 12, 31)


def registered(person: str, /, **facts: Any) -> dict[str, Any]:
    stated = {"person_id": person, "household_id": person, "row_persons": 1, "exit_status": "已脱贫"}
    return sent_row(DAY, **stated) | facts


def paid(person: str | None, programme: str, /, **facts: Any) -> dict[str, Any]:
    stated = {"person_id": person, "person_name": person and "王*", "payment_year": 2021}
    return sent_row(DAY, programme=programme, paid_yuan=100, **stated) | facts


def test_each_person_is_in_one_combination() -> None:
    """a is registered alone, b on 低保 twice, c disabled by both lists, d monitored and on 特困, e paid without being registered;
    f asked for 低保; of those in a sum nobody is known."""
    persons = [
        registered("a", monitored_type="脱贫不稳定户", is_risk_eliminated=True),
        registered("b"),
        registered("c", health="残疾"),
        registered("d", monitored_type="突发严重困难户", is_risk_eliminated=False),
        registered("f"),
    ]
    payments = [
        paid("b", "农村低保", month=date(2021, 1, 1)), paid("b", "农村低保", month=date(2021, 2, 1)),
        paid("c", "残疾人生活补贴"), paid("d", "特困供养"), paid("e", "农村低保"), paid("e", "残疾人护理补贴"),
        paid("f", "农村低保", progress="申报"), paid(None, "农村低保", beneficiary_persons=9),
    ]  # fmt: skip
    lists = "建档立卡、低保、特困、残疾"
    assert rows_of(
        "dual_identity", "compared_lists, identities, persons", persons=persons, benefit_payments=payments
    ) == [
        (lists, "低保+残疾", 1),
        (lists, "建档立卡", 2),
        (lists, "建档立卡+低保", 1),
        (lists, "建档立卡+残疾", 1),
        (lists, "建档立卡+特困+监测对象", 1),
    ]
