"""The hour in which people here read: releases keep UTC, and everything that is shown is China's time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def today_in_china() -> date:
    return datetime.now(CHINA).date()


def shown_time(built_at: datetime) -> str:
    """A moment that a release keeps, in UTC without a zone, as it is read in China: 2026-11-30 19:40 北京时间."""
    return f"{built_at.replace(tzinfo=UTC).astimezone(CHINA):%Y-%m-%d %H:%M} 北京时间"
