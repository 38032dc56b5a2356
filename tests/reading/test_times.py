"""Times of which a cell states both ends."""

import pytest

from pipelines.reading.times import days_of_time


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2023.1-2023.12", ("2023-01", "2023.12")),
        ("2023年7月至2023年12月", ("2023年7月", "2023年12月")),
        ("2023年7月-12月", ("2023年7月", "2023年12月")),
        ("2023-05-01 至 2024-04-30", ("2023-05-01", "2024-04-30")),
        ("自2023年1月1日起至2023年12月31日止", ("2023年1月1日", "2023年12月31日")),
        ("2021.6-至今", ("2021-06", "至今")),
        ("2021年6月至今", ("2021年6月", "至今")),
        ("2023.1", None),
        ("2023-12-31", None),
        ("一年", None),
        ("1-12月", None),
    ],
)
def test_days_of_a_time(text, days):
    assert days_of_time(text) == days
