"""What `township diff` prints."""

import sys
from dataclasses import asdict

from pipelines.cli.listing import as_json, print_rows, write_csv
from pipelines.releases.causes import CAUSES
from pipelines.releases.diff import Change, Comparison, Total

_MOST_BEHIND = 3


def print_comparison(found: Comparison, format: str, *, is_wide: bool = False) -> None:
    """Print what differs between two releases: files, a total for each mart and area, and each figure, with the cause."""
    if format == "json":
        content = {name: value for name, value in asdict(found).items() if name != "is_possible"}
        print(as_json(content))
        return
    names = ["mart", "row", "column", "old", "new", "cause", "behind"]
    rows = (
        (c.mart, c.key, c.column, c.old, c.new, f"{CAUSES[c.cause]} {c.cause}", _behind(c))
        for c in found.changes
    )
    if format == "csv":
        write_csv(names, rows, sys.stdout)
        return
    print(f"{found.old} → {found.new}: {len(found.changes)} changes")
    for name, cause in found.inputs.items():
        print(f"  {CAUSES[cause]} {cause}: {name}")
    if found.totals:
        titles = ["mart", "area", "rows", "figures", "sums"]
        totals = [(t.mart, "·".join(filter(None, t.area)), t.rows, t.figures, _sums(t)) for t in found.totals]
        print_rows(titles, totals, format, is_wide=is_wide)
    if found.changes:
        print_rows(names, rows, format, is_wide=is_wide)


def _sums(total: Total) -> str:
    """paid_yuan 100 → 120; planned_yuan — → 5"""
    return "; ".join(
        f"{name} " + " → ".join("—" if value is None else f"{value:,f}".removesuffix(".00") for value in pair)
        for name, pair in total.sums.items()
    )


def _behind(change: Change) -> str:
    """The first sheets behind a figure, and how many more there are."""
    more = len(change.behind) - _MOST_BEHIND
    return "; ".join(change.behind[:_MOST_BEHIND]) + (f"; + {more}" if more > 0 else "")
