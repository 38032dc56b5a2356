"""A delivery from files to pieces: what has not changed is not done again."""

from tests.support.desk import ledger
from tests.support.ledgers import ROAD


def test_what_has_not_changed_is_not_done_again(desk):
    desk.csv("表.csv", ledger(ROAD))
    first = desk.clean().cleaned
    second = desk.clean().cleaned
    assert (first.is_new, second.is_new) == (True, False)
    assert first.pieces == second.pieces
    desk.write("delivery.yml", "money_unit: 万元\n")
    assert desk.clean().cleaned.is_new
