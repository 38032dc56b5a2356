"""`python -m tests.benchmarks.audit_recall FOLDER` measures reading against reports whose figures people listed.

FOLDER holds `reports/*.txt` and `claims.jsonl`: a line per figure with `doc`, `value_offset`, `value` and `unit`. Prints,
for each report and all of them, recall and precision on value, unit and offset; with --misses each figure that is not
found, and each that is found and not listed.
"""

import argparse
import json
from decimal import Decimal
from pathlib import Path

from pipelines.audit.documents import read_document
from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold

_UNITS = {
    "household": "households",
    "person": "persons",
    "person_time": "person_times",
    "percent": "fraction",
    **{name: name for name in ("mu", "km", "km2", "m", "m2", "jin")},
    **{name: f"{name}s" for name in ("year", "month", "week", "day")},
    "class_hour": "hours",
}
"""Unit of a listed figure → that of a figure; amounts are yuan, all else is counted."""

Key = tuple[int, Decimal, str]


def _unit(listed: str) -> str:
    return "yuan" if listed.startswith("CNY") else _UNITS.get(listed, "count")


def _expected(folder: Path) -> dict[str, set[Key]]:
    expected: dict[str, set[Key]] = {}
    for line in (folder / "claims.jsonl").read_text(encoding="utf-8").splitlines():
        claim = json.loads(line, parse_float=Decimal)
        key = (claim["value_offset"], Decimal(claim["value"]).normalize(), _unit(claim["unit"]))
        expected.setdefault(claim["doc"], set()).add(key)
    return expected


def _found(path: Path) -> set[Key]:
    document = read_document(path)
    figures = find_figures(fold(document.text), document.text)
    return {(figure.start, figure.value.normalize(), figure.unit) for figure in figures}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", nargs="*", help="only these")
    parser.add_argument("--misses", action="store_true")
    arguments = parser.parse_args()
    totals = [0, 0, 0]
    for name, expected in sorted(_expected(arguments.folder).items()):
        if arguments.reports and name not in arguments.reports:
            continue
        path = arguments.folder / "reports" / f"{name}.txt"
        found = _found(path)
        counts = (len(expected & found), len(expected), len(found))
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        _print(name, *counts)
        if arguments.misses:
            text = path.read_text(encoding="utf-8")
            for sign, keys in (("missed", expected - found), ("extra", found - expected)):
                for offset, value, unit in sorted(keys):
                    around = text[max(0, offset - 12) : offset + 14].replace("\n", "⏎")
                    print(f"    {sign:6} {offset:6} {value:f} {unit:12} {around}")
    _print("all", *totals)


def _print(name: str, both: int, expected: int, found: int) -> None:
    recall, precision = both / max(expected, 1), both / max(found, 1)
    print(
        f"{name}: recall {recall:.4f} precision {precision:.4f} ({both} of {expected} listed, {found} found)"
    )


if __name__ == "__main__":
    main()
