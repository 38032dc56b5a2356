"""An audit as JSON and as lines in a terminal."""

from collections.abc import Iterator
from decimal import Decimal

from pipelines.audit.audit import Audit
from pipelines.audit.documents import Anchor
from pipelines.audit.figures import Figure
from pipelines.audit.identity import Identity

_WIDTH = 24
_TYPES = {
    "sum": "各项之和",
    "part": "部分不多于全部",
    "rate": "标准乘数量",
    "ratio": "比率",
    "difference": "相减",
    "pair": "人数不少于户数",
    "repeat": "前后一致",
}
"""Type of an identity → how it is called."""


def as_json(audit: Audit) -> dict:
    """What `--format json` prints of one file: figures with `start` and `end` in code points of the text as read."""
    return {
        "file": audit.document.name,
        "figures": [_figure(audit, figure) for figure in audit.figures],
        "identities": [_identity(identity) for identity in audit.identities],
    }


def _figure(audit: Audit, figure: Figure) -> dict:
    return {
        "start": figure.start,
        "end": figure.end,
        "anchor": audit.document.anchor(figure.start),
        "text": figure.text,
        "value": number(figure.value),
        "value_high": None if figure.high is None else number(figure.high),
        "unit": figure.unit,
        "per": list(figure.per),
        "bound": figure.bound,
    }


def _identity(identity: Identity) -> dict:
    return {
        "type": identity.type,
        "figures": list(identity.figures),
        "left": number(identity.left),
        "right": number(identity.right),
        "tolerance": number(identity.tolerance),
        "holds": identity.holds,
        "explanation": identity.explanation,
    }


def number(value: Decimal) -> int | float:
    """As JSON writes numbers; whole ones without a point."""
    return int(value) if value == value.to_integral_value() else float(value)


def as_lines(audit: Audit) -> Iterator[str]:
    """What the terminal shows of one file: first the figures that contradict each other, then each figure with its place."""
    broken = audit.broken
    yield (
        f"{audit.document.name}: {len(audit.figures)} 个数据，{len(audit.identities)} 处可以互相验算，{len(broken)} 处对不上 "
        f"({len(audit.figures)} figures, {len(audit.identities)} identities, {len(broken)} broken)"
    )
    for identity in broken:
        figures = [audit.figures[number] for number in identity.figures]
        texts = "、".join(figure.text for figure in figures)
        yield f"  对不上  {_place(audit, figures[0])}  {_TYPES[identity.type]}：{texts}；{identity.explanation}"
    for figure in audit.figures:
        yield f"  {_place(audit, figure):<{_WIDTH}} {figure.text}"


def _place(audit: Audit, figure: Figure) -> str:
    return place_of(audit.document.anchor(figure.start))


def place_of(anchor: Anchor) -> str:
    """第 3 行, or of a .docx 第 3 段, 表格第 2 行第 4 列."""
    if "line" in anchor:
        return f"第 {anchor['line']} 行"
    cell = f" 表格第 {anchor['row']} 行第 {anchor['column']} 列" if "row" in anchor else ""
    note = "注 " if anchor["part"] != "word/document.xml" else ""
    return f"{note}第 {anchor['paragraph']} 段{cell}"
