import pytest

from pipelines.audit.cadences import find_cadences


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("每周五下午召开调度会", [52]),
        ("实行月走访,按季度排查,每半年检查", [2, 12, 4]),
        ("每天要到现场签到", [365]),
        ("每月走访2次", []),
        ("每月开展一次动态监测", []),
        ("每年兑现利息", []),
        ("3个月走访结束,上半年走访", []),
    ],
)
def test_how_often_work_is_done(text, times):
    assert [found for _, _, found in find_cadences(text)] == times
