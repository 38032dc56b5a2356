"""All identities among the figures of a text."""

from collections.abc import Sequence

from pipelines.audit.bounds import find_bounds
from pipelines.audit.changes import find_changes
from pipelines.audit.coverages import find_coverages
from pipelines.audit.differences import find_differences
from pipelines.audit.identity import Identity
from pipelines.audit.lists import find_lists
from pipelines.audit.mentions import Mention
from pipelines.audit.namings import find_namings
from pipelines.audit.outsiders import find_outsiders
from pipelines.audit.pairs import find_pairs
from pipelines.audit.products import find_products
from pipelines.audit.ratios import find_ratios
from pipelines.audit.repeats import find_parts_of_stocks, find_repeats, find_restated_sums
from pipelines.audit.standards import find_payouts, find_periods
from pipelines.audit.stocks import find_stocks
from pipelines.audit.subjects import Meaning
from pipelines.audit.unions import find_unions


def find_identities(
    text: str, mentions: Sequence[Mention], meanings: Sequence[Meaning | None], year: int | None = None
) -> list[Identity]:
    """Identities in the order of their first figure; `text` is the folded one, `year` that of the report.

    Where two readings are possible, one that holds counts: a broken one among the same figures is none.
    """
    lists = list(find_lists(text, mentions))
    stocks = find_stocks(text, mentions, meanings, year)
    found = [
        *find_pairs(mentions),
        *lists,
        *find_differences(mentions),
        *find_changes(mentions),
        *find_bounds(mentions),
        *find_ratios(mentions),
        *find_products(text, mentions),
        *find_repeats(stocks),
        *find_parts_of_stocks(stocks),
        *find_restated_sums(mentions, stocks, lists),
        *find_coverages(mentions, stocks),
        *find_outsiders(text, mentions, meanings, stocks),
        *find_periods(mentions),
        *find_payouts(mentions),
        *find_unions(mentions),
        *find_namings(text, mentions),
    ]
    return sorted(found, key=lambda identity: (min(identity.figures), identity.type))
