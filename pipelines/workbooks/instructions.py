"""The page of a template that says how to fill it in: what each column means, what must be filled in, and how to send it."""

from collections.abc import Iterator

import xlsxwriter

from pipelines.common.private_numbers import id_check_digit
from pipelines.deliveries.units import SendingUnit
from pipelines.registers.areas import AREA_LEVELS
from pipelines.registers.columns import Column
from pipelines.registers.contract import Register
from pipelines.workbooks.hidden_pages import terms_of
from pipelines.workbooks.needs import COLOURS, NEEDS, columns_of, header, need_of
from pipelines.workbooks.printing import add_page, set_wrapped_height, write_cells

INSTRUCTIONS = "填表说明"
_WIDTHS = (6, 26, 8, 40, 22, 60)
_SYNTHETIC_BODY = "46900319600101999"
"""Of an ID number: the sequence 999 is given to hardly anybody."""
_HOW = {
    "area": "写全称",
    "place": "写到乡镇、村",
    "household_id": "按文本填，不要丢掉开头的 0",
    "person_id_number": "18 位，按文本填；会校验最后一位",
    "person_name": "写全名",
    "phone": "按文本填",
    "bank_account": "按文本填",
    "money": "以元为单位，只填数",
    "count": "不小于 0 的整数，只填数",
    "ratio": "百分数",
    "measure": "只填数",
    "year": "四位数的年份",
    "month": "年月",
    "date": "年月日",
}
_EXAMPLES = {
    "household_id": "469003000001",
    "person_id_number": _SYNTHETIC_BODY + id_check_digit(_SYNTHETIC_BODY),
    "person_name": "王甲一",
    "phone": "15400000001",
    "bank_account": "9999000000000000001",
    "money": "12345.60",
    "count": "12",
    "ratio": "6%",
    "measure": "6",
    "year": "2018",
    "month": "2018-06",
    "date": "2018-06-30",
    "place": "某镇某村",
}
"""Synthetic values: nobody is meant."""
_AREAS = {"county": "某县", "township": "某镇", "village": "某村"}


def write_instructions(book: xlsxwriter.Workbook, register: Register, unit: SendingUnit | None) -> None:
    """Write the page."""
    page = add_page(book, INSTRUCTIONS)
    page.fit_to_pages(1, 1)
    for number, width in enumerate(_WIDTHS):
        page.set_column(number, number, width)
    title = book.add_format({"bold": True, "font_size": 14})
    wrapped = {"text_wrap": True, "valign": "top", "border": 1}
    head = book.add_format({"bold": True, "bg_color": COLOURS["选填"], **wrapped})
    of_need = {need: book.add_format({"bg_color": COLOURS[need], **wrapped}) for need in NEEDS}
    cell = book.add_format(wrapped)
    page.write_string(0, 0, f"{register.title}{INSTRUCTIONS}", title)
    lines = list(_lines(register, unit))
    for number, line in enumerate(lines, start=1):
        page.write_string(number, 0, line)
    first = len(lines) + 2
    write_cells(page, first, ("序号", "列名", "要求", "怎么填", "例子", "含义"), head)
    for number, column in enumerate(columns_of(register), start=1):
        need = need_of(register, column)
        cells = (number, header(column), need, _how(column), _example(column, unit), column.description)
        set_wrapped_height(page, first + number, cells, _WIDTHS)
        write_cells(page, first + number, cells, cell)
        page.write_string(first + number, 2, need, of_need[need])


def _lines(register: Register, unit: SendingUnit | None) -> Iterator[str]:
    """What holds for the form as a whole."""
    yield f"{register.description}{register.grain}。"
    yield "“必填”的列（列名前有 *）每一行都要填；“关键”的列填错了，整行不计入；“选填”的列没有的留空，不要填 0 或“无”。"
    for names in register.require_any:
        titles = "”“".join(register.by_name[name].title for name in names)
        yield f"“{titles}”至少要有一列填了。"
    yield _of_areas(unit)
    if any(column.kind == "money" for column in register.columns):
        yield "金额都以元为单位，只填数，不写“元”“万元”“约”。"
    yield "不要改列名，不要合并单元格，不要在数据中间插入空行、小计。粘贴时请选“只粘贴数值”，以免盖掉下拉选项和校验。"
    folder = f"data/raw/{unit.name if unit else '单位'}/期间/"
    yield f"填好后仍存为 .xlsx 交回，由数据管理员放进 {folder}；期间写 2018、2020H1、2021Q3 或 2021-06-30。"


def _of_areas(unit: SendingUnit | None) -> str:
    own = [name for level in AREA_LEVELS if unit and (name := unit.area[level])]
    if own:
        return f"县、乡镇、行政村空着的，按“{''.join(own)}”计；可以不填。"
    return "县、乡镇与报送单位的相同时，可以不填。"


def _how(column: Column) -> str:
    if terms := terms_of(column):
        listed = "、".join(terms)
        return f"从下拉列表选：{listed}" if len(terms) <= 6 else "从下拉列表选"
    return _HOW.get(column.kind, "按文本填")


def _example(column: Column, unit: SendingUnit | None) -> str:
    if column.kind == "area":
        return (unit and unit.area[column.name]) or _AREAS[column.name]
    if terms := terms_of(column):
        return terms[0]
    return column.example or _EXAMPLES.get(column.kind, "")
