"""What the steward writes beside a delivery: `delivery.yml`."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Notes(BaseModel):
    """`defaults` gives the value of a canonical column for sheets that lack it; `money_unit` the unit of amounts
    that state none anywhere else."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str | None = None
    note: str | None = None
    defaults: dict[str, str | int | float | bool] = {}
    money_unit: Literal["元", "万元"] | None = None
