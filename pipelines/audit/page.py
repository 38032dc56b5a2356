"""An audit as one page that needs nothing beside it: the text with its figures marked, each with a card."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from html import escape

from pipelines.audit.audit import Audit
from pipelines.audit.identity import shown
from pipelines.audit.matching import FAIL, NOT_ASSESSABLE, PASS, UNCERTAIN
from pipelines.audit.output import IDENTITIES, VERDICTS, notes, place_of, review_words
from pipelines.audit.released import query_of

_STYLE = """
:root { color-scheme: light; font: 16px/1.9 system-ui, "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; }
.text { white-space: pre-wrap; }
.figure { position: relative; border-bottom: 3px solid; cursor: help; }
.PASS { border-color: #1a7f37; background: #e6f4ea; }
.FAIL, .broken { border-color: #b3261e; background: #fde7e9; }
.UNCERTAIN { border-color: #9a6700; background: #fff4ce; }
.NOT_ASSESSABLE { border-color: #8c959f; }
.broken { outline: 2px dashed #b3261e; }
.card { display: none; position: absolute; left: 0; top: 1.8em; z-index: 1; width: 20rem; padding: .6rem .8rem;
  border: 1px solid #666; background: #fff; font-size: .85rem; line-height: 1.5; white-space: normal; }
.figure:hover .card, .figure:focus .card { display: block; }
.card code { display: block; margin-top: .4rem; overflow-wrap: anywhere; user-select: all; }
@media print { .card { display: none !important; } }
"""


def as_page(audits: Sequence[Audit]) -> str:
    """The page of all audits."""
    title = "报告核对"
    parts = "\n".join(map(_section, audits))
    return (
        f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><h1>{title}</h1>\n{parts}\n</body></html>\n"
    )


def _section(audit: Audit) -> str:
    counts = Counter(verdict.verdict for verdict in audit.verdicts)
    legend = "　".join(
        f'<span class="{verdict}">{VERDICTS[verdict]} {counts[verdict]}</span>'
        for verdict in (FAIL, UNCERTAIN, NOT_ASSESSABLE, PASS)
    )
    told = "".join(f"<p>{escape(note)}</p>" for note in notes(audit))
    broken = "".join(
        f"<li>{escape(_broken_words(audit, number))}</li>" for number in range(len(audit.broken))
    )
    return (
        f"<section><h2>{escape(audit.document.name)}</h2><p>{legend}　互相对不上 {len(audit.broken)}</p>{told}"
        f'{f"<ul>{broken}</ul>" if broken else ""}<div class="text">{_marked(audit)}</div></section>'
    )


def _broken_words(audit: Audit, number: int) -> str:
    identity = audit.broken[number]
    first = audit.figures[identity.figures[0]]
    texts = "、".join(audit.figures[figure].text for figure in identity.figures)
    place = place_of(audit.document.anchor(first.start))
    return f"{place}  {IDENTITIES[identity.type]}：{texts}；{identity.words}"


def _marked(audit: Audit) -> str:
    text, parts, end = audit.document.text, [], 0
    for number, figure in enumerate(audit.figures):
        parts += [escape(text[end : figure.start]), _figure(audit, number)]
        end = figure.end
    return "".join([*parts, escape(text[end:])])


def _figure(audit: Audit, number: int) -> str:
    figure, verdict = audit.figures[number], audit.verdicts[number]
    breaks = [identity.words for identity in audit.broken if number in identity.figures]
    computed = verdict.computed
    lines = [f"<b>{VERDICTS[verdict.verdict]}</b> {escape(verdict.reason)}"]
    if computed:
        value = shown(Decimal(repr(computed.value)), figure.unit)
        lines.append(f"{escape(computed.mart)}：{value}<code>{escape(query_of(computed))}</code>")
    lines += [escape(words) for words in breaks]
    lines += [escape(review_words(review)) for review in audit.reviews_at(number)]
    kind = f"{verdict.verdict} broken" if breaks else verdict.verdict
    return (
        f'<span class="figure {kind}" tabindex="0">{escape(figure.text)}'
        f'<span class="card" role="note">{"<br>".join(lines)}</span></span>'
    )
