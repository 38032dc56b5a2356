"""All identities among the figures of a text."""

from collections.abc import Sequence

from pipelines.audit.changes import find_changes
from pipelines.audit.differences import find_differences, find_overspending
from pipelines.audit.identity import Identity
from pipelines.audit.lists import find_lists
from pipelines.audit.mentions import Mention
from pipelines.audit.namings import find_namings
from pipelines.audit.pairs import find_pairs
from pipelines.audit.products import find_products
from pipelines.audit.ratios import find_ratios
from pipelines.audit.repeats import find_repeats, find_restated_sums
from pipelines.audit.subjects import Meaning
from pipelines.audit.unions import find_unions


def find_identities(
    text: str, mentions: Sequence[Mention], meanings: Sequence[Meaning | None]
) -> list[Identity]:
    """Identities in the order of their first figure; `text` is the folded one.

    Where two readings are possible, one that holds counts: a broken one among the same figures is none.
    """
    lists = list(find_lists(text, mentions))
    found = [
        *find_pairs(mentions),
        *lists,
        *find_differences(mentions),
        *find_changes(mentions),
        *find_overspending(mentions),
        *find_ratios(mentions),
        *find_products(mentions),
        *find_repeats(text, mentions, meanings),
        *find_restated_sums(text, mentions, meanings, lists),
        *find_unions(mentions),
        *find_namings(text, mentions),
    ]
    return sorted(found, key=lambda identity: (min(identity.figures), identity.type))
