"""The registers that a sheet may be of: what its headers and its words say for each and against it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePath

from pipelines.deliveries.notes import entry
from pipelines.reading.candidate import Candidate
from pipelines.reading.headers import Headers
from pipelines.reading.match import Match, match_columns
from pipelines.reading.sheets import Sheet
from pipelines.statements.beside import money_beside
from pipelines.statements.evidence import (
    Verdict,
    Voices,
    is_meant,
    is_named,
    is_opposed,
    is_titled,
    voices_of,
    weigh,
)
from pipelines.statements.rows_below import RowsBelow

_FEWEST_OWN = 2
_NO_FIGURE = re.compile("^序号$|(日期|时间)$")
_FIGURE = re.compile(r"\s*[-+]?[\d,]*\d(\.\d+)?%?\s*")


class SheetCandidates:
    """The registers that one sheet may be of, with the evidence for each.

    `words` are those of its titles and names, `supplied` the columns that the notes state for the whole sheet.
    """

    def __init__(self, sheet: Sheet, file: str, headers: Headers, supplied: set[str]):
        self.sheet = sheet
        self.headers = headers
        self.supplied = supplied
        self._file = file
        self._voices: dict[str, Voices] = {}
        self._verdicts: dict[str, Verdict] = {}
        best = self.voices(max(headers.candidates.values(), key=lambda candidate: candidate.score))
        self.words = best.titles + best.file

    @property
    def names(self) -> tuple[str, str]:
        """The names of the sheet and of its file."""
        return self.sheet.name, PurePath(self._file).stem

    @property
    def by_register(self) -> Mapping[str, Candidate]:
        """Each register as the sheet would be it."""
        return self.headers.candidates

    def voices(self, candidate: Candidate) -> Voices:
        """What speaks for and against the register."""
        name = candidate.register.name
        if name not in self._voices:
            self._voices[name] = voices_of(self.sheet, self._file, self.headers, candidate, self.supplied)
        return self._voices[name]

    def verdict(self, candidate: Candidate) -> Verdict:
        """What the evidence says of the register."""
        name = candidate.register.name
        if name not in self._verdicts:
            self._verdicts[name] = weigh(candidate.register, self.voices(candidate))
        return self._verdicts[name]

    def is_for(self, candidate: Candidate) -> bool:
        """Whether the evidence is for the register, and none of it against."""
        return self.verdict(candidate) == "for"

    def is_meant(self, candidate: Candidate) -> bool:
        """Whether title, sheet or file name argue for the register, and the evidence is for it."""
        return is_meant(candidate.register, self.voices(candidate)) and self.is_for(candidate)

    def is_opposed(self, candidate: Candidate) -> bool:
        """Whether title, sheet or file name argue against the register."""
        return is_opposed(candidate.register, self.voices(candidate))

    def is_titled(self, candidate: Candidate) -> bool:
        """Whether the register's own title stands in the sheet's, and the evidence is for it."""
        return is_titled(candidate.register, self.voices(candidate)) and self.is_for(candidate)

    def complete(self) -> list[Candidate]:
        """Candidates that have all that their register needs: one that the sheet is titled first, then the fullest, and of
        equals one that the evidence is for."""
        return sorted(
            (one for one in self.by_register.values() if one.score and not one.missing(self.supplied)),
            key=lambda one: (not self.is_titled(one), -one.score, not self.is_for(one)),
        )

    def nearest(self) -> Candidate:
        """The candidate with most columns, where evidence for it counts as one: of several that one, or the shorter list. One
        that nothing speaks for gives way to one that is spoken for and has half as many columns."""

        def closeness(one: Candidate) -> tuple[int, bool, bool, int]:
            is_for = one.score > 0 and self.is_for(one)
            named = is_for and is_named(one.register, self.voices(one))
            return one.score + is_for, named, is_for, -len(one.register.columns)

        candidates = self.by_register.values()
        most = max(one.score for one in candidates)
        best = max((one for one in candidates if one.score + 1 >= most), key=closeness)
        if not self.is_doubtful(best):
            return best
        fewest = max(_FEWEST_OWN, best.score / 2)
        own = [
            one
            for one in candidates
            if one.score >= fewest and self.is_for(one) and not self.is_doubtful(one)
        ]
        return max(own, key=closeness, default=best)

    def is_doubtful(self, candidate: Candidate) -> bool:
        """Whether words must speak for the register and do not, or speak against it; of a roll its title does."""
        evidence, verdict = candidate.register.evidence, self.verdict(candidate)
        if candidate.register.is_roll and self.is_opposed(candidate):
            return True
        return verdict != "for" and (evidence.is_needed or bool(evidence.kinds) or verdict != "silent")

    def is_accepted(self, candidate: Candidate) -> bool:
        """Whether the evidence allows the register. A list of objects is read, or is an extract from that register; one of
        a kind of its own is no list of another."""
        register = candidate.register
        return (
            (register.is_roll and not register.evidence.kinds)
            or self.is_for(candidate)
            or (self.verdict(candidate) == "silent" and not register.evidence.is_needed)
        )

    def has_figures(self, candidate: Candidate) -> bool:
        """Whether rows below the header have a number in a column that is none of areas, serials or days."""
        areas = {
            index
            for name, index in candidate.columns.items()
            if candidate.register.by_name[name].kind == "area"
        }
        free = [
            index
            for index, label in enumerate(candidate.labels, start=1)
            if label.readings and index not in areas and not _NO_FIGURE.search(label.name)
        ]
        rows = self.headers.rows[candidate.header_row :]
        return any(len(row) >= index and _FIGURE.fullmatch(row[index - 1]) for row in rows for index in free)

    def match(self, candidate: Candidate) -> Match:
        """The match of the header that the candidate reads, with the money of other registers beside its own."""
        match = match_columns(candidate, self.headers.rows, self.names)
        return replace(match, beside=money_beside(match, self.by_register))

    def rows_below(self, candidate: Candidate) -> RowsBelow:
        """The rows below the header, as columns of the register."""
        return RowsBelow(self.sheet, self.headers, candidate)

    def either(self, registers: Iterable[str], conjunction: str = "or") -> str:
        """The lines of delivery.yml that state one of the registers, of which one is to be written."""
        return f" {conjunction} ".join(self.note(f"register: {name}") for name in registers)

    def note(self, statement: str) -> str:
        """The line of delivery.yml that states something of the sheet, as `register: persons`."""
        return note_on(self.sheet, self._file, statement)


def note_on(sheet: Sheet, file: str, statement: str) -> str:
    """The line of delivery.yml that states something of the sheet of a file, as `register: persons`."""
    names = entry({"file": file} | ({"sheet": sheet.name} if sheet.name else {}))
    return f"- {names[:-1]}, {statement}}}"
