"""What a figure measures: by the words of subjects.yml before or behind it, else by what stands around it (`topics`)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipelines.audit.dimensions import Figured, find_dimensions
from pipelines.audit.mentions import Mention, find_predicates, find_wholes
from pipelines.audit.names import find_names
from pipelines.audit.topics import Inferred, infer_meanings, names_of
from pipelines.common.yaml_files import read_entries

_YEARS = r"(?:19|20)\d\d年?[-—–至、]?(?:(?:19|20)\d\d)?年(?:度|末|底)?|今年|本年度?|当年|去年|上年"
_SCOPE = "全[镇乡村县区市街]道?|[我本][镇乡村县区市街]道?|辖区"
_LEAD_END = re.compile(rf"[,，;；。:：()!！?？\n\t|]| (?={_YEARS}|{_SCOPE}|截[止至])")
"""A space before a year or place is that between a title and its text."""
_FILLER = re.compile(
    rf"{_YEARS}|{_SCOPE}|[现共总]?有|现|共|总|截[止至]到?|目前|年初|年底|\d{{1,2}}月(?:\d{{1,2}}日|底|末|份)?|其中|分别|通过|排查|经|对|将|了|的|为|是|计|均|约|达到?"
    r"|下辖|辖|数量?|[户人]数|人员|名|个|户|、|一共|合计|总计|共计|实现|完成|已|今年以来|\s|[“”\"]|[一二三四五六七八九十]是"
)
_A_YEAR = re.compile(_YEARS)
_SCOPED = re.compile(_SCOPE)
_ALL_OF = re.compile(r"^[^,，。;；]{0,12}?(?:全部|逐户|全覆盖)")
_EACH_OF = re.compile(r"[^,，。;；]{0,12}?(?:均|都|全部|逐|除)")


class Subject(BaseModel):
    """An entry of subjects.yml. counted: words that say it only right behind the number and what it is of (全镇30个村)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    subject: str
    words: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    measures: dict[str, str]
    dims: dict[str, str] = {}
    by: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    stock: bool = False
    by_year: str | None = None
    is_of_report: bool = False
    kind: str | None = None

    @property
    def is_by_year(self) -> bool:
        """Whether its numbers are told apart by years."""
        return self.by_year is not None or "cohort" in self.by


@dataclass(frozen=True)
class Meaning:
    """What a figure measures. lead: the words before it; rest: those that say more than the dictionary understands, so that
    the figure may be of a part, and those of the whole that it is listed under; scope: the words that say that it is of the
    whole place (全镇, 我乡), or none. is_inferred: only the words around say so. names: dimensions that are names, as written.
    size_of: those of whom all something is said, of whom it is the number, too (低保户20户全部参保)."""

    subject: Subject
    measure: str
    lead: str
    rest: str
    scope: str
    is_inferred: bool = False
    names: tuple[tuple[str, str], ...] = ()
    size_of: "Meaning | None" = None

    @property
    def is_scoped(self) -> bool:
        return bool(self.scope)


@cache
def _dictionary() -> dict[str, Subject]:
    entries = read_entries(Path(__file__).with_suffix(".yml"), Subject)
    return {word: entry for entry in entries for word in entry.words}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_dictionary(), key=len, reverse=True)))


@cache
def _counted() -> dict[str, Subject]:
    entries = read_entries(Path(__file__).with_suffix(".yml"), Subject)
    return {word: entry for entry in entries for word in entry.counted}


@cache
def _stocks() -> frozenset[tuple]:
    return frozenset(
        _kind(entry, measure)
        for entry in _dictionary().values()
        if entry.stock
        for measure in entry.measures.values()
    )


def _kind(subject: Subject, measure: str) -> tuple:
    return measure, *sorted(subject.dims.items())


def is_stock(meaning: Meaning) -> bool:
    """Whether the measure and dimensions are those of a stock, though its words may mean something else, too."""
    return meaning.subject.stock or _kind(meaning.subject, meaning.measure) in _stocks()


def find_meanings(text: str, mentions: Sequence[Mention]) -> list[Meaning | None]:
    """The meaning of each figure, None where its words say too little; `text` is the folded one. What the dictionary
    understands to the last word counts before what the words around the figure suggest."""
    meanings = [
        _inferred(inferred, _lead(text, mentions, mentions[mention.head]), meaning if predicate else None)
        if inferred and (meaning is None or ((meaning.rest or predicate) and not _is_same(meaning, inferred)))
        else meaning
        for mention, meaning, inferred, predicate in zip(
            mentions,
            _named(text, mentions),
            infer_meanings(text, mentions),
            find_predicates(text, mentions),
            strict=True,
        )
    ]
    figured = [
        Figured(meaning.subject.subject, meaning.measure, meaning.subject.dims) if meaning else None
        for meaning in meanings
    ]
    dims = find_dimensions(text, mentions, figured)
    kinds = [names_of(meaning.subject.subject, meaning.measure) if meaning else {} for meaning in meanings]
    return [
        meaning and _of_part(meaning, of_words, names)
        for meaning, of_words, names in zip(meanings, dims, find_names(text, mentions, kinds), strict=True)
    ]


def _of_part(meaning: Meaning, dims: dict[str, str], names: dict[str, str]) -> Meaning:
    subject = meaning.subject.model_copy(update={"dims": dims})
    return replace(meaning, subject=subject, names=tuple(names.items()))


def _is_same(meaning: Meaning, inferred: Inferred) -> bool:
    return (meaning.subject.subject, meaning.measure) == (inferred.topic.subject, inferred.measure)


def _inferred(inferred: Inferred, lead: str, size_of: Meaning | None) -> Meaning:
    entry = _entry_of(inferred.topic.subject, inferred.measure)
    subject = Subject(
        subject=inferred.topic.subject,
        words=entry.words if entry else (),
        measures=inferred.measured.measures,
        dims=inferred.dims,
        by_year=entry.by_year if entry and entry.by_year else inferred.measured.by_year,
        is_of_report=inferred.measured.is_of_report,
        stock=inferred.measured.stock,
        kind=inferred.measured.kind,
    )
    scope = _SCOPED.search(lead)
    return Meaning(
        subject, inferred.measure, lead, "", scope[0] if scope else "", is_inferred=True, size_of=size_of
    )


def _entry_of(subject: str, measure: str) -> Subject | None:
    """The entry of subjects.yml for the measure."""
    entries = _dictionary().values()
    return next((one for one in entries if one.subject == subject and measure in one.measures.values()), None)


def _named(text: str, mentions: Sequence[Mention]) -> list[Meaning | None]:
    """What the dictionary says of each figure."""
    meanings: list[Meaning | None] = []
    for mention, whole in zip(mentions, find_wholes(text, mentions), strict=True):
        if mention.pair is not None:
            meanings.append(_of_pair(meanings[mention.pair], mention))
        else:
            meaning = _meaning(text, mentions, mention)
            meanings.append(
                meaning
                if whole is None or meaning is None
                else _within(meaning, mention.figure.unit, mentions[whole], meanings[whole])
            )
    return meanings


def _of_pair(head: Meaning | None, mention: Mention) -> Meaning | None:
    """The meaning of the persons of households that have one."""
    measure = head.subject.measures.get(mention.figure.unit) if head else None
    return replace(head, measure=measure) if head and measure else None


def _within(meaning: Meaning, unit: str, whole: Mention, of_whole: Meaning | None) -> Meaning:
    """A figure listed under a whole is scoped as that is. It is all of its kind only where the whole holds all of them: of
    those on benefits the poor are some; under a whole that is not understood it may be a part of anything."""
    if of_whole is None:
        return replace(meaning, rest=meaning.rest + (whole.label or whole.figure.text))
    scope = meaning.scope or of_whole.scope
    subject, own = of_whole.subject, meaning.subject.subject
    is_part = own != subject.subject and own not in subject.holds and unit in subject.measures
    rest = meaning.rest + of_whole.rest + (of_whole.lead if is_part else "")
    return replace(_of_all_years(meaning, of_whole), rest=rest, scope=scope)


def _of_all_years(meaning: Meaning, of_whole: Meaning) -> Meaning:
    """Of a stock those who have left it are those of all years, where no year is said (贫困户30户,其中脱贫20户)."""
    if not is_stock(of_whole) or meaning.subject.by_year != "exit_year" or _A_YEAR.search(meaning.lead):
        return meaning
    update = {"dims": {"cohort": "cumulative"}, "by_year": None}
    return replace(meaning, subject=meaning.subject.model_copy(update=update))


def _meaning(text: str, mentions: Sequence[Mention], mention: Mention) -> Meaning | None:
    lead, behind = _lead(text, mentions, mention), _behind(text, mentions, mention)
    before, after = _last_word(lead), _pattern().match(behind)
    unit, dictionary = mention.figure.unit, _dictionary()
    if before and unit in dictionary[before].measures:
        word, rest = before, "".join(lead.rsplit(before, 1))
    elif after and unit in dictionary[after[0]].measures:
        word, rest = after[0], lead
        behind = behind[after.end() :]
    elif counted := _counted_as(mention, lead, behind):
        return counted
    else:
        return None
    subject = dictionary[word]
    scope = _SCOPED.search(lead) or _ALL_OF.match(behind)
    rest += "" if scope else _LEAD_END.split(behind)[0]
    return Meaning(subject, subject.measures[unit], lead, _FILLER.sub("", rest), scope[0] if scope else "")


def _counted_as(mention: Mention, lead: str, behind: str) -> Meaning | None:
    """The meaning of a number of all that a place has: of what is done to them (对全镇30个村), or to each (全镇30个村均).
    全镇30个村 alone may be some of more."""
    word = next((word for word in _counted() if behind.startswith(word)), None)
    scope = _SCOPED.search(lead)
    if word is None or scope is None or not lead.endswith(scope[0]):
        return None
    if lead.removesuffix(scope[0])[-1:] not in ("对", "将", "把") and not _EACH_OF.match(behind):
        return None
    subject = _counted()[word]
    measure = subject.measures.get(mention.figure.unit)
    return Meaning(subject, measure, lead, "", scope[0]) if measure else None


def words_left(lead: str, subject: Subject) -> str:
    """The words that say more than the subject: without its own, those of the dictionary and fillers."""
    word = max((word for word in subject.words if word in lead), key=len, default="")
    return _FILLER.sub("", lead.replace(word, "", 1))


def _lead(text: str, mentions: Sequence[Mention], mention: Mention) -> str:
    """The words before the figure, back to the figure or the mark before it; none where they are of the figure before (3个
    行政村、4个社区)."""
    start = mentions[mention.number - 1].figure.at[1] if mention.number else 0
    words = _LEAD_END.split(text[start : mention.figure.at[0]].rstrip(" \n\t|").removesuffix("("))[-1]
    return "" if words.endswith("、") else words.lstrip("、").strip()


def noun_of(text: str, mentions: Sequence[Mention], mention: Mention) -> Meaning | None:
    """What the figure counts by the word right behind or before it, whatever is said of that."""
    lead = _lead(text, mentions, mentions[mention.head])
    before, after = _last_word(lead), _pattern().match(_behind(text, mentions, mention))
    for word in (after[0] if after else None, before if before and lead.endswith(before) else None):
        subject = _dictionary()[word] if word else None
        if subject and (measure := subject.measures.get(mention.figure.unit)):
            return Meaning(subject, measure, lead, rest=lead, scope="")
    return None


def _behind(text: str, mentions: Sequence[Mention], mention: Mention) -> str:
    """The words behind the figure, or behind the persons of its households."""
    follower = mentions[mention.number + 1] if mention.number + 1 < len(mentions) else None
    last = follower if follower and follower.pair == mention.number else mention
    return text[last.figure.at[1] : last.figure.at[1] + 24].lstrip("的")


def _last_word(lead: str) -> str | None:
    """The longest of the words that end last."""
    found = [match[0] for match in _pattern().finditer(lead)]
    return found[-1] if found else None
