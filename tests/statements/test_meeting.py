"""Which statements may report the same things at one time."""

from datetime import date

import pytest

from pipelines.statements.meeting import meeting_pairs
from tests.support.catalogues import all_registers
from tests.support.profiles import profile

REGISTERS = all_registers()
JUNE = {"period": "2018H1", "as_of_on": date(2018, 6, 30)}
SECOND_HALF = {"period": "2018-12", "starts_on": date(2018, 12, 1)}
NEXT_YEAR = {
    "period": "2019",
    "starts_on": date(2019, 1, 1),
    "as_of_on": date(2019, 12, 31),
    "as_of_year": 2019,
}
FIRST_QUARTER, FIRST_HALF = (tuple(f"month {month}" for month in range(1, last)) for last in (4, 7))
AGAIN = {"rounds": ("month 6",), "sheet": "重报"}
MONTHS = [
    {"rounds": (f"month {month}", "increment 当"), "supplied": ("village", "paid_yuan")} for month in (1, 2)
]


@pytest.mark.parametrize(
    ("register", "one", "other", "meet"),
    [
        ("persons", {}, {}, True),
        ("persons", JUNE, {}, False),
        ("fund_ledger", JUNE, {}, True),
        ("fund_ledger", {}, NEXT_YEAR, False),
        ("fund_ledger", {}, {"villages": ("长岭村",)}, False),
        ("fund_ledger", {"subjects": ("中央",)}, {"subjects": ("省级",)}, False),
        ("fund_ledger", {"rounds": ("round 1",)}, {"rounds": ("round 2",)}, False),
        ("fund_ledger", *MONTHS, False),
        ("dividend_payouts", {}, {}, True),
        ("dividend_payouts", {"rounds": ("month 1",)}, {"rounds": ("month 2",)}, False),
        ("dividend_payouts", {"event_years": (2017,)}, {"event_years": (2018,)}, False),
        ("dividend_payouts", {"event_years": ()}, {"event_years": (2017,)}, True),
        ("dividend_payouts", JUNE, SECOND_HALF, False),
        ("dividend_payouts", {**JUNE, "rounds": ("month 6",)}, {**SECOND_HALF, **AGAIN}, True),
        ("dividend_payouts", {**JUNE, "rounds": ("month 6",)}, {**SECOND_HALF, "rounds": ("month 6",)}, False),
        ("dividend_payouts", {**JUNE, "rounds": ("month 5",)}, {**SECOND_HALF, **AGAIN}, False),
        ("dividend_payouts", {**JUNE, "rounds": FIRST_QUARTER}, {**SECOND_HALF, "rounds": FIRST_HALF}, True),
        ("dividend_payouts", {**JUNE, "rounds": FIRST_QUARTER}, {**SECOND_HALF, "rounds": ("month 4",)}, False),
        ("dividend_payouts", {"rounds": ("month 6", "month 7")}, {"rounds": ("month 7",)}, True),
        ("dividend_payouts", {**JUNE, "content_hash": "0f"}, {**SECOND_HALF, "content_hash": "0f"}, True),
    ],
)  # fmt: skip
def test_statements_meet_by_how_their_register_counts(register, one, other, meet):
    """A stock of one day, a ledger of one year, events of one round; two sheets with the same cells always."""
    profiles = [
        profile(f"{name}.csv", register=register, **changes) for name, changes in (("a", one), ("b", other))
    ]
    pairs = meeting_pairs(REGISTERS[register], profiles)
    assert pairs == ([tuple(profiles)] if meet else [])


def test_a_statement_without_townships_meets_those_of_any():
    county = profile("a.csv", unit="儋州市", townships=("",), villages=("",))
    towns = [profile(f"{name}.csv", unit=name, townships=(name,)) for name in ("木棠镇", "中和镇")]
    assert meeting_pairs(REGISTERS["fund_ledger"], [county, *towns]) == [(county, town) for town in towns]
