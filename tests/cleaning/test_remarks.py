"""An amount that its row's remark takes back does not count, and the quarantine reports it."""

import pytest

from tests.support.desk import Desk

HEADER = ["行政村", "户主", "合作方", "发放金额(元)", "备注"]


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def paid(desk, *remarks, amount="300"):
    desk.csv(
        "分红.csv",
        [
            HEADER,
            *(["薛宅村", f"王{number}", "某合作社", amount, remark] for number, remark in enumerate(remarks)),
        ],
    )
    return desk.clean()


@pytest.mark.parametrize("remark", ["未发", "已退回", "停发", "待核", "账户错误,未到账", "2018年12月死亡"])
def test_a_remark_takes_the_amount_back(desk, remark):
    outcome = paid(desk, "", remark)
    assert outcome.marks == [(None, "remark_takes_back")]
    assert [int(amount) for amount in outcome.column("dividend_payouts", "paid_yuan")] == [300]


@pytest.mark.parametrize("remark", ["已发", "上次未发,本次补发", "一卡通", "死亡,由其子代领"])
def test_other_remarks_leave_it(desk, remark):
    assert paid(desk, remark).marks == []


def test_there_is_nothing_to_take_back_from_0(desk):
    assert paid(desk, "停发", amount="0").marks == []
