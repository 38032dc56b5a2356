"""The report itself as .docx, with a comment at each figure that was judged."""

from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

from docx import Document as open_word
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.text.run import Run
from lxml.etree import XMLSyntaxError

from pipelines.audit.audit import Audit
from pipelines.audit.identity import shown
from pipelines.audit.matching import NOT_ASSESSABLE
from pipelines.audit.output import IDENTITIES, VERDICTS, notes, review_words
from pipelines.audit.released import query_of
from pipelines.audit.word import MAIN_PART, WORD, Element, damaged, shown_in
from pipelines.common.errors import UserError

_AUTHOR, _INITIALS = "报告核对", "核对"


class _Place(NamedTuple):
    """A character of the text: the element that has it, and which of its characters it is."""

    leaf: Element
    offset: int


def write_commented(audit: Audit, source: Path, target: Path) -> None:
    """Write the .docx `source`, which was audited, to `target` with comments: what was found as a whole at the beginning, and
    at each figure whether it agrees, with what and why. Raises UserError for any other kind of file."""
    if source.suffix.lower() != ".docx":
        raise UserError(
            f"{source}: only a .docx can be given comments; expected one, or another --format.",
            f"{source} 不是 .docx，加不了批注；请另存为 .docx，或者换一种 --format。",
        )
    try:
        word = open_word(str(source))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, XMLSyntaxError):
        raise damaged(source) from None
    places = _places(word)
    # from the end: what is torn apart for one figure leaves those before it where they are
    elsewhere = []
    for number in reversed(range(len(audit.figures))):
        words, figure = _words(audit, number), audit.figures[number]
        if not words:
            continue
        if figure.end <= len(places):
            first, last = places[figure.start], places[figure.end - 1]
            if first is not None and last is not None:
                _comment(word, *_cut_out(first, last), words)
                continue
        elsewhere.append(f"{figure.text}：{words}")
    _comment_on_all(audit, word, elsewhere[::-1])
    content = BytesIO()
    word.save(content)
    target.write_bytes(content.getvalue())


def _places(word: WordDocument) -> list[_Place | None]:
    """The place of each character of the main text, in the order in which the audit read it; None for ends of lines and for
    text boxes, in which Word takes no comments."""
    places: list[_Place | None] = []
    for one in shown_in(MAIN_PART, word.element):
        is_text = one.leaf is not None and one.leaf.tag == f"{WORD}t" and not _is_in_box(one.leaf)
        places += [_Place(one.leaf, offset) if is_text else None for offset in range(len(one.text))]
    return places


def _is_in_box(leaf: Element) -> bool:
    return next(leaf.iterancestors(f"{WORD}txbxContent"), None) is not None


def _words(audit: Audit, number: int) -> str:
    """What is said of a figure; nothing where there is nothing to say."""
    figure, verdict = audit.figures[number], audit.verdicts[number]
    lines = []
    if verdict.verdict != NOT_ASSESSABLE:
        lines.append("：".join(filter(None, [VERDICTS[verdict.verdict], verdict.reason])))
    if verdict.computed:
        value = shown(Decimal(repr(verdict.computed.value)), figure.unit)
        lines += [f"{verdict.computed.mart}：{value}", f'township query "{query_of(verdict.computed)}"']
    for identity in audit.broken:
        if number in identity.figures:
            texts = "、".join(audit.figures[one].text for one in identity.figures)
            lines.append(f"对不上，{IDENTITIES[identity.type]}：{texts}；{identity.words}")
    lines += map(review_words, audit.reviews_at(number))
    return "\n".join(lines)


def _cut_out(first: _Place, last: _Place) -> tuple[Element, Element]:
    """The runs from the first character to the last, torn off from what stands before and behind them."""
    is_one_run = first.leaf.getparent() is last.leaf.getparent()
    _tear(last.leaf, last.offset + 1)
    torn = _tear(first.leaf, first.offset)
    return torn, torn if is_one_run else last.leaf.getparent()


def _tear(leaf: Element, offset: int) -> Element:
    """The run from the character of the leaf on; what stands before stays in a run of its own. Returns the run of the leaf
    where it begins with that character."""
    run = leaf.getparent()
    before = [child for child in run if child.tag != f"{WORD}rPr" and run.index(child) < run.index(leaf)]
    text = leaf.text or ""
    if offset == 0 and not before:
        return run
    rest = deepcopy(run)
    kept = run.index(leaf)
    for child in [child for child in rest if child.tag != f"{WORD}rPr"][: len(before)]:
        rest.remove(child)
    own = rest[1] if len(rest) > 1 and rest[0].tag == f"{WORD}rPr" else rest[0]
    _write(own, text[offset:])
    _write(leaf, text[:offset])
    for child in list(run)[kept + 1 :]:
        run.remove(child)
    if not own.text:
        rest.remove(own)
    run.addnext(rest)
    return rest


def _write(leaf: Element, text: str) -> None:
    leaf.text = text
    leaf.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _comment(word: WordDocument, first: Element, last: Element, words: str) -> None:
    word.add_comment([Run(first, word), Run(last, word)], words, _AUTHOR, _INITIALS)


def _comment_on_all(audit: Audit, word: WordDocument, elsewhere: Sequence[str]) -> None:
    """The counts, at the first words of the text; with what is said of figures in notes and boxes, at which none can stand."""
    counts = Counter(verdict.verdict for verdict in audit.verdicts)
    lines = [
        "，".join(f"{words} {counts[verdict]}" for verdict, words in VERDICTS.items()),
        f"互相对不上 {len(audit.broken)} 处",
        *notes(audit),
        *elsewhere,
    ]
    first = next(place for place in _places(word) if place is not None)
    run = first.leaf.getparent()
    _comment(word, run, run, "\n".join(lines))
