"""An audit as JSON and as lines in a terminal."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from pipelines.audit.audit import Audit
from pipelines.audit.figures import Figure
from pipelines.audit.identity import Identity
from pipelines.audit.matching import FAIL, NOT_ASSESSABLE, PASS, UNCERTAIN
from pipelines.audit.pieces import Anchor
from pipelines.audit.released import query_of
from pipelines.audit.reviewed import id_of_identity
from pipelines.quality.reviews import Review

IDENTITIES = {
    "sum": "各项之和",
    "part": "部分不多于全部",
    "rate": "标准乘数量",
    "ratio": "比率",
    "difference": "相减",
    "change": "比上年",
    "pair": "人数不少于户数",
    "union": "不多于各项之和",
    "naming": "列出的个数",
    "repeat": "前后一致",
}
"""Type of an identity → how it is called."""
VERDICTS = {FAIL: "不符", UNCERTAIN: "存疑", NOT_ASSESSABLE: "无法核对", PASS: "相符"}
"""Verdict → how it is called, the worst first."""
_AROUND = 16


def as_json(audit: Audit) -> dict:
    """What `--format json` prints of one file: figures with `start` and `end` in code points of the text as read."""
    return {
        "file": audit.document.name,
        "notes": audit.document.notes,
        "figures": [_figure(audit, number) for number in range(len(audit.figures))],
        "identities": [_identity(audit, identity) for identity in audit.identities],
    }


def _figure(audit: Audit, number: int) -> dict:
    figure, meaning, verdict = audit.figures[number], audit.meanings[number], audit.verdicts[number]
    computed = verdict.computed
    return {
        "start": figure.start,
        "end": figure.end,
        "anchor": audit.document.anchor(figure.start, figure.end),
        "text": figure.text,
        "value": plain(figure.value),
        "value_high": None if figure.high is None else plain(figure.high),
        "unit": figure.unit,
        "per": list(figure.per),
        "bound": figure.bound,
        "kind": verdict.kind,
        "subject": meaning and meaning.subject.subject,
        "measure": meaning and meaning.measure,
        "dims": verdict.dims,
        "area": verdict.area,
        "period": verdict.period,
        "verdict": verdict.verdict,
        "computed": computed and computed.value,
        "difference": computed and plain(figure.value - Decimal(repr(computed.value))),
        "mart": verdict.mart,
        "query": computed and query_of(computed),
        "reason": verdict.reason,
        "id": audit.ids[number],
        "review": _review(audit.review_of_figure(number)),
    }


def _identity(audit: Audit, identity: Identity) -> dict:
    return {
        "type": identity.type,
        "figures": list(identity.figures),
        "left": plain(identity.left),
        "right": plain(identity.right),
        "tolerance": plain(identity.tolerance),
        "holds": identity.holds,
        "explanation": identity.explanation,
        "assuming": identity.assuming,
        "id": id_of_identity(identity, audit.ids),
        "review": _review(audit.review_of_identity(identity)),
    }


def _review(review: Review | None) -> dict | None:
    return review.model_dump(exclude={"finding"}) if review else None


def plain(value: Decimal) -> int | float:
    """As JSON writes numbers; whole ones without a point."""
    return int(value) if value == value.to_integral_value() else float(value)


def as_lines(audit: Audit) -> Iterator[str]:
    """What the terminal shows of one file, the worst first: figures that the marts contradict, figures that contradict each
    other, and those in doubt; then how many agree or cannot be assessed."""
    counts = Counter(verdict.verdict for verdict in audit.verdicts)
    yield (
        f"{audit.document.name}: {len(audit.figures)} 个数据 (figures)；"
        + "，".join(f"{words} {counts[verdict]} ({verdict})" for verdict, words in VERDICTS.items())
        + f"；互相验算 {len(audit.identities)} 处，对不上 {len(audit.broken)} 处 (broken)"
    )
    dismissed = sum(map(_is_dismissed, _reviews(audit)))
    if dismissed:
        yield f"  其中 {dismissed} 处复核为不属实，不再列出 (dismissed)"
    yield from (f"  {note}" for note in notes(audit))
    yield from _of_verdict(audit, FAIL)
    for identity in audit.broken:
        review = audit.review_of_identity(identity)
        if _is_dismissed(review):
            continue
        figures = [audit.figures[number] for number in identity.figures]
        texts = "、".join(figure.text for figure in figures)
        known = "可能对不上" if identity.assuming else "对不上"
        kind = IDENTITIES[identity.type]
        yield f"  {known}  {_place(audit, figures[0])}  {kind}：{texts}；{identity.words}"
        yield _reviewing(id_of_identity(identity, audit.ids), review)
    yield from _of_verdict(audit, UNCERTAIN)


def notes(audit: Audit) -> Iterator[str]:
    """What of the file was not read, and what keeps the report as a whole from being compared."""
    yield from audit.document.notes
    known = {*audit.ids, *(id_of_identity(identity, audit.ids) for identity in audit.identities)}
    yield from (f"复核 {finding} 说的，报告里没有了" for finding in audit.reviews if finding not in known)
    if audit.report.place is None:
        yield "没有和集市表核对：没有版本，或者没有读出报告是哪个乡镇的（可以用 --area 写明）"
    if audit.report.is_several:
        yield "文件里有几份报告（“一、”出现几次），分不清各是哪里的，和集市表不一样的只算存疑"


def _of_verdict(audit: Audit, wanted: str) -> Iterator[str]:
    for number, (figure, verdict) in enumerate(zip(audit.figures, audit.verdicts, strict=True)):
        review = audit.review_of_figure(number)
        if verdict.verdict != wanted or _is_dismissed(review):
            continue
        yield f"  {VERDICTS[wanted]}  {_place(audit, figure)}  …{_before(audit, figure)}【{figure.text}】  {verdict.reason}"
        if wanted == FAIL and verdict.computed:
            yield f'        township query "{query_of(verdict.computed)}"'
        if wanted == FAIL or review:
            yield _reviewing(audit.ids[number], review)


def _reviews(audit: Audit) -> Iterator[Review | None]:
    """What was decided about each figure that is not right, and each contradiction."""
    for number, verdict in enumerate(audit.verdicts):
        if verdict.verdict in (FAIL, UNCERTAIN):
            yield audit.review_of_figure(number)
    yield from map(audit.review_of_identity, audit.broken)


def _is_dismissed(review: Review | None) -> bool:
    return review is not None and review.decision == "dismissed"


def _reviewing(finding: str, review: Review | None) -> str:
    """The id by which people say what they decided, or what they did."""
    return f"        {review_words(review) if review else f'编号 {finding}'}"


def review_words(review: Review) -> str:
    """What somebody decided, as people read it."""
    decided = "属实" if review.decision == "confirmed" else "不属实"
    return "：".join(filter(None, [f"复核{decided}（{review.by}）", review.note]))


def _before(audit: Audit, figure: Figure) -> str:
    return audit.document.text[max(0, figure.start - _AROUND) : figure.start].rpartition("\n")[2]


def _place(audit: Audit, figure: Figure) -> str:
    return place_of(audit.document.anchor(figure.start))


def place_of(anchor: Anchor) -> str:
    """第 3 行, or of a .docx 第 3 段, 表格第 2 行第 4 列, or of a .pdf 第 3 页."""
    if "line" in anchor:
        return f"第 {anchor['line']} 行"
    if "page" in anchor:
        return f"第 {anchor['page']} 页"
    cell = f" 表格第 {anchor['row']} 行第 {anchor['column']} 列" if "row" in anchor else ""
    note = "注 " if anchor["part"] != "word/document.xml" else ""
    return f"{note}第 {anchor['paragraph']} 段{cell}"
