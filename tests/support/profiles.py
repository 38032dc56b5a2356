"""Profiles of statements that tests state."""

from datetime import date
from itertools import count
from typing import Any

from pipelines.statements.profile import Profile

_NUMBERS = count(1)


def profile(file: str = "台账.csv", **changes: Any) -> Profile:
    """A ledger of 木棠镇 for 2018, each call another statement."""
    fields: dict[str, Any] = {
        "number": next(_NUMBERS), "unit": "木棠镇", "period": "2018", "file": file, "sheet": "", "register": "fund_ledger",
        "role": "list", "is_hidden": False, "starts_on": date(2018, 1, 1), "as_of_on": date(2018, 12, 31),
        "as_of_year": 2018, "unit_level": "township",
        "supplied": ("village", "project_name", "year", "planned_yuan"), "counties": ("儋州市",),
        "townships": ("木棠镇",), "villages": ("薛宅村",), "event_years": (2018,), "rounds": (), "naming": ("", ""),
        "rows": 10, "content_hash": file,
    }  # fmt: skip
    fields |= changes
    places = tuple(
        f"儋州市/{town}/{village}" for town in fields["townships"] for village in fields["villages"]
    )
    rows = (fields["rows"] - len(places) + 1, *(1 for _ in places[1:]))  # all but one in the first place
    return Profile(**({"places": places, "place_rows": rows if places else ()} | fields))
