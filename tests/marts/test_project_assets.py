"""Assets of projects by class and owner, of a few that are counted by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.marts.conftest import Figures
from tests.support.marts import sent_row


def asset(kind: str | None, asset_owner: str | None, yuan: int | None, /, **facts: Any) -> dict[str, Any]:
    stated = {
        "asset_name": "资产",
        "asset_class": kind,
        "asset_owner": asset_owner,
        "original_value_yuan": yuan,
    }
    return sent_row(date(2022, 12, 31), **stated) | facts


ROWS = {
    "project_assets": [
        asset("经营性", "村", 100000, is_confirmed=True, asset_state="在用", annual_income_yuan=6000),
        asset("经营性", "村", 50000, confirmed_on=date(2022, 5, 1), asset_state="闲置"),
        asset("经营性", "村", None, is_confirmed=False, asset_state="低效", annual_income_yuan=500),
        asset("公益性", "乡镇", 30000, village="乙村", net_value_yuan=20000),
        asset(None, None, 7000, is_confirmed=False, asset_state="损毁"),
    ]
}


def test_assets_add_up_by_class_and_owner(figures: Figures) -> None:
    """What no asset states is not 0; the one without a value counts, and is in no amount."""
    counts = (
        "asset_class, asset_owner, assets, unvalued_assets, confirmed_assets, idle_assets, failing_assets"
    )
    assert figures(f"year, {counts}") == [
        (2022, "公益性", "乡镇", 1, 0, None, None, None),
        (2022, "未注明", "未注明", 1, 0, 0, 0, 1),
        (2022, "经营性", "村", 3, 1, 2, 1, 1),
    ]
    amounts = "asset_class, original_value_yuan, net_value_yuan, confirmed_value_yuan, idle_value_yuan"
    assert figures(amounts) == [
        ("公益性", 30000, 20000, None, None),
        ("未注明", 7000, None, 0, 0),
        ("经营性", 150000, None, 150000, 50000),
    ]


def test_the_rate_of_income_is_of_assets_that_state_both(figures: Figures) -> None:
    """6,000 of 100,000: 500 come from one without a value, and one of 50,000 states no income."""
    assert figures("annual_income_yuan, income_rate")[0] == (Decimal("6500.00"), 0.06)
    assert figures("asset_class, assets", "village") == [
        ("公益性", 1), ("未注明", 1), ("经营性", 3),
    ]  # fmt: skip
