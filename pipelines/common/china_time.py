"""The clock that everything goes by: releases keep UTC; days that begin and end, and all that is shown, are China's."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    return datetime.now(CHINA)


def today_in_china() -> date:
    return now().date()


def shown_time(built_at: datetime) -> str:
    """A moment that a release keeps, in UTC without a zone, as it is read in China: 2026-11-30 19:40 北京时间."""
    return f"{built_at.replace(tzinfo=UTC).astimezone(CHINA):%Y-%m-%d %H:%M} 北京时间"
