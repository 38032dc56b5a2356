"""Delimited text in every encoding that arrives, with the row numbers that the sender sees."""

import csv
import io

import pytest

from pipelines.reading.files import read_sheets
from pipelines.reading.sheets import FILLER
from pipelines.rules import UnreadableFile

ROWS = [
    ["县", "乡镇", "行政村", "户主姓名", "备注"],
    ["绥宁县", "寨市乡", "某某村", "王甲一", "一般贫困户,已脱贫"],
    ["绥宁县", "寨市乡", "大团村", "李乙二", "享受低保政策"],
]
TRADITIONAL = [
    ["縣", "鄉鎮", "行政村", "戶主姓名", "備註"],
    ["儋州縣", "東成鎮", "長嶺村", "陳甲一", "一般貧困戶"],
    ["儋州縣", "東成鎮", "書村", "羅乙二", "享受低保政策"],
] * 4


def text_of(rows, delimiter=","):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def read(tmp_path, content, name="表.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    spools = tmp_path / "spools"
    spools.mkdir(exist_ok=True)
    (sheet,) = read_sheets(path, spools)
    return sheet


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "gb2312"]
)
def test_encodings(tmp_path, encoding):
    assert read(tmp_path, text_of(ROWS).encode(encoding)).head() == ROWS


@pytest.mark.parametrize("encoding", ["big5", "utf-8", "gb18030", "utf-16"])
def test_traditional_text(tmp_path, encoding):
    assert read(tmp_path, text_of(TRADITIONAL).encode(encoding)).head() == TRADITIONAL


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("suffix", ["csv", "tsv", "txt"])
def test_separators_are_recognised(tmp_path, delimiter, suffix):
    rows = [[*row, "甲,乙;丙"] for row in ROWS]
    assert read(tmp_path, text_of(rows, delimiter).encode(), f"表.{suffix}").head() == rows


def test_separator_when_cells_hold_other_separators(tmp_path):
    rows = [["行政村", "项目名称", "内容"], *(["薛宅村", "道路", "沟,渠,路,桥,涵,井"] for _ in range(5))]
    text = "\n".join(";".join(row) for row in rows)
    assert read(tmp_path, text.encode()).head() == rows


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(tmp_path, end):
    text = end.join(",".join(row) for row in (["a", "b"], ["1", "2"], ["3", "4"]))
    assert read(tmp_path, text.encode()).head() == [["a", "b"], ["1", "2"], ["3", "4"]]


def test_quoted_line_breaks_keep_the_row_numbers(tmp_path):
    rows = [
        ["行政村", "说明"],
        ["薛宅", "第一行\n第二行\n第三行"],
        ["长岭", "一"],
        ["书村", "二\n三"],
        ["末", ""],
    ]
    sheet = read(tmp_path, text_of(rows).encode())
    lines = sheet.head()
    assert sheet.rows == 8
    assert [number for number, line in enumerate(lines, start=1) if line == [FILLER]] == [3, 4, 7]
    assert lines[1] == ["薛宅", "第一行 第二行 第三行"]
    assert lines[4][0] == "长岭" and lines[7][0] == "末"


@pytest.mark.parametrize(
    "line",
    ['"薛宅,1', '薛宅,5"管', '"薛宅"村,1', '薛宅,"未闭合'],
    ids=["open", "inch", "closed early", "last"],
)
def test_stray_quotes_swallow_no_line(tmp_path, line):
    text = f'村,说明\n{line}\n长岭,"甲,乙"\n书村,"二\n三"\n末,"四"\n'
    sheet = read(tmp_path, text.encode())
    lines = sheet.head()
    assert sheet.rows == 6
    assert lines[2] == ["长岭", "甲,乙"]
    assert lines[3] == ["书村", "二 三"] and lines[4] == [FILLER]
    assert lines[5] == ["末", "四"]


def test_a_pair_of_stray_quotes_swallows_no_row(tmp_path):
    lines = read(tmp_path, '村,户,说明\n薛宅,1,"甲\n长岭,2,乙\n书村,3,丙"\n末,4,丁\n'.encode()).head()
    assert lines == [
        ["村", "户", "说明"],
        ["薛宅", "1", '"甲'],
        ["长岭", "2", "乙"],
        ["书村", "3", '丙"'],
        ["末", "4", "丁"],
    ]


def test_a_quoted_cell_before_others_may_span_lines_and_hold_separators(tmp_path):
    lines = read(tmp_path, '村,户,说明\n"薛宅,\n原铁匠",1,甲\n长岭,2,乙\n'.encode()).head()
    assert lines == [["村", "户", "说明"], ["薛宅, 原铁匠", "1", "甲"], [FILLER], ["长岭", "2", "乙"]]


def test_what_nobody_sees_is_taken_out(tmp_path):
    text = "\u200b村,\u202d13800000000\u202c\n薛\u00ad宅\ufeff,“甲\u2009乙”\n"
    assert read(tmp_path, text.encode()).head() == [["村", "13800000000"], ["薛宅", "“甲 乙”"]]


def test_a_few_wrong_bytes_cost_their_own_row_only(tmp_path):
    good = text_of(ROWS * 200).encode("gb18030")
    sheet = read(tmp_path, good + b"\xff\xff,\xff,a,b,c\r\n" + good)
    lines = sheet.spool.read_text(encoding="utf-8").splitlines()
    assert sheet.rows == len(lines) == 1201
    assert [number for number, line in enumerate(lines) if "\ufffd" in line] == [600]


def test_a_binary_file_is_reported_as_such(tmp_path):
    with pytest.raises(UnreadableFile, match="not text in UTF-8"):
        read(tmp_path, bytes(range(128, 256)) * 50)


def test_control_characters_make_no_rows_or_cells(tmp_path):
    sheet = read(tmp_path, b"a,b\n\x1e\n1\x1f2,\x003\x02\n\x1e,x\n")
    assert sheet.rows == 4
    assert sheet.head() == [["a", "b"], [" "], ["1 2", " 3 "], [" ", "x"]]


def test_last_line_without_an_end(tmp_path):
    assert read(tmp_path, b"a,b\n1,2").rows == 2


def test_full_width_commas_separate_cells(tmp_path):
    text = "县，乡镇，行政村\n绥宁县，寨市乡，某某村\n"
    assert read(tmp_path, text.encode("gb18030")).head() == [
        ["县", "乡镇", "行政村"],
        ["绥宁县", "寨市乡", "某某村"],
    ]


def test_full_width_commas_in_cells_separate_nothing(tmp_path):
    text = "乡镇,项目,内容\n寨市乡,路，桥，井,建设，维护，管理，其他\n"
    assert read(tmp_path, text.encode()).head()[1] == ["寨市乡", "路，桥，井", "建设，维护，管理，其他"]


@pytest.mark.parametrize("quoted", ["", '"路"'], ids=["plain", "with quotes"])
def test_the_end_mark_of_old_programs_is_nothing(tmp_path, quoted):
    sheet = read(tmp_path, f"县,乡镇\n绥宁县,{quoted or '寨市乡'}\n\x1a".encode())
    assert [row for row in sheet.head() if any(cell.strip() for cell in row)][-1][0] == "绥宁县"


@pytest.mark.parametrize(
    "content", ["路" * 2_000_001, "序号,行政村\n" + "列," * 1_000_001, '"序号",行政村\n' + "列," * 1_000_001]
)
def test_a_line_longer_than_any_row_of_a_table_is_refused(tmp_path, content):
    with pytest.raises(UnreadableFile, match="more than 2 MB"):
        read(tmp_path, content.encode())


def test_many_short_lines_are_no_long_line(tmp_path):
    assert read(tmp_path, ("甲,乙\n" * 1_000_000).encode()).rows == 1_000_000
