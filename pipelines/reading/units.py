"""Units where a sheet states them: behind a header, in a cell below it, in a title or in a line of their own."""

import re
from collections.abc import Iterable

from pipelines.common.measures import MEASURE_UNITS
from pipelines.common.money import MONEY_FACTORS
from pipelines.reading.normalise import normalise

MONEY_UNITS = sorted((unit for unit in MONEY_FACTORS if unit.endswith("元")), key=len, reverse=True)
MONEY_UNIT = "|".join(MONEY_UNITS)
COUNTED = {"户", "人", "个", "名", "条", "座", "处", "间", "台", "套", "层", "栋", "卷", "册", "盒"}
_GOODS = {"斤", "公斤", "千克", "kg", "吨", "只", "头", "羽", "枚", "箱", "袋", "瓶", "份", "件", "株", "棵"}
_OTHER_UNIT = "|".join(sorted(COUNTED.union(_GOODS, *MEASURE_UNITS.values()), key=len, reverse=True))
UNIT_BEHIND = re.compile(
    rf"\((?:小写[,、:]?)?(?:单位:?)?(?:人民币)?({MONEY_UNIT}|%|‰|{_OTHER_UNIT})(?:/[^)]*)?\)$|[/:,]?({MONEY_UNIT})$"
)
_UNIT_LINE = re.compile(
    rf"单位:?\(?(?:人民币)?((?:(?:{MONEY_UNIT}|[户人个亩%])[、,/;]?)+)(?![\u4e00-\u9fff])"
)
UNIT_ALONE = re.compile(
    rf"\(?(?:金额|计量|资金)?单位:?\(?(?:人民币)?(?:{MONEY_UNIT}|[户人个亩%])(?:[、,/](?:{MONEY_UNIT}|[户人个亩%]))*\)*"
)
_UNIT_CELL = re.compile(rf"\(?(?:单位:?)?(?:人民币)?({MONEY_UNIT}|%|‰|{_OTHER_UNIT})\)?")
_TITLE_UNIT = re.compile(rf"\((?:人民币)?({MONEY_UNIT})\)$")

_NOTED_UNIT = re.compile(
    rf"(?:^|金额|资金|计量|货币|[:,;。(、])单位(?:均|都|全部)?(?:为|是|:)\(?(?:人民币)?({MONEY_UNIT})(?![\u4e00-\u9fff])"
)
_MOST_CELLS_OF_NOTE = 2


def units_below(row: list[str]) -> dict[int, str]:
    """Column index → unit, where the row contains only units."""
    cells = {index: normalise(cell) for index, cell in enumerate(row, start=1) if cell.strip()}
    units = {index: match[1] for index, cell in cells.items() if (match := _UNIT_CELL.fullmatch(cell))}
    return units if units.keys() == cells.keys() else {}


def title_unit(rows: list[list[str]]) -> str | None:
    """The unit of money that the rows above a header state, in a line of units or behind a title; None where they state
    several or none."""
    found = {
        unit
        for row in rows
        for cell in row
        for part in {cell, *cell.split()}  # 单位:万元 截止日期:2020年12月31日
        for line in _UNIT_LINE.findall(normalise(part))
        for unit in re.findall(MONEY_UNIT, line)
    }
    titles = [cells[0] for row in rows if len(cells := [cell for cell in row if cell.strip()]) == 1]
    found |= {unit[1] for title in titles if (unit := _TITLE_UNIT.search(normalise(title)))}
    return found.pop() if len(found) == 1 else None


def noted_unit(lines: Iterable[list[str]]) -> str | None:
    """The unit of money that notes below the data state: 注:表中金额单位为万元; None where they state several or none."""
    found = {
        unit
        for cells in lines
        if sum(cell.strip() != "" for cell in cells) <= _MOST_CELLS_OF_NOTE
        for cell in cells
        if "单位" in cell
        for unit in _NOTED_UNIT.findall(normalise(cell))
    }
    return found.pop() if len(found) == 1 else None
