"""Bases and the land that they rent, of a few rows that are added up by hand."""

from datetime import date
from decimal import Decimal

from tests.support.marts import marts_from, sent_row

SENT = sent_row(date(2021, 12, 31), base_name="西红柿基地")


def test_bases_of_one_name_stand_beside_the_land_that_they_rent() -> None:
    """Two bases of 20 and 60 greenhouses of 1 and 0.5 mu; 10 mu rented for 240 each, and for 1,000 in all for five years."""
    bases = [
        SENT
        | {"village": "甲村", "row": 2, "invested_yuan": 100, "greenhouses": 20, "greenhouse_area_mu": 1},
        SENT
        | {
            "village": "乙村",
            "row": 3,
            "invested_yuan": 50,
            "greenhouses": 60,
            "greenhouse_area_mu": Decimal("0.5"),
        },
    ]
    land = [
        SENT | {"village": "甲村", "row": 2, "transferred_area_mu": 10, "rent_standard_yuan": 240},
        SENT
        | {"village": "乙村", "row": 3, "transferred_area_mu": 5, "annual_rent_yuan": 1000, "lease_years": 5},
    ]
    columns = "area_level, bases, invested_yuan, greenhouses, average_greenhouse_area_mu, transferred_area_mu, annual_rent_yuan"
    with marts_from("industry_bases", industry_bases=bases, land_transfers=land) as con:
        rows = con.execute(
            f"select {columns}, total_rent_yuan from industry_bases where area_level <> 'county' order by all"
        ).fetchall()
    assert rows == [
        ("township", 2, 150, 80, 0.625, 15, 3400, 5000),
        ("village", 1, 50, 60, 0.5, 5, 1000, 5000),
        ("village", 1, 100, 20, 1, 10, 2400, None),
    ]
