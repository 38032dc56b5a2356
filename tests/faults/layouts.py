"""Damage to rows, headers, sheets and whole files."""

import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import xlsxwriter

from tests.faults.catalogue import Expected, Kind
from tests.support.cells import ERROR_CODES, Formula, Percent
from tests.support.desk import LEDGER, PERSONS, Desk, person

Rows = list[list[Any]]

GOOD: Rows = [list(LEDGER), *(["木棠镇", "薛宅村", "2018", f"项目{n}", f"{1000 + n}"] for n in range(1, 6))]
DATED: Rows = [
    ["行政村", "户编号", "户主姓名", "合作方", "入股年度", "发放金额(元)", "发放日期"],
    *(["薛宅村", f"4690030{n:05}", "王甲一", "某合作社", "2017", "500", "2018-12-31"] for n in range(1, 6)),
]
PEOPLE: Rows = [list(PERSONS), *(person(n) for n in range(1, 6))]


def _rows(
    name: str, change: Callable[[Rows], Any], rows: Rows = GOOD, family: str = "rows", **expected: Any
) -> Kind:
    def plant(desk: Desk) -> None:
        copy = [list(row) for row in rows]
        desk.csv("表.csv", change(copy) or copy)

    return Kind(family, name, plant, Expected(**{"accepted": 5} | expected))


def _insert(place: int, *cells: str) -> Callable[[Rows], None]:
    return lambda rows: rows.insert(place, [*cells, *[""] * (len(rows[0]) - len(cells))])


def _rename(old: str, new: str) -> Callable[[Rows], None]:
    return lambda rows: rows[0].__setitem__(rows[0].index(old), new)


def _bytes(name: str, file: str, content: bytes, **expected: Any) -> Kind:
    return Kind("files", name, lambda desk: desk.write(file, content), Expected(**{"accepted": 0} | expected))


def _encoded(encoding: str, delimiter: str = ",") -> Kind:
    return Kind(
        "files",
        f"{encoding}, separated by {delimiter!r}",
        lambda desk: desk.csv("表.csv", GOOD, encoding, delimiter),
        Expected(accepted=5),
    )


def _respelt(desk: Desk, written: str) -> None:
    """A workbook whose error cell is written otherwise than Excel writes it."""
    path = desk.xlsx("表.xlsx", [*GOOD[:3], [*GOOD[3][:4], "#REF!"], *GOOD[4:]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b't="e"', written.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def layouts() -> Iterator[Kind]:
    yield from _totals_and_footers()
    yield from _row_damage()
    yield from _headers()
    yield from _workbooks()
    yield from _cells_of_each_format()
    yield from _files()


def _totals_and_footers() -> Iterator[Kind]:
    for place, where in ((1, "first"), (4, "between"), (6, "last")):
        for total in ("合计", "小 计", "总　计", "全镇共计:"):
            yield _rows(f"{total} {where}", _insert(place, total))
    for footer in (
        "填表人:王甲一",
        "审核：",
        "填报日期:2018年12月31日",
        "备注:以上资金均已到位",
        "说明：数据截至12月底",
        "分管领导（签字）：",
        "主要领导:",
        "填表人 王甲一",
        "审核人（签章）",
        "木棠镇人民政府（盖章）",
        "2018年12月31日",
    ):
        yield _rows(f"footer {footer}", _insert(6, footer))
    yield _rows(
        "total that is not the sum",
        lambda rows: rows.append(["合计", "", "", "", "9999"]),
        findings=("total_disagrees",),
    )
    wide = [["县", "自然村", *row] if n == 0 else ["儋州市", "", *row] for n, row in enumerate(GOOD)]
    for label in ("合计", "小计:", "制表人:王甲一", "审核（签字）：", "共5人"):
        yield _rows(
            f"{label} beyond the first columns",
            lambda rows, label=label: rows.append(["", "", "", "", "", label, ""]),  # type: ignore[misc]
            wide,
            findings=("unknown_header",),
        )
    yield _rows(
        "date of signing in the last column", lambda rows: rows.append(["", "", "", "", "2018年12月31日"])
    )
    yield _rows(
        "notes below a footer",
        lambda rows: rows.extend(
            [["说明:1、数据截至12月底", "", "", "", ""], ["2、由各村填报", "", "", "", ""]]
        ),
    )
    numbered = [["序号", *LEDGER], *([str(n), *row] for n, row in enumerate(GOOD[1:], start=1))]
    yield _rows(
        "headings numbered 一 with the sums of the rows below",
        lambda rows: [*rows[:1], ["一", "中央资金", "", "", "", "2003"], *rows[1:3],
                      ["（二）", "省级资金", "", "", "", "3012"], *rows[3:]],
        numbered,
    )  # fmt: skip
    for page in ("第1页 共3页", "第 2 页", "共3页"):
        yield _rows(f"page number {page}", _insert(4, page))
    yield _rows("blank rows between", lambda rows: [*rows[:3], *[[""] * 5] * 3, *rows[3:]])
    yield _rows("header again in the middle", lambda rows: rows.insert(3, list(rows[0])))
    yield _rows("title again in the middle", lambda rows: [["某镇台账"], *rows[:3], ["某镇台账"], *rows[3:]])

    titled = [["某镇台账", *[""] * 4], *GOOD]
    yield _rows("title of the next page", _insert(4, "某镇台账（续）"), titled)
    yield _rows("title of a page with its number", _insert(4, "某镇台账（第2页）"), titled)
    yield _rows("nothing follows", _insert(6, "", "", "", "以下空白"))


def _row_damage() -> Iterator[Kind]:
    yield _rows(
        "more cells than headers",
        lambda rows: rows[3].insert(3, "多出的"),
        accepted=4,
        marks=((None, "too_many_cells"),),
    )
    yield _rows(
        "the same row twice", lambda rows: rows.append(list(rows[3])), PEOPLE, findings=("repeated_rows",)
    )
    yield _rows(
        "the same person in two households",
        lambda rows: rows.append([*rows[3][:3], "469003099999", *rows[3][4:]]),
        PEOPLE,
        accepted=4,
        marks=(("G4", "conflicting_key"), ("G7", "conflicting_key")),
    )
    yield _rows(
        "nothing but the name of a place",
        lambda rows: rows.append(["木棠镇", "长老村", "", "", ""]),
        marks=((None, "only_places"),),
    )
    yield _rows(
        "nothing but an amount",
        lambda rows: rows.append(["", "", "", "", "5016"]),
        marks=((None, "only_amounts"),),
    )
    yield _rows(
        "nothing but the sum of the rows above",
        lambda rows: rows.append(["", "", "", "", "5015"]),
        findings=("total_without_words",),
    )
    yield _rows(
        "the sum of all under the name of all",
        lambda rows: rows.insert(1, ["木棠镇", "全镇", "", "", "5015"]),
    )
    yield _rows(
        "a total that is not the sum",
        lambda rows: rows.append(["木棠镇", "全镇", "2018", "5个", "5016"]),
        marks=((None, "unclear_total"),),
    )
    yield _rows("a name that sounds like a total", lambda rows: rows[3].__setitem__(5, "王小计"), PEOPLE)
    yield _rows("spaces around every cell", lambda rows: [[f" {cell}\u3000" for cell in row] for row in rows])
    yield _rows("line breaks in a cell", lambda rows: rows[3].__setitem__(3, "道路\n两公里"))
    yield _rows("quotation marks in a cell", lambda rows: rows[3].__setitem__(3, '3"管道"工程'))
    yield _rows("separators in a cell", lambda rows: rows[3].__setitem__(3, "路,桥;井\t渠"))
    yield _rows("short rows", lambda rows: [rows[0], *(row[:5] for row in rows[1:])])
    yield _rows("cells left blank at the end", lambda rows: [[*row, "", ""] for row in rows])


def _headers() -> Iterator[Kind]:
    family = "headers"
    yield _rows(
        "title, instructions and unit line",
        lambda rows: [["某镇台账"], ["填表说明:略"], ["单位:元"], *rows],
        family=family,
    )
    for name, old, new in (
        ("full-width brackets", "下达资金(元)", "下达资金（元）"),
        ("square brackets", "下达资金(元)", "下达资金【元】"),
        ("line break", "下达资金(元)", "下达资金\n(元)"),
        ("spaces", "下达资金(元)", " 下 达 资 金 （ 元 ） "),
        ("traditional", "乡镇", "鄉鎮"),
        ("another name of the area", "乡镇", "乡(镇)"),
        ("unit behind a stroke", "下达资金(元)", "下达资金/元"),
    ):
        yield _rows(f"header with {name}", _rename(old, new), family=family)
    for mark in ("({})", "{}.", "A{} ", "{}"):
        yield _rows(
            f"headers numbered as {mark.format(1)}",
            lambda rows, mark=mark: rows.__setitem__(  # type: ignore[misc]
                0, [mark.format(n) + header for n, header in enumerate(rows[0], start=1)]
            ),
            family=family,
        )
    yield _rows(
        "units in a row of their own",
        lambda rows: [[*rows[0][:4], "下达资金"], ["", "", "", "", "元"], *rows[1:]],
        family=family,
    )
    yield _rows(
        "unit of money behind the title",
        lambda rows: [["某镇资金表（元）"], [*rows[0][:4], "下达资金"], *rows[1:]],
        family=family,
    )
    yield _rows(
        "line breaks in a header of two rows",
        lambda rows: [
            ["乡\n镇", "行政\n村", "资金\n年度", "项目\n名称", "资金\n(元)"],
            ["", "", "", "", "下\n达"],
            *rows[1:],
        ],
        family=family,
    )
    yield _rows(
        "header far below",
        lambda rows: [*([f"第{n}条 请如实填写"] for n in range(1, 40)), *rows],
        family=family,
    )
    yield _rows("columns in reverse", lambda rows: [row[::-1] for row in rows], family=family)
    yield _rows("blank columns", lambda rows: [["", *row[:2], "", *row[2:]] for row in rows], family=family)
    yield _rows("numbered columns", lambda rows: rows.insert(1, ["1", "2", "3", "4", "5"]), family=family)
    yield _rows(
        "unknown column",
        lambda rows: [[*row, "饲养员"] for row in rows],
        family=family,
        findings=("unknown_header",),
    )
    yield _rows(
        "column that may be wanted",
        lambda rows: [[*row, f"{number}元" if number else "补助款"] for number, row in enumerate(rows)],
        family=family,
        findings=("unread_column",),
    )
    yield _rows(
        "column twice",
        lambda rows: [[*row, row[4]] for row in rows],
        family=family,
        findings=("repeated_amount",),
    )
    yield _rows(
        "required header missing",
        _rename("证件号码", "号"),
        PEOPLE,
        family,
        accepted=0,
        marks=((None, "missing_header"),),
        statuses=("unreadable",),
    )
    yield _rows(
        "required header missing beside two columns of years",
        lambda rows: [
            [*rows[0][:6], "号", *rows[0][7:], "首次识别时间"],
            *([*row[:10], "2017年", row[11], "2014年12月"] for row in rows[1:]),
        ],
        PEOPLE,
        family,
        accepted=0,
        marks=((None, "missing_header"),),
        statuses=("unreadable",),
    )
    yield _rows(
        "required header misspelt",
        _rename("证件号码", "证件号吗"),
        PEOPLE,
        family,
        accepted=0,
        marks=((None, "missing_header"),),
        statuses=("unreadable",),
    )
    yield _rows(
        "unit of money nowhere",
        _rename("下达资金(元)", "下达资金"),
        family=family,
        accepted=0,
        marks=tuple((f"E{row}", "money_without_unit") for row in range(2, 7)),
    )
    yield _rows(
        "unit of money in the title line",
        lambda rows: [["单位:元"], [*rows[0][:4], "下达资金"], *rows[1:]],
        family=family,
    )
    yield _rows(
        "two-row header",
        lambda rows: [
            ["乡镇", "行政村", "资金年度", "项目名称", "资金(元)"],
            ["", "", "", "", "下达"],
            *rows[1:],
        ],
        family=family,
    )
    yield _rows(
        "header with marks of what must be filled in",
        lambda rows: rows[0].__setitem__(
            slice(None), [f"*{rows[0][0]}", *[f"{h}(必填)" for h in rows[0][1:]]]
        ),
        family=family,
    )
    below = [["附:分红"], ["行政村", "户主姓名", "合作方", "入股年度", "发放金额(元)"]]
    yield _rows(
        "two tables of different registers below each other",
        lambda rows: rows.extend([*below, ["薛宅村", "王甲一", "某社", "2017", "500"]]),
        family=family,
        accepted=0,
        marks=((None, "two_tables"),),
        statuses=("unreadable",),
    )
    again = [*LEDGER[:4], "下达资金(万元)"]
    for place, where in ((3, "below"), (70, "far below")):
        yield _rows(
            f"another table of the same register {where}, in another unit",
            lambda rows, place=place: [  # type: ignore[misc]
                rows[0],
                *([*row[:3], f"{row[3]}之{n}", row[4]] for n in range(place) for row in rows[1:]),
                again,
                *rows[1:3],
            ],
            family=family,
            accepted=5 * place,
            marks=((None, "second_table"),) * 3,
        )
    yield _rows(
        "another table of another register far below",
        lambda rows: [
            rows[0],
            *([*row[:3], f"{row[3]}之{n}", row[4]] for n in range(20) for row in rows[1:]),
            *below[1:],
            ["薛宅村", "王甲一", "某社", "2017", "500"],
        ],
        family=family,
        accepted=100,
        marks=((None, "second_table"),) * 2,
    )
    yield _rows(
        "header repeated in other spellings",
        lambda rows: rows.insert(3, ["鄉鎮", "行政村", "资金 年度", "项目名称", "下达资金（元）"]),
        family=family,
    )
    shapes: list[tuple[str, str, Callable[[Rows], Any]]] = [
        ("two tables side by side", "side_by_side", lambda rows: [[*row, "", *row] for row in rows]),
        (
            "a table on its side",
            "on_its_side",
            lambda rows: [list(column) for column in zip(*rows, strict=True)],
        ),
        (
            "years across",
            "years_across",
            lambda rows: [["行政村", "2018年计划脱贫户数", "2019年计划脱贫户数"], ["薛宅村", "5", "6"]],
        ),
        (
            "years across, below what is counted",
            "years_across",
            lambda rows: [["行政村", "脱贫户数", ""], ["", "2018年", "2019年"], ["薛宅村", "5", "6"]],
        ),
    ]
    for name, rule, change in shapes:
        yield _rows(name, change, family=family, accepted=0, marks=((None, rule),), statuses=("unreadable",))
    yield _rows("no header at all", lambda rows: rows[1:], family=family, accepted=0, statuses=("non_data",))


def _workbooks() -> Iterator[Kind]:
    def book(
        name: str, fill: Callable[[xlsxwriter.Workbook], Any], file: str = "表.xlsx", **expected: Any
    ) -> Kind:
        def plant(desk: Desk) -> None:
            with xlsxwriter.Workbook(desk.inbox / file) as workbook:
                fill(workbook)

        return Kind("workbooks", name, plant, Expected(**{"accepted": 5} | expected))

    def page(workbook: xlsxwriter.Workbook, name: str = "", rows: Rows = GOOD) -> Any:
        sheet = workbook.add_worksheet(name or None)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        return sheet

    yield book("cover sheet", lambda w: (w.add_worksheet("封面").write(0, 0, "某镇台账"), page(w)))
    yield book("empty sheets", lambda w: (w.add_worksheet(), page(w), w.add_worksheet()))
    yield book("hidden sheet", lambda w: (w.add_worksheet(), page(w).hide()), findings=("hidden_sheet",))
    yield book("two registers in one book", lambda w: (page(w), page(w, rows=PEOPLE)), accepted=10)
    yield book("name of file", page, "木棠镇（最终版2） (22).xlsx")
    yield book("keys merged downwards", lambda w: page(w).merge_range("B2:B6", "薛宅村"))
    yield book("title merged across", lambda w: page(w, rows=[[], *GOOD]).merge_range("A1:E1", "某镇台账"))
    yield book(
        "error of a formula",
        lambda w: page(w).write_formula(3, 4, "=1/0", None, "#DIV/0!"),
        accepted=4,
        marks=(("E4", "excel_error"),),
    )
    yield book("formula with its value", lambda w: page(w).write_formula(3, 4, "=1+1", None, 2))
    yield book(
        "ID number typed as a number",
        lambda w: page(w, rows=PEOPLE).write_number(3, 6, int(person(3)[6][:17] + "0")),
        accepted=4,
        marks=(("G4", "precision_lost"),),
    )
    yield book(
        "days counted from 1904",
        lambda w: (w.__dict__.update(date_1904=True), page(w, rows=DATED).write_number(3, 6, 42003)),
        register="dividend_payouts",
        column="payout_on",
        value=date(2018, 12, 31),
    )
    for written in ("t = 'e'", 't ="e"', 't= "e"', '\tt="e"'):
        yield Kind(
            "workbooks",
            f"error written {written.strip()!r}",
            lambda desk, written=written: _respelt(desk, written),  # type: ignore[misc]
            Expected(accepted=4, marks=(("E4", "excel_error"),)),
        )
    yield book("real dates in a year column", lambda w: page(w).write_number(3, 2, 43465))
    yield book(
        "table begins further down and right",
        lambda w: page(w, rows=[[], [], *(["", "", *row] for row in GOOD)]),
    )


def _cells_of_each_format() -> Iterator[Kind]:
    def struck(form: str, cell: Any, rows: Rows = GOOD) -> Callable[[Desk], object]:
        damaged = [list(row) for row in rows]
        damaged[3][-1] = cell
        return lambda desk: getattr(desk, form)(f"表.{form}", damaged)

    with_rate = [[*row, rate] for row, rate in zip(GOOD, ["支出进度(%)", *[Percent(0.5)] * 5], strict=True)]
    for form in ("xlsx", "xls", "xlsb", "ods"):
        for error in ERROR_CODES:
            broken = Expected(accepted=4, marks=(("E4", "excel_error"),))
            yield Kind("workbooks", f"{error} in {form}", struck(form, error), broken)
        percentage = Expected(register="fund_ledger", column="stated_rate", value=0.7379, accepted=5)
        yield Kind("workbooks", f"percentage in {form}", struck(form, Percent(0.7379), with_rate), percentage)
    for form in ("xls", "xlsb", "ods"):
        formula = Expected(accepted=4, marks=(("E4", "uncalculated_formula"),))
        yield Kind("workbooks", f"formula never calculated in {form}", struck(form, Formula("1+1")), formula)


def _files() -> Iterator[Kind]:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"):
        yield _encoded(encoding)
    for delimiter in (";", "\t", "|"):
        yield _encoded("gb18030", delimiter)
    text = "\r\n".join(",".join(row) for row in GOOD)
    torn = ("unreadable",)
    yield _bytes("old Mac line ends", "表.csv", text.replace("\r\n", "\r").encode(), accepted=5)
    wrong = "木棠镇,薛宅村,2018,".encode("gb18030") + b"\xff\xff,7\r\n"
    yield _bytes(
        "one undecodable row",
        "表.csv",
        f"{text}\r\n".encode("gb18030") * 40 + wrong,
        accepted=6,
        marks=(("D241", "undecodable_text"),),
        findings=("repeated_rows",),
    )
    kept = "\r\n".join(",".join(f'="{cell}"' for cell in row) for row in GOOD)
    yield _bytes("texts kept from Excel as formulas", "表.csv", kept.encode("gb18030"), accepted=5)
    quoted = [list(row) for row in GOOD]
    quoted[2][3], quoted[4][3] = '"道路', '桥"'
    yield _bytes(
        "quotation marks that open in one row and close in another",
        "表.csv",
        "\r\n".join(",".join(row) for row in quoted).encode(),
        accepted=5,
    )
    for form, file in (("xlsx", "表.csv"), ("xls", "表.txt"), ("ods", "表.csv"), ("xls", "表.xlsx")):
        yield Kind(
            "files",
            f"{form} named {file}",
            lambda desk, form=form, file=file: getattr(desk, form)("x", GOOD).rename(desk.inbox / file),  # type: ignore[misc]
            Expected(accepted=5),
        )
    yield _bytes(
        "archive named as a workbook",
        "表.xlsx",
        b"Rar!\x1a\x07\x00",
        statuses=torn,
        marks=((None, "archive"),),
    )
    yield _bytes(
        "document named as a workbook", "表.xlsx", b"%PDF-1.4", statuses=torn, marks=((None, "document"),)
    )
    yield _bytes("empty file", "表.csv", b"", statuses=torn, marks=((None, "empty_file"),))
    yield _bytes(
        "binary as text",
        "表.csv",
        bytes(range(128, 256)) * 9,
        statuses=torn,
        marks=((None, "unknown_encoding"),),
    )
    yield _bytes(
        "text as workbook", "表.xlsx", text.encode(), statuses=torn, marks=((None, "not_a_workbook"),)
    )
    yield _bytes(
        "web page as workbook",
        "表.xls",
        b"<html><table></table></html>",
        statuses=torn,
        marks=((None, "no_table"),),
    )
    for encoding in ("utf-8", "gb18030"):
        yield Kind(
            "files",
            f"web page in {encoding} named as a workbook",
            lambda desk, encoding=encoding: desk.web_page("表.xls", GOOD, encoding),  # type: ignore[misc]
            Expected(accepted=5),
        )
    struck = [*GOOD[:3], [*GOOD[3][:4], "#REF!"], *GOOD[4:]]
    yield Kind(
        "files",
        "error in a web page named as a workbook",
        lambda desk: desk.web_page("表.xls", struck),
        Expected(accepted=4, marks=(("E4", "excel_error"),)),
    )
    cell = "<Cell><Data ss:Type='String'>{}</Data></Cell>"
    cells = "".join(f"<Row>{''.join(map(cell.format, row))}</Row>" for row in struck)
    spreadsheet = "urn:schemas-microsoft-com:office:spreadsheet"
    yield _bytes(
        "error in SpreadsheetML named as a workbook",
        "表.xls",
        f'<?xml version="1.0"?><Workbook xmlns="{spreadsheet}" xmlns:ss="{spreadsheet}"><Worksheet ss:Name="a">'
        f"<Table>{cells}</Table></Worksheet></Workbook>".encode(),
        accepted=4,
        marks=(("E4", "excel_error"),),
    )
    tabbed = "\r\n".join("\t".join(row) for row in GOOD)
    for encoding in ("gb18030", "utf-16"):
        yield _bytes(
            f"text in {encoding} with tabs named as a workbook", "表.xls", tabbed.encode(encoding), accepted=5
        )
    yield _bytes("table of WPS", "表.et", b"x", statuses=torn, marks=((None, "wps_table"),))
    yield _bytes("picture", "表.png", b"\x89PNG", statuses=torn, marks=((None, "picture"),))

    def cut(desk: Desk) -> None:
        path = desk.xlsx("表.xlsx", GOOD * 50)
        path.write_bytes(path.read_bytes()[:2000])

    yield Kind(
        "files", "workbook cut short", cut, Expected(((None, "damaged_file"),), accepted=0, statuses=torn)
    )

    def misspelt(desk: Desk) -> None:
        desk.csv("名单.csv", [["行政村", "总人口数"], ["薛宅村", "859"], ["长岭村", "1200"]])
        desk.csv(
            "表.csv",
            [
                GOOD[0],
                *(
                    ["木棠镇", "薛宝村" if n == 3 else "薛宅村", *row[2:]]
                    for n, row in enumerate(GOOD[1:], start=1)
                ),
            ],
        )

    yield Kind(
        "files",
        "village misspelt against the unit's list",
        misspelt,
        Expected(accepted=6, marks=(("B4", "unknown_village"),)),
    )

    yield _rows(
        "township misspelt",
        lambda rows: rows[3].__setitem__(0, "木堂镇"),
        family="files",
        accepted=4,
        marks=(("A4", "unknown_township"),),
    )
    yield _rows(
        "township of another unit",
        lambda rows: rows[3].__setitem__(0, "排浦镇"),
        family="files",
        findings=("unlisted_township",),
    )
