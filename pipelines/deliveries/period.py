"""The period that a delivery is about, read from the name of its folder."""

import re
from dataclasses import dataclass
from datetime import date

from pipelines.common.errors import UserError


@dataclass(frozen=True)
class Period:
    """What a delivery speaks of: its name as the folder gives it, and its last day."""

    name: str
    ends_on: date

    @classmethod
    def parse(cls, name: str) -> "Period":
        """Read 2018, 2018年, 2020H1, 2020上半年, 2021Q3, 2021-06, 202106 or 2021-06-30.

        Raises UserError where the name is none of these.
        """
        text = name.strip().upper().replace("年", "-").replace("月", "-").replace("日", "").strip("-")
        text = text.replace("上半", "H1").replace("下半", "H2").replace("-H", "H").replace("-Q", "Q")
        match = re.fullmatch(
            r"(?P<year>(?:19|20)\d\d)"
            r"(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|[-.]?(?P<month>\d\d?)(?:[-.]?(?P<day>\d\d?))?)?",
            text,
        )
        if match:
            year = int(match["year"])
            month = (
                int(match["month"] or 0)
                or 6 * int(match["half"] or 0)
                or 3 * int(match["quarter"] or 0)
                or 12
            )
            try:
                if match["day"]:
                    return cls(name, date(year, month, int(match["day"])))
                return cls(name, _month_end(year, month))
            except ValueError:
                pass
        raise UserError(
            f"The folder name {name} is no period; expected for example 2018, 2020H1, 2021Q3 or 2021-06."
        )


def _month_end(year: int, month: int) -> date:
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(first_of_next.toordinal() - 1)
