"""What a sheet of given rows is identified as, and the header lists of the national registry."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from pipelines.deliveries.notes import Notes
from pipelines.reading.match import Match
from pipelines.reading.sheets import Sheet, spool_rows
from pipelines.statements.identify import identify_sheet
from pipelines.statements.statement import Statement
from tests.support.catalogues import all_registers
from tests.synthetic.forms import words

REGISTERS = all_registers()

# reference: 27 columns of 2018-2020, 25 of 脱贫不享受政策, 32 of 2022
FORM_27 = words(
    """行政县 乡镇 行政村 自然村 户编号 人编号 姓名 证件号码 人数 与户主关系 民族 文化程度 在校生状况 健康状况 劳动技能 务工状况
    务工时间 参加大病医疗 脱贫属性 脱贫年度 贫困户属性 主要致贫原因 危房户 饮水安全 饮水困难 人均纯收入 联系电话"""
)
FORM_25 = words(
    """行政县 乡镇 行政村 户编号 人编号 姓名 证件号码 人数 与户主关系 民族 文化程度 在校生状况 健康状况 劳动技能 务工状况
    务工时间 参加大病医疗 脱贫属性 脱贫年度 贫困户属性 致贫原因 危房户 是否解决安全饮用水 人均纯收入 联系电话"""
)
FORM_32 = words(
    """序号 数据日期 县(市、区、旗) 乡(镇) 行政村 自然村 户编号 人编号 姓名 证件号码 人数 与户主关系 民族 文化程度 在校生状况
    健康状况 劳动技能 务工时间（月） 是否参加大病保险 致贫原因1 危房户 是否解决安全饮用水 人均纯收入 户联系电话
    人联系电话 首次识别时间 人员识别时间 户类型 易返贫致贫户(监测对象)类型 风险是否消除 风险识别时间 风险消除时间"""
)

WHO = ["行政村", "户编号", "姓名", "证件号码", "人数", "与户主关系", "脱贫属性", "脱贫年度"]
"""What says who is on the register of the poor, and no more."""
PUPILS = [
    "行政村",
    "户编号",
    "户主姓名",
    "学生姓名",
    "证件号码",
    "与户主关系",
    "学校",
    "年级",
    "脱贫属性",
    "脱贫年度",
]


def identify(
    tmp_path: Path,
    *rows: Sequence[str],
    merged: Iterable[tuple[int, int, int, int]] = (),
    supplied: Iterable[str] = (),
    name: str = "表",
    file: str = "表.xlsx",
    notes: Notes | None = None,
) -> tuple[Statement, ...]:
    """The statements of one sheet with these rows."""
    spool = tmp_path / "spool.txt"
    count = spool_rows(rows, spool)
    notes = notes or Notes(defaults=dict.fromkeys(supplied, 1))
    return identify_sheet(Sheet(name, spool, count, merged=tuple(merged)), file, REGISTERS, notes)


def match_of(tmp_path: Path, *rows: Sequence[str], merged: Iterable[tuple[int, int, int, int]] = ()) -> Match:
    """The header of the one register that the sheet is read as."""
    (statement,) = identify(tmp_path, *rows, merged=merged)
    assert statement.match is not None, statement.reason
    return statement.match


def heads(size: str, *facts: str, relations=("户主", "户主", "户主", "户主")) -> list[list[str]]:
    """A row for each of four households of that size."""
    return [
        ["薛宅村", f"460000{n}", "某甲", f"4690031975010199{n}X", size, relation, "未脱贫", "", *facts]
        for n, relation in enumerate(relations)
    ]


def pupils(*relations):
    """A row for each relation, each of a household of its own."""
    return [
        ["石桥村", str(1000 + number), "某甲", "某乙", "", relation, "镇小", "三年级", "未脱贫", ""]
        for number, relation in enumerate(relations)
    ]
