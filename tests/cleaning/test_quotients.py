"""What a formula divided is read to the fen, and told; what somebody typed finer than that is not read."""

from tests.support.desk import Desk


def test_a_third_of_a_sum_is_read_to_the_fen_and_told(tmp_path):
    desk = Desk(tmp_path)
    header = ["行政村", "项目名称", "支出资金(元)", "计划资金(万元)"]
    rows = [
        ["石桥村", "水渠", 100000 / 3, 5.0],
        ["石桥村", "泵房", 20.005, 7.0],
        ["石桥村", "水塔", 100.0, 200 / 3],
        ["河湾村", "便桥", 66666.67, 4.0],
    ]
    desk.xlsx("表.xlsx", [header, *rows])
    outcome = desk.clean()
    assert outcome.marks == [("C3", "too_precise_money")]
    amounts = [(str(row["paid_yuan"]), str(row["planned_yuan"])) for row in outcome.rows("fund_ledger")]
    assert amounts == [("33333.33", "50000.00"), ("100.00", "666666.67"), ("66666.67", "40000.00")]
    told = [one["message_zh"] for one in outcome.findings if one["rule"] == "rounded_to_fen"]
    assert told == [
        "第4行的“计划资金(万元)”是除不尽的数，按四舍五入读到分",
        "第2行的“支出资金(元)”是除不尽的数，按四舍五入读到分",
    ]
