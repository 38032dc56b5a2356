"""Weigh the words by which a sheet describes itself: for a register, against it, or for another kind of list."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import PurePath
from typing import Literal

from pipelines.reading.candidate import Candidate
from pipelines.reading.headers import Headers
from pipelines.reading.known_headers import columns_by_header
from pipelines.reading.labels import Label
from pipelines.reading.normalise import normalise
from pipelines.reading.sheets import Sheet
from pipelines.reading.vocabularies import without_persons
from pipelines.registers.contract import Register
from pipelines.statements.kinds import Kind, load_kinds

_PARTNER = re.compile(r"[^\d年月度]{2,}(合作社|公司)")
"""The name of a partner, which may contain the word for another kind of money (种粮合作社)."""
_ID_NUMBERS = ("身份证", "证件号")
_PERSONS = ("姓名", "户主")
_ID_NUMBER = re.compile(r"\d{6}[\d*×xX]{8,}")
"""An ID number, some digits of it hidden or not."""
_OFFICER = re.compile("负责人|责任人|联系人|经办人|法人|法定代表人|代表人")
_BRACKETS = re.compile(r"\([^()]*\)")
_LONGEST_TERM = 12
_LONGEST_INSERT = 4
_DEFAULT_SHEET = re.compile(r"(sheet|工作表|表)\d*|(?!20\d\d)\d*", re.IGNORECASE)
_BESIDE_TITLE = re.compile(
    r"(金额)?单位:?(万?元)?|\(?(金额)?单位:?万?元\)?|附[件表]\d*:?|表\d*[-\d]*:?|第?\d+页|编号:?\S*"
    r"|(填报|制表|填表|打印|报送|上报|审核|联系|负责)\S*"
)
"""What stands in a row beside its title, and names nothing."""

Verdict = Literal["for", "against", "both", "silent"]


@dataclass(frozen=True)
class Voices:
    """The words by which a sheet describes itself, normalised: each later voice counts only where the earlier are silent.

    `headers` are the words of its header and of columns that the delivery's notes supply, `titles` the lines above the
    header and the sheet's name, `file` the name of the file, `terms` what most rows have in a column of few words. Of the
    headers `of_nobody` speak of ID numbers, and the rows are not of persons with such.
    """

    headers: tuple[str, ...]
    titles: tuple[str, ...]
    file: tuple[str, ...]
    terms: tuple[str, ...] = ()
    of_nobody: frozenset[str] = frozenset()

    @property
    def in_order(self) -> tuple[tuple[str, ...], ...]:
        return self.headers, self.titles, self.file, self.terms


def voices_of(
    sheet: Sheet, file: str, headers: Headers, candidate: Candidate, supplied_columns: Iterable[str]
) -> Voices:
    """The words of the sheet, where the candidate's header is its header."""
    above = headers.rows[: max(candidate.header_row - 1, 0)]
    titles = [title for row in above if (title := _title(row))]
    names = [sheet.name] if not _DEFAULT_SHEET.fullmatch(normalise(sheet.name)) else []
    supplied = [column.title for column in candidate.register.columns if column.name in supplied_columns]
    labels = [label.readings[0] for label in candidate.labels if label.readings]
    return Voices(
        tuple(map(normalise, [*labels, *supplied])),
        tuple(map(normalise, [*titles, *names])),
        (normalise(PurePath(file).stem),),
        _terms(headers.rows[candidate.header_row :]),
        _of_nobody(candidate, headers.rows[candidate.header_row :]),
    )


def _of_nobody(candidate: Candidate, rows: list[list[str]]) -> frozenset[str]:
    """Headers of ID numbers of whoever answers for what a row is of, or below which most rows have none and no name."""
    found = set()
    names_persons = _contains([reading for label in candidate.labels for reading in label.readings], _PERSONS)
    filled = [row for row in rows if sum(bool(cell.strip()) for cell in row) > 1]
    for index, label in enumerate(candidate.labels):
        if label.readings and _contains([header := normalise(label.readings[0])], _ID_NUMBERS):
            numbers = sum(len(row) > index and bool(_ID_NUMBER.search(row[index])) for row in filled)
            if _OFFICER.search(header) or (filled and not names_persons and 2 * numbers <= len(filled)):
                found.add(header)
    return frozenset(found)


def _title(row: list[str]) -> str | None:
    """The one cell of the row, but for those that only stand beside a title."""
    cells = [cell for cell in row if cell.strip()]
    titles = [cell for cell in cells if not _BESIDE_TITLE.fullmatch(normalise(cell))]
    return cells[0] if len(cells) == 1 else titles[0] if len(titles) == 1 else None


def _terms(rows: list[list[str]]) -> tuple[str, ...]:
    """Words that more than half of the rows have in common, column by column."""
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    columns = (
        zip(*(row + [""] * (max(map(len, rows)) - len(row)) for row in rows), strict=True) if rows else ()
    )
    found = []
    for cells in columns:
        commonest = max(set(cells), key=cells.count)
        if (
            commonest.strip()
            and cells.count(commonest) * 2 > len(rows) > 1
            and len(commonest) <= _LONGEST_TERM
        ):
            found.append(normalise(commonest))
    return tuple(found)


def weigh(register: Register, voices: Voices) -> Verdict:
    """Whether the evidence is for the register. The kinds of `kinds.yml` argue against every register that is none of them.

    A header counts more than a title, a title more than a name of a file. Words for and against in one voice contradict
    each other only where evidence is needed: elsewhere the headers have decided already, and words in cells decide nothing.
    But a column of ID numbers is none of a register of projects or places, whatever other columns stand beside it.
    """
    evidence = register.evidence
    if evidence.is_needed and (verdict := _outweighed(register, voices)):
        return verdict
    if is_titled(register, voices) and not _lists_persons(register, voices):
        return "for"
    for words in voices.in_order if evidence.is_needed else voices.in_order[:-1]:
        pro, contra = _arguments(register, words, voices)
        if pro and contra:
            is_open = _lists_persons(register, voices) if words is voices.headers else evidence.is_needed
            is_open = is_open and not (words is voices.titles and _ends_as(register, words))
            return "both" if is_open else "for"
        if pro or contra:
            return "for" if pro else "against"
    return "silent"


def _lists_persons(register: Register, voices: Voices) -> bool:
    """Whether a column has the ID numbers of persons, of which the register has none."""
    kinds = {column.kind for column in register.columns}
    headers = [header for header in voices.headers if header not in voices.of_nobody]
    return "person_id_number" not in kinds and _contains(headers, _ID_NUMBERS)


def _outweighed(register: Register, voices: Voices) -> Verdict | None:
    """The verdict of a title or a name that says that the sheet is of something else, where it outweighs the headers.

    A column of partners is weak evidence: partners pay wages, rents and refunds too, by days worked or by area.
    """
    evidence = register.evidence
    foreign = [kind.kind for kind in load_kinds() if kind.kind not in evidence.kinds]
    is_silent = not _contains([*voices.titles, *voices.file, *voices.headers], evidence.names)
    if evidence.names and is_silent and _has_header_of(foreign, voices.headers):
        return "against"
    if _contains(voices.titles, evidence.names) and not _is_refuted(register, voices.titles):
        return None
    for words in (voices.titles, voices.file):
        if _is_refuted(register, words):
            return "both" if _contains([*words, *voices.headers], evidence.names) else "against"
        without_partners = [_PARTNER.sub("", text) for text in words]
        if evidence.names and _arguments(register, without_partners, voices)[1]:
            return None if _contains([*words, *voices.headers], evidence.names) else "against"
    return None


def _is_refuted(register: Register, words: Iterable[str]) -> bool:
    """Whether the words refute the register, but for those that only name who is on its list: 监测户 are looked up, too."""
    return _contains(map(without_persons, words), register.evidence.refuted_by)


def _arguments(register: Register, words: Sequence[str], voices: Voices) -> tuple[bool, bool]:
    """Whether the words of one voice argue for the register, and against it."""
    evidence = register.evidence
    # whoever is paid may be named on a list of money of any kind
    nobody = tuple(map(without_persons, words))
    about = words if register.is_roll else nobody
    kind = None if words is voices.headers else _kind((*about,))
    if kind and kind.kind in evidence.kinds:  # a list of such persons, unless it is of another kind too
        kind = _kind(nobody) or kind
    is_own_kind = kind is not None and kind.kind in evidence.kinds
    pro = is_own_kind or _contains(words, evidence.pro) or _is_borne_out(register, words, voices)
    pro = pro or (words is voices.headers and _has_header_of(evidence.kinds, words))
    return pro, _contains(about, evidence.contra) or (kind is not None and not is_own_kind)


def _ends_as(register: Register, titles: Iterable[str]) -> bool:
    """Whether each title with a word against the register has one for it behind that: 学生资助统计表 is of grants, and what
    stands in brackets is no end."""
    evidence, own = register.evidence, _own_words(register)
    foreign = [*evidence.contra, *evidence.refuted_by]
    foreign += _words_of(one for one in load_kinds() if one.kind not in evidence.kinds)
    against = [title for title in titles if _contains([title], foreign)]
    return all(
        not _contains(_BRACKETS.findall(title), foreign)
        and _end_of(_BRACKETS.sub("", title), own) > _end_of(_BRACKETS.sub("", title), foreign)
        for title in against
    )


def _own_words(register: Register) -> list[str]:
    """What titles call the register."""
    evidence = register.evidence
    of_kinds = _words_of(kind for kind in load_kinds() if kind.kind in evidence.kinds)
    return [*evidence.pro, *evidence.names, *of_kinds]


def end_in_title(register: Register, voices: Voices) -> int:
    """Where the last word for the register ends in a title; what stands in brackets is no end."""
    own = _own_words(register)
    return max((_end_of(_BRACKETS.sub("", title), own) for title in voices.titles), default=0)


def _end_of(text: str, words: Iterable[str]) -> int:
    """Where the last of the words ends in the text."""
    return max((text.rfind(word) + len(word) for word in words if word in text), default=0)


def _is_borne_out(register: Register, words: Sequence[str], voices: Voices) -> bool:
    """Whether a word that is not the register's alone argues for it, as others beside it bear out."""
    evidence = register.evidence
    if _contains(words, evidence.titled) and _contains([*voices.titles, *voices.file], evidence.titled):
        return True
    if not _contains(words, evidence.shared):
        return False
    known = columns_by_header(register)
    beside = (column for header in voices.headers if (column := known.get(header)))
    return any(column.name in evidence.shared_beside for column in beside)


def kind_of(voices: Voices) -> Kind | None:
    """The kind of ledger that the sheet seems to be, where it is one of no register: its title decides first."""
    for words in (voices.titles, voices.file, voices.terms):
        if kind := _kind(tuple(map(without_persons, words))) or _kind(words):
            return kind
    counted = [(_count(voices.headers, kind.headers), -rank) for rank, kind in enumerate(load_kinds())]
    count, rank = max(counted)
    return load_kinds()[-rank] if count else None


def is_named(register: Register, voices: Voices) -> bool:
    """Whether title, sheet or file name say what the register is of (分红), beside who takes part."""
    return _contains((*voices.titles, *voices.file), register.evidence.names)


def is_meant(register: Register, voices: Voices) -> bool:
    """Whether title, sheet or file name argue for the register."""
    return _arguments(register, (*voices.titles, *voices.file), voices)[0]


def is_opposed(register: Register, voices: Voices) -> bool:
    """Whether title, sheet or file name argue against the register, as one of another kind does."""
    return _arguments(register, (*voices.titles, *voices.file), voices)[1]


def spoken_for(register: Register, voices: Voices) -> str | None:
    """The first word that argues for the register."""
    evidence = register.evidence
    headers = [header for kind in load_kinds() if kind.kind in evidence.kinds for header in kind.headers]
    words = [*_own_words(register), *evidence.shared]
    return next(
        (
            found
            for texts in voices.in_order
            if (found := _first_of(texts, [*words, *(headers if texts is voices.headers else [])]))
        ),
        None,
    )


def spoken_against(register: Register, voices: Voices) -> tuple[str | None, str | None]:
    """The first word that argues against the register, and the kind of ledger that it is of, as far as there is one."""
    evidence = register.evidence
    for texts in voices.in_order:
        kind = None if texts is voices.headers else _kind((*texts,))
        if kind and kind.kind not in evidence.kinds:
            return _first_of(texts, kind.words), kind.kind
        if found := _first_of(texts, [*evidence.refuted_by, *evidence.contra]):
            return found, None
    return None, None


def names_register(register: Register, voices: Voices) -> bool:
    """Whether title, sheet or file name have a word that argues for the register by itself."""
    return _contains((*voices.titles, *voices.file), register.evidence.pro)


def is_titled(register: Register, voices: Voices) -> bool:
    """Whether the register's own title stands in a title or the sheet's name."""
    return any(map(_own_title(register).search, voices.titles))


@cache
def _own_title(register: Register) -> re.Pattern[str]:
    """Finds the register's title, with a few words in one place within it: 到村基础设施项目实施台账."""
    title = register.title
    pieces = range(2, len(title) - 2)
    forms = [f"{re.escape(title[:at])}.{{0,{_LONGEST_INSERT}}}{re.escape(title[at:])}" for at in pieces]
    return re.compile("|".join(forms) or r"(?!)")


def names_kind(voices: Voices, kind: Kind) -> bool:
    """Whether title, sheet or file name name the kind."""
    return _contains(voices.titles, kind.words) or _contains(voices.file, kind.words)


def headers_of_kinds(labels: Iterable[Label]) -> int:
    """How many of the headers are such as only a kind of ledger of no register has."""
    texts = [label.readings[0] for label in labels]
    return _count(texts, [header for kind in load_kinds() for header in kind.headers])


def _has_header_of(kinds: Iterable[str], labels: Sequence[str]) -> bool:
    """Whether one of the headers is of one of the kinds."""
    return _contains(
        labels, [header for kind in load_kinds() if kind.kind in kinds for header in kind.headers]
    )


@lru_cache(maxsize=256)
def _kind(texts: tuple[str, ...]) -> Kind | None:
    return next((kind for kind in load_kinds() if _contains(texts, kind.words)), None)


def _words_of(kinds: Iterable[Kind]) -> list[str]:
    return [word for kind in kinds for word in kind.words]


def _first_of(texts: Iterable[str], words: Sequence[str]) -> str | None:
    """The word that comes first in the texts."""
    return next((match[0] for text in texts if (match := _one_of((*words,)).search(text))), None)


def _contains(texts: Iterable[str], words: Iterable[str]) -> bool:
    return any(map(_one_of((*words,)).search, texts))


def _count(texts: Iterable[str], parts: Iterable[str]) -> int:
    return sum(map(bool, map(_one_of((*parts,)).search, texts)))


@cache
def _one_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Finds any of the words; every register asks for its own in the texts of every sheet."""
    return re.compile("|".join(map(re.escape, words)) or r"(?!)")
