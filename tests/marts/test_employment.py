"""Who works away, of a few persons and counts that are added up by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import sent_row

DECEMBER = date(2021, 12, 31)

ROWS = {
    "workers": [
        sent_row(DECEMBER, person_id="p1", work_region="省外", transport_subsidy_yuan=300),
        sent_row(DECEMBER, person_id="p1", work_region="省外", village="乙村"),
        sent_row(DECEMBER, person_id="p2", work_region="县内"),
        sent_row(DECEMBER, person_id="p3", return_status="公益性岗位"),
    ],
    "worker_counts": [
        sent_row(DECEMBER, work_region="省外", worker_count=50),
        sent_row(DECEMBER, work_region="省内市外", worker_count=7),
        sent_row(DECEMBER, labour_force_persons=20),
    ],
}


def test_a_region_that_is_listed_by_person_is_not_counted_again(figures: Figures) -> None:
    """p1, who is on two lists, and p2 by name, 7 by number; of 20 able to work 9 work."""
    columns = "labour_force_persons, worker_persons, within_county_persons, within_province_persons, outside_province_persons"
    assert figures(f"{columns}, worker_share") == [(20, 9, 1, 7, 1, 0.45)]


def test_who_came_back_is_no_worker_away(figures: Figures) -> None:
    columns = "returnee_persons, returnee_employed_persons, returnee_post_persons"
    assert figures(f"{columns}, transport_subsidy_persons, transport_subsidy_yuan") == [(1, None, 1, 1, 300)]
