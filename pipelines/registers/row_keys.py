"""Keys that each clean row is given beside those of its area: its own, and that of the household which it is of."""

from collections.abc import Set

ROW_KEY = "concat_ws('/', unit, period, file, sheet, cast(row as varchar))"
"""SQL of the place of a row, which no other row has."""

HEAD_COLUMNS = ("household_id", "head_person_id", "head_name")
"""What a household is known by: its number, or its head."""

_HOUSEHOLD_KEY = f"coalesce(household_id, head_person_id, case when head_name is not null then {ROW_KEY} end)"


def row_keys(columns: Set[str], is_stock: bool) -> dict[str, tuple[str, str]]:
    """Key → its SQL on a clean row with these columns, and its definition.

    A list has a household once, so that a row which only names its head is a household of its own; in a flow the same
    head may be named for each event, and nobody can tell.
    """
    keys = {"row_key": (ROW_KEY, "这一行的代码：报送单位/期间/文件/工作表/行号。")}
    if is_stock and columns >= {*HEAD_COLUMNS}:
        definition = (
            "这一行所说的户：户编号；没有的，户主的身份代码；只写了户主姓名的，一行算一户；没有写户的为空。"
        )
        keys["household_key"] = (_HOUSEHOLD_KEY, definition)
    return keys
