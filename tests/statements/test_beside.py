"""A sheet whose rows may feed two registers: each knows the money of the other, and whether it is stated."""

import pytest

from tests.support.statements import identify


@pytest.mark.parametrize(
    ("amounts", "beside"),
    [
        (["入股金额(元)", "发放金额(元)"], {"capital_contributions": True, "dividend_payouts": True}),
        (["入股金额(元)", "应分红(元)"], {"capital_contributions": True}),
        (["入股金额(元)"], {"capital_contributions": False}),
        (["发放金额(元)"], {"dividend_payouts": False}),
    ],
)
def test_money_beside_is_stated_where_the_sheet_has_any_of_it(tmp_path, amounts, beside):
    header = ["行政村", "户主姓名", "合作社", "入股年度", *amounts]
    row = ["安溪村", "王甲一", "丰禾合作社", "2017", *["60"] * len(amounts)]
    found = {one.register: one.match.beside for one in identify(tmp_path, header, row) if one.match}
    assert {name: all(one.is_stated for one in money) for name, money in found.items()} == beside
    assert all(found.values())
