"""Step: write the names of townships in full, which a sheet of a county may write without their kind: 西湾 beside 西湾镇."""

import re

from pipelines.cleaning.source import SheetSource
from pipelines.common.sql import literal
from pipelines.reading.normalise import normalise

_KIND = "(镇|乡|民族乡|街道)"


def name_townships_in_full(source: SheetSource, cells: str) -> str:
    """Cells → fully_named_cells: where the sheet, or the list of villages, has one township that a name is short for, its
    name."""
    if "township" not in source.match.columns:
        return cells
    rows = source.db.execute(
        f"select distinct township from {cells} where class <> 'header' and township <> ''"
    )
    written = [name for (name,) in rows.fetchall()]
    names = {normalise(name) for name in (*written, *source.delivery.places.names("township"))}
    short = {
        name: found.pop()
        for name in written
        if len(found := {one for one in names if re.fullmatch(re.escape(normalise(name)) + _KIND, one)}) == 1
    }
    if not short:
        return cells
    full = "".join(f" when {literal(name)} then {literal(found)}" for name, found in short.items())
    return source.make(
        "fully_named_cells",
        f"select * replace (case township{full} else township end as township) from {cells} order by row",
    )
