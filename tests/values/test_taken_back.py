"""Words that take an amount back, and on what: all of it, or a rest that does not include it."""

import pytest

from pipelines.values.taken_back import VOID, not_yet, taken_back


@pytest.mark.parametrize(
    ("remark", "words"),
    [
        ("未付", "未付"), ("資金未撥付", "未拨付"), ("没有领", "没有领"), ("已退回财政", "已退回"), ("待核", "待核"),
        ("待支付", "待支付"), ("待核实", "待核实"), ("待发放", "待发放"), ("待发展", None),
        ("质保金未付", None), ("余款 2 万元暂缓", None), ("20％未付", None), ("一成未付", None), ("结余收回", None),
        ("部分退回", "退回"), ("120%未付", "未付"), ("全部未付,含质保金", "未付"), ("质保金已扣;未到账", "未到账"),
        ("未发,已补发", None), ("工程款未付清", None),
        ("县级配套未到位", None), ("第二批未拨付", None), ("重复支付,已退", "已退"), ("该户已退出", None),
        ("群众满意", None), ("", None), ("未发生变化", None), ("未发生安全事故", None), ("未发现问题,未发", "未发"),
        ("作废旧物资回收户", None), ("原设计作废,按新图纸实施", None), ("取消收费", None), ("重复,作废", "作废"),
        ("项目取消,资金已收回", "取消"), ("该户已取消资格", "取消"), ("经研究取消", "取消"), ("取消发放", "取消"),
    ],
)  # fmt: skip
def test_words_on_the_whole(remark, words):
    assert taken_back(remark, as_a_whole=True) == words


def test_any_words_and_those_by_which_no_amount_is_due():
    assert taken_back("余款未付", as_a_whole=False) == "未付"
    assert taken_back("未付", as_a_whole=False, words=VOID) is None
    assert taken_back("项目取消", as_a_whole=True, words=VOID) == "取消"
    assert taken_back("整改后再付", as_a_whole=False) == "后再付"


@pytest.mark.parametrize(
    ("remark", "words"),
    [
        ("老伴去世,本人领取", None),
        ("父母死亡", None),
        ("母亲2018年去世", None),
        ("去世", "去世"),
        ("本人已死亡", "死亡"),
    ],
)
def test_who_died_may_be_another(remark, words):
    assert taken_back(remark, as_a_whole=False) == words


def test_a_stage_takes_back_what_is_of_it():
    assert taken_back("资金未拨付", as_a_whole=True, words=not_yet(("拨付", "拨款"))) == "未拨付"
