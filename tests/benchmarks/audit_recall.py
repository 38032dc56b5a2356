"""`python -m tests.benchmarks.audit_recall FOLDER` measures audits against reports whose figures people listed.

FOLDER holds `reports/*.txt`, `claims.jsonl` (a line per figure: `id`, `doc`, `value_offset`, `value`, `unit`, `subject`,
`measure`, `period`, `dims`, `kind`) and `identities.jsonl` (`doc`, `claims`, `strength`, `holds`). Prints for each report,
and for all of them: recall and precision of figures on value, unit and offset; for observed figures F1 of subject, of subject
and measure, of period, of dimensions, and of all of these, also of those dimensions alone that make another figure
(wording.yml has those that only describe one); broken identities that are found, and those that hold and are called broken.
Values are compared in the terms of the registers' vocabularies. `--confusions` counts what is taken for what.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.audit.audit import Audit, audit_report
from pipelines.audit.topics import topics
from pipelines.reading.normalise import normalise
from pipelines.reading.vocabularies import terms_of
from pipelines.reconciling.wording import DESCRIBING

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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", nargs="*", help="only these")
    parser.add_argument(
        "--misses", action="store_true", help="list figures not found, and found and not listed"
    )
    parser.add_argument("--confusions", action="store_true", help="count what is taken for what")
    arguments = parser.parse_args()
    claims, identities = _lines(arguments.folder, "claims"), _lines(arguments.folder, "identities")
    totals: Counter[str] = Counter()
    confused: Counter[tuple[str, str, str]] = Counter()
    for name in arguments.reports or sorted({claim["doc"] for claim in claims}):
        audit = audit_report(arguments.folder / "reports" / f"{name}.txt")
        listed = [claim for claim in claims if claim["doc"] == name]
        counts = Counter(_figures(audit, listed))
        counts.update(_meanings(audit, listed))
        counts.update(_identities(audit, listed, [one for one in identities if one["doc"] == name]))
        totals.update(counts)
        _print(name, counts)
        confused.update(_confusions(audit, listed))
        if arguments.misses:
            _print_misses(audit, listed)
    _print("all", totals)
    if arguments.confusions:
        for (kind, expected, found), number in confused.most_common():
            print(f"    {number:4} {kind:10} {expected} → {found}")


def _lines(folder: Path, name: str) -> list[dict]:
    lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line, parse_float=Decimal) for line in lines]


def _expected(listed: list[dict]) -> set[tuple]:
    return {
        (claim["value_offset"], Decimal(claim["value"]).normalize(), _unit(claim["unit"])) for claim in listed
    }


def _unit(listed: str) -> str:
    return "yuan" if listed.startswith("CNY") else _UNITS.get(listed, "count")


def _found(audit: Audit) -> set[tuple]:
    return {(figure.start, figure.value.normalize(), figure.unit) for figure in audit.figures}


def _figures(audit: Audit, listed: list[dict]) -> Iterator[str]:
    expected, found = _expected(listed), _found(audit)
    yield from ["listed"] * len(expected)
    yield from ["found"] * len(found)
    yield from ["right"] * len(expected & found)


def _read(audit: Audit, listed: list[dict]) -> Iterator[tuple[dict, dict[str, Any]]]:
    """Each observed figure that is understood: what people say of it, and what the audit does."""
    claims = {claim["value_offset"]: claim for claim in listed if claim["kind"] == "observed"}
    for figure, meaning, verdict in zip(audit.figures, audit.meanings, audit.verdicts, strict=True):
        if (claim := claims.get(figure.start)) and meaning:
            yield (
                claim,
                {
                    "subject": meaning.subject.subject,
                    "measure": meaning.measure,
                    "period": verdict.period,
                    "dims": _parts(verdict.dims or {}),
                },
            )


def _expected_of(claim: dict) -> dict[str, Any]:
    return {**claim, "period": _period(claim), "dims": _parts(claim["dims"])}


def _meanings(audit: Audit, listed: list[dict]) -> Iterator[str]:
    """Observed figures, those that are understood, and what of these is right."""
    yield from ["observed"] * len({one["value_offset"] for one in listed if one["kind"] == "observed"})
    for claim, found in _read(audit, listed):
        yield "understood"
        expected = _expected_of(claim)
        right = {name: found[name] == expected[name] for name in found}
        right["measure"] &= right["subject"]
        yield from (name for name, is_right in right.items() if is_right)
        if right["measure"] and right["period"]:
            if right["dims"]:
                yield "all"
            if _telling(found["dims"]) == _telling(expected["dims"]):
                yield "all but describing"


def _confusions(audit: Audit, listed: list[dict]) -> Iterator[tuple[str, str, str]]:
    for claim, found in _read(audit, listed):
        expected = _expected_of(claim)
        for name in ("subject", "measure", "period"):
            if expected[name] != found[name]:
                yield name, str(expected[name]), str(found[name])
        for dimension in {*expected["dims"], *found["dims"]}:
            pair = expected["dims"].get(dimension), found["dims"].get(dimension)
            if pair[0] != pair[1]:
                yield dimension, *map(str, pair)


def _period(claim: dict) -> str:
    """The year as the text has it, which may be a slip of the pen, or the years of a span."""
    written = re.search(r"as written: (\d{4})", claim["period"])
    return written[1] if written else claim["period"]


_NOTES = {
    "approx",
    "exit_year_as_written",
    "exit_year_likely",
    "typo",
    "unit_error",
    "unit_missing",
    "year_as_written",
    "year_likely",
}
"""What people noted about the text beside the dimensions."""


def _parts(dims: dict) -> dict[str, str]:
    """The dimensions that make the figure a part of something, in the vocabularies' terms."""
    return {
        name: _term(name, str(value)) for name, value in dims.items() if value != "all" and name not in _NOTES
    }


def _term(dimension: str, value: str) -> str:
    vocabularies = {topic.vocabularies[dimension] for topic in topics() if dimension in topic.vocabularies}
    return next((term for one in vocabularies if (term := terms_of(one).get(normalise(value)))), value)


def _telling(dims: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in dims.items() if name not in DESCRIBING}


def _identities(audit: Audit, listed: list[dict], identities: list[dict]) -> Iterator[str]:
    offsets = {claim["id"]: claim["value_offset"] for claim in listed}
    broken = {frozenset(audit.figures[number].start for number in one.figures) for one in audit.broken}
    known = {
        kind: [
            frozenset(offsets.get(claim, -1) for claim in one["claims"])
            for one in identities
            if (one["strength"] if one["holds"] == "BROKEN" else "holding") == kind
        ]
        for kind in ("hard", "soft", "holding")
    }
    listed_broken = {*known["hard"], *known["soft"]}
    for kind, of_kind in known.items():
        yield from [kind] * len(of_kind)
        # figures that are broken in one way may hold in another: mended, or counted by another list
        called = [figures for figures in of_kind if figures in broken]
        yield from [f"{kind} called broken"] * sum(
            kind != "holding" or figures not in listed_broken for figures in called
        )
    yield from ["broken, not listed"] * len(broken - {figures for of in known.values() for figures in of})


_READ = ("subject", "measure", "period", "dims", "all", "all but describing")


def _print(title: str, counts: Counter[str]) -> None:
    def share(part: str, whole: str) -> str:
        return f"{counts[part] / max(counts[whole], 1):.4f} ({counts[part]} of {counts[whole]})"

    def f1(part: str) -> float:
        return 2 * counts[part] / max(counts["observed"] + counts["understood"], 1)

    print(
        f"{title}: figures recall {share('right', 'listed')}, precision {share('right', 'found')}; "
        f"F1 of {', '.join(f'{name} {f1(name):.4f}' for name in _READ)}; "
        f"broken found: hard {share('hard called broken', 'hard')}, soft {share('soft called broken', 'soft')}; "
        f"false: {counts['holding called broken']} of {counts['holding']}, {counts['broken, not listed']} not listed"
    )


def _print_misses(audit: Audit, listed: list[dict]) -> None:
    expected, found = _expected(listed), _found(audit)
    for sign, keys in (("missed", expected - found), ("extra", found - expected)):
        for offset, value, unit in sorted(keys):
            around = audit.document.text[max(0, offset - 12) : offset + 14].replace("\n", "⏎")
            print(f"    {sign:6} {offset:6} {value:f} {unit:12} {around}")


if __name__ == "__main__":
    main()
