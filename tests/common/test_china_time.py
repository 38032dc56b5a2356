"""Moments of a release are shown in China's time."""

from datetime import datetime

from pipelines.common.china_time import shown_time


def test_an_evening_in_utc_is_the_next_morning_in_china() -> None:
    assert shown_time(datetime(2026, 11, 30, 16, 5)) == "2026-12-01 00:05 北京时间"
