"""An audit as JSON and as lines in a terminal."""

from collections.abc import Iterator
from decimal import Decimal

from pipelines.audit.audit import Audit
from pipelines.audit.documents import Anchor
from pipelines.audit.figures import Figure

_WIDTH = 24


def as_json(audit: Audit) -> dict:
    """What `--format json` prints of one file: figures with `start` and `end` in code points of the text as read."""
    return {
        "file": audit.document.name,
        "figures": [_figure(audit, figure) for figure in audit.figures],
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


def number(value: Decimal) -> int | float:
    """As JSON writes numbers; whole ones without a point."""
    return int(value) if value == value.to_integral_value() else float(value)


def as_lines(audit: Audit) -> Iterator[str]:
    """What the terminal shows of one file: each figure with its place."""
    yield f"{audit.document.name}: {len(audit.figures)} 个数据 (figures)"
    for figure in audit.figures:
        place = place_of(audit.document.anchor(figure.start))
        yield f"  {place:<{_WIDTH}} {figure.text}"


def place_of(anchor: Anchor) -> str:
    """第 3 行, or of a .docx 第 3 段, 表格第 2 行第 4 列."""
    if "line" in anchor:
        return f"第 {anchor['line']} 行"
    cell = f" 表格第 {anchor['row']} 行第 {anchor['column']} 列" if "row" in anchor else ""
    note = "注 " if anchor["part"] != "word/document.xml" else ""
    return f"{note}第 {anchor['paragraph']} 段{cell}"
