"""Rectification and work orders, after reports 000, 001, 002 and 004."""

from collections.abc import Sequence
from datetime import date, timedelta

from tests.synthetic import ertai, report002, report004, zhaotan
from tests.synthetic.amounts import shares
from tests.synthetic.deliveries import Sample
from tests.synthetic.forms import Row, Table, words

_KINDS = words("责任落实 政策落实 工作落实 精准识别 精准帮扶 精准退出 资金使用 项目管理 作风建设")
_MORE_KINDS = words("档案资料 住房安全 饮水安全 教育保障 健康扶贫 产业帮扶 就业帮扶 易地搬迁 防贫监测")
_ISSUE = words("序号 问题编号 问题来源 类别 层级 整改任务数 整改措施数 整改状态 销号日期")


def write(sample: Sample) -> None:
    mutang = sample.delivery("木棠镇", "2018")
    mutang.save(
        "问题整改台账.xlsx",
        _issues("省2017年度考核反馈", _KINDS, {"已完成": 51, "长期坚持": 25}, "木棠镇问题整改台账"),
    )
    mutang.save("961017工单和信访办理台账.xls", _orders())
    ertai_delivery = sample.delivery(ertai.UNIT, ertai.PERIOD)
    ertai_delivery.save(
        "问题整改台账.xlsx",
        _issues(
            "回头看工作方案",
            (*_KINDS, *_MORE_KINDS),
            {"整改中": 18},
            "二台镇回头看问题整改台账",
            name="回头看",
        ),
        _issues("查漏补缺", _MORE_KINDS[:4], {"已完成": 4}, "二台镇查漏补缺问题整改台账", name="查漏补缺"),
    )
    zhaotan_delivery = sample.delivery(zhaotan.UNIT, zhaotan.PERIOD)
    claimed: list[Row] = [
        [number, village, "353问题整改", "村级", 8 + number % 5, "已认领"]
        for number, village in enumerate(zhaotan.TRADITIONAL, start=1)
    ]
    zhaotan_delivery.save(
        "問題整改台賬.xlsx",
        _issues(
            "353问题整改",
            _KINDS,
            {"已完成": 20},
            "昭潭鎮問題整改台賬",
            measures=64,
            level="镇级",
            name="镇级",
        ),
        Table(
            "村级",
            [words("序号 行政村 问题来源 层级 认领问题数 整改状态")],
            claimed,
            titles=("昭潭鎮各村認領問題整改表",),
        ),
    )
    sample.delivery("某街道(报告002f)", report002.PERIOD).save(
        "问题整改清单.xls",
        _issues("社区摸排", _KINDS[:5], {"已完成": 63, "上报": 5}, "社区摸排问题整改清单", name="摸排"),
        _issues(
            "中央专项巡视回头看", _KINDS[:7], {"已完成": 21}, "回头看问题整改清单", measures=66, name="回头看"
        ),
    )
    sample.delivery(report004.UNIT, "2020H1").save(
        "三项整改台账.csv",
        _issues("三项整改", _KINDS, {"已完成": 27}, "三项整改台账", measures=119, tasks=91),
        encoding="gb18030",
    )


def _issues(
    source: str,
    kinds: Sequence[str],
    statuses: dict[str, int],
    title: str,
    measures: int = 0,
    tasks: int = 0,
    level: str = "",
    name: str = "整改",
) -> Table:
    """A row for each issue; measures and tasks are spread over them."""
    stated = [status for status, count in statuses.items() for _ in range(count)]
    shared = [
        shares(total, [1] * len(stated)) if total else [""] * len(stated) for total in (tasks, measures)
    ]
    rows: list[Row] = [
        [
            number,
            f"{number:03}",
            source,
            kinds[(number - 1) % len(kinds)],
            level,
            shared[0][number - 1],
            shared[1][number - 1],
            status,
            date(2018, 6, 1) + timedelta(days=number) if status == "已完成" else "",
        ]
        for number, status in enumerate(stated, start=1)
    ]
    return Table(name, [_ISSUE], rows, titles=(title,))


def _orders() -> Table:
    header = words("序号 工单编号 渠道 受理日期 办结时限 办结日期")
    rows: list[Row] = []
    for number in range(1, 22):
        received = date(2018, 2, 1) + timedelta(days=14 * number)
        channel = "961017热线" if number <= 18 else "信访"
        due, closed = received + timedelta(days=15), received + timedelta(days=3 + number % 11)
        rows.append([number, f"GD-{number:03}", channel, received, due, closed])
    return Table("2018年", [header], rows, titles=("木棠镇961017工单和信访办理台账",))
