"""Holders of public welfare posts, of a few that are counted by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import rows_of, sent_row

DECEMBER = date(2021, 12, 31)

POST = {"post_type": "保洁员"}
ROWS = {
    "post_holders": [
        sent_row(DECEMBER, **POST, person_id="p1", monthly_pay_yuan=500),
        sent_row(DECEMBER, **POST, person_id="p2", yearly_pay_yuan=7000),
        sent_row(DECEMBER, **POST, person_id="p3", monthly_pay_yuan=500, post_until_on=date(2021, 6, 30)),
        sent_row(DECEMBER, **POST, person_id="p4", monthly_pay_yuan=500, post_months=4),
        sent_row(DECEMBER, **POST, post_count=10),
    ]
}


def test_pay_per_post_is_of_posts_with_a_stated_pay(figures: Figures) -> None:
    """Holders with 6,000, 7,000 and, for four months, 2,000 yuan, one whose post has ended, ten posts without a stated pay."""
    columns = "post_type, posts, holders, yearly_pay_yuan, yearly_pay_per_post_yuan"
    assert figures(columns) == [("保洁员", 13, 3, 15000, 5000)]


def test_what_is_stated_for_the_year_is_its_pay() -> None:
    """40 posts at 500 a month are 240,000 if all are filled; the list says 228,000, and 6,000 for one at 500."""
    rows = [
        sent_row(DECEMBER, **POST, post_count=40, monthly_pay_yuan=500, year_total_yuan=228_000),
        sent_row(DECEMBER, **POST, monthly_pay_yuan=500),
    ]
    columns = "posts, yearly_pay_yuan, round(yearly_pay_per_post_yuan, 2)"
    assert rows_of("public_welfare_posts", columns, post_holders=rows) == [(41, 234_000, 5707.32)]
