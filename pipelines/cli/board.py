"""The board of deliveries in the terminal: who delivered what, and who is late."""

from collections import Counter
from typing import Any

from rich.table import Table
from rich.text import Text

from pipelines.cli.listing import fetched, print_as_wide_as_needed
from pipelines.common.china_time import shown_time
from pipelines.common.language import label as spoken_label
from pipelines.quality.calendar import AWAITED, LATE, OVERDUE, board

_COUNTED = {
    "files": "files\n文件",
    "rows_read": "read\n读取",
    "accepted": "accepted\n采纳",
    "quarantined": "quarantined\n隔离",
    "superseded": "repeated\n重复",
    "non_data": "no data\n非数据",
}
"""Column of the board → its head."""
_LATENESS = {
    status: f"{english} {status}"
    for status, english in ((AWAITED, "awaited"), (LATE, "late"), (OVERDUE, "overdue"))
}
"""Status that is worth a word → its label in both languages."""


def print_board(release: Any) -> None:
    """Where the rows of each delivery went: read = accepted + quarantined + superseded + non-data; and what is owed or late."""
    [(release_id, built_at)] = release.execute("select release_id, built_at from quality.release").fetchall()
    title = f"{spoken_label('Deliveries 报送情况')} · {release_id} · {shown_time(built_at)}"
    table = Table(title=title, title_justify="left")
    for name in ("unit\n单位", "period\n期间"):
        table.add_column(spoken_label(name), no_wrap=True)
    for name in _COUNTED.values():
        table.add_column(spoken_label(name), justify="right", no_wrap=True)
    table.add_column(spoken_label("status\n状态"), overflow="fold")
    names, rows = fetched(board(release))
    total: Counter[str] = Counter()
    for values in rows:
        row: dict[str, Any] = dict(zip(names, values, strict=True))
        counts = {name: row[name] for name in _COUNTED}
        total.update(counts)
        numbers = (f"{number:,}" for number in counts.values())
        style = "yellow" if row["unreadable"] or row["held_back"] else None
        table.add_row(Text(row["unit"]), Text(row["period"]), *numbers, Text(status_of(row)), style=style)
    table.add_section()
    table.add_row(spoken_label("total 合计"), "", *(f"{total[name]:,}" for name in _COUNTED))
    print_as_wide_as_needed(table)


def status_of(row: dict[str, Any]) -> str:
    """What is amiss with a delivery: what could not be read or counted, and what is awaited, late or overdue."""
    found = []
    if row["unreadable"]:
        found.append(f"✕ {row['unreadable']} {spoken_label('unreadable 读不出')}")
    if row["held_back"]:
        found.append(f"✕ {spoken_label('held back 暂缓')}")
    if (status := row["delivery_status"]) in _LATENESS:
        missing = f" {row['missing']}" if row["missing"] else ""
        found.append(f"{spoken_label(_LATENESS[status])} {row['due_on']}{missing}")
    return " · ".join(found)
