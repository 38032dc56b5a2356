"""Rows that name the members of a household below its head, in lists of a register that knows households alone."""

import re

from pipelines.cleaning.source import SheetSource
from pipelines.registers.areas import AREA_LEVELS
from pipelines.rules import Notice

_RELATION = re.compile("与?户主[的之]?关系|家庭关系")
_HEADS = frozenset({"户主", "户主本人", "本人", "本人或户主"})
_WHO_AND_WHERE = {*AREA_LEVELS, "place", "head_name"}
"""Columns in which a member's row may repeat what its head's row states."""
_PERSONAL = {"person_name", "person_id_number", "phone"}


def class_members_below_heads(source: SheetSource, cells: str) -> tuple[str, list[Notice]]:
    """Cells → cells_of_heads, and a notice: rows of another relation than 户主, below one of 户主, that state no more than who
    a member is. Each of them would count as a household.

    Where one of them states a fact of its own, all stay rows. A register with persons of its own has a row for each.
    """
    relation = next((one.index for one in source.match.unmapped if _RELATION.fullmatch(one.label)), None)
    if relation is None or "person_id" in source.register.by_name:
        return cells, []
    facts = [
        one.name for one in source.mapped if one.kind not in _PERSONAL and one.name not in _WHO_AND_WHERE
    ]
    found = source.db.execute(
        f"select row from {cells} where class = 'data' and coalesce({', '.join(facts)}, null) is null"
    )
    bare = {row for (row,) in found.fetchall()}
    members, is_below_head = [], False
    for row, [stated] in source.texts(cells, [relation]).items():
        if stated in _HEADS:
            is_below_head = True
        elif stated and row in bare and is_below_head:
            members.append(row)
        elif stated:
            return cells, []
    if not members:
        return cells, []
    table = source.reclass("cells_of_heads", cells, members, "member")
    return table, [Notice("members_below_head", {"numbers": members[:10]}, len(members))]
