"""Aid by funds and firms, and sales of produce, of a few rows that are counted by hand."""

from datetime import date

from tests.support.marts import rows_of, sent_row

DAY = date(2020, 12, 31)


def aid(head: str, donor: str, yuan: int) -> dict:
    return sent_row(
        DAY, programme="社会帮扶", donor=donor, head_name=head, head_person_id=head, paid_yuan=yuan
    )


def test_a_household_counts_once_for_each_that_helped_it() -> None:
    """A firm gave h1 2000 and 500 yuan and h2 4000; a fund helped 26 households of which nobody is named."""
    rows = rows_of(
        "social_aid",
        "donor, households, lowest_yuan, highest_yuan, paid_yuan",
        benefit_payments=[
            *(aid(*one) for one in (("h1", "企业", 2000), ("h1", "企业", 500), ("h2", "企业", 4000))),
            sent_row(DAY, programme="社会帮扶", donor="基金", beneficiary_households=26, paid_yuan=38000),
            sent_row(DAY, programme="临时救助", head_name="某*", head_person_id="h3", paid_yuan=100),
        ],
    )
    assert rows == [("企业", 2, 500, 4000, 6500), ("基金", 26, None, None, 38000)]


def test_sales_add_up_by_buyer_and_produce_in_one_unit() -> None:
    """The court bought 3 and 4 hens for 700 yuan, and eggs by the piece and by the jin."""
    rows = rows_of(
        "social_aid",
        "produce, quantity_unit, quantity, sales_yuan, households",
        produce_sales=[
            sent_row(DAY, buyer="法院", produce="土鸡", quantity_unit="只", quantity=3, sales_yuan=300, household_id="h1"),
            sent_row(DAY, buyer="法院", produce="土鸡", quantity_unit="只", quantity=4, sales_yuan=400, household_id="h1"),
            sent_row(DAY, buyer="法院", produce="鸡蛋", quantity_unit="个", quantity=30, sales_yuan=40),
            sent_row(DAY, buyer="法院", produce="鸡蛋", quantity_unit="斤", quantity=2, sales_yuan=20),
        ],
    )  # fmt: skip
    assert rows == [("土鸡", "只", 7, 700, 1), ("鸡蛋", "个", 30, 40, None), ("鸡蛋", "斤", 2, 20, None)]
