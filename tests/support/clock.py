"""A clock that tests set: what the program and Dagster take for this moment."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from pipelines.common import china_time


@dataclass
class Clock:
    """Stands still until it is moved."""

    moment: datetime

    @classmethod
    def set_to(cls, moment: datetime, monkeypatch: pytest.MonkeyPatch) -> "Clock":
        """The clock of the test from here on. Dagster dates its runs and events by it, too."""
        clock = cls(moment)

        class Shown(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return clock.moment.astimezone(tz)

        monkeypatch.setattr(china_time, "datetime", Shown)
        monkeypatch.setattr("dagster._time._mockable_get_current_datetime", lambda: Shown.now(UTC))
        monkeypatch.setattr("dagster._time._mockable_get_current_timestamp", lambda: Shown.now().timestamp())
        return clock

    def move(self, **by: float) -> None:
        """Move it by so many days, hours, minutes; back where they are negative."""
        self.moment += timedelta(**by)
