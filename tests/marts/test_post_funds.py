"""Posts that are paid from funds, of a few rows that are added up by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import sent_row

JUNE, DECEMBER = date(2021, 6, 30), date(2021, 12, 31)

ROWS = {
    "post_funds": [
        sent_row(JUNE, post_fund="光伏收益", funded_posts=90, post_spending_yuan=1),
        sent_row(
            DECEMBER,
            post_fund="光伏收益",
            funded_posts=4,
            expected_income_yuan=5000,
            post_spending_yuan=18000,
        ),
        sent_row(DECEMBER, post_fund="光伏收益", funded_posts=2, post_spending_yuan=6000),
    ]
}


def test_the_income_per_post_is_of_posts_with_a_stated_income(figures: Figures) -> None:
    """4 posts with 5,000 yuan each, and 2 of which nobody says what they earn."""
    columns = "post_fund, funded_site, fund_posts, expected_income_yuan, expected_income_per_post_yuan, post_spending_yuan"
    assert figures(columns) == [("光伏收益", "未注明", 6, 20000, 5000, 24000)]
