"""Which rows are withheld so that no count of a few households or persons is shown, or can be worked out.

What is shown adds up: villages to townships, causes to all who are left. So a small count is withheld, and then its
bounds are computed from all that is shown, now and by releases before; as long as those give it away, one more row is
withheld.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from pipelines.disclosure.counts import Cells
from pipelines.disclosure.history import Count, Withheld
from pipelines.marts.mart import Mart

_NOTHING = Withheld(rows={})


def withhold(
    marts: Iterable[Mart],
    rows: Mapping[str, Sequence[Mapping]],
    threshold: int,
    before: Withheld = _NOTHING,
    shown: Mapping[Count, int] = MappingProxyType({}),
) -> Withheld:
    """Withhold rows of marts so that no count below the threshold follows from what is shown.

    rows: every row of each mart as column → value. A reader is taken to know every equation between counts, even
    where data break it; from that, the most that a small count can be must still reach the threshold. before: what the
    last release withheld. shown: the counts that it showed, or one before it, and that everybody knows to be the same. A
    count that those alone give away takes no other with it.
    """
    cells = Cells()
    for mart in marts:
        cells.add(mart, rows[mart.name])
    for mart in marts:
        cells.connect(mart, rows)
    cells.remember(before, shown)
    everything = cells.bounds({cell.row for cell in cells.values}) if cells.told else None
    lost = {*cells.exposed(everything, threshold)} if everything else set()
    hidden = cells.small(threshold)
    while True:
        bounds = cells.bounds(hidden)
        exposed = [cell for cell in cells.exposed(bounds, threshold) if cell not in lost]
        more = {row for cell in exposed if (row := bounds.nearest_shown(cell))}
        if not more:
            return cells.withheld(hidden, before)
        hidden = cells.with_companions(hidden | more)
