"""A fund ledger of three projects, to which tests add totals."""

from tests.support.desk import Desk, Outcome

FUND = ["行政村", "项目名称", "年度", "计划资金(万元)", "支出资金(万元)"]
ROAD = ["前湾村", "机耕路", "2018", "12", "11"]
WELL = ["前湾村", "水井", "2018", "8", "5"]
BARN = ["后岭村", "羊圈", "2018", "30", "24"]


def counted(
    desk: Desk, rows, register: str = "fund_ledger", column: str = "planned_yuan"
) -> tuple[Outcome, list[int]]:
    """What became of a sheet of these rows, and the values of the column."""
    desk.csv("表.csv", rows)
    outcome = desk.clean()
    return outcome, [int(value) for value in outcome.column(register, column)]
