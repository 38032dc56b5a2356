"""Web pages and SpreadsheetML under the name of a workbook: read as Excel shows them."""

import pytest

from pipelines.reading.files import read_sheets
from pipelines.rules import UnreadableFile
from tests.support.books import refused

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv=Content-Type content="text/html; charset=gb2312"><title>导出</title>
<style>td {mso-number-format:"\\@"}</style><!--[if gte mso 9]><xml><x:Name>Sheet1</x:Name></xml><![endif]--></head>
<body><h3>木棠镇<b>资金</b>台账</h3><p>单位:万元</p>
<table border=1><tr><th rowspan=2>行政村<th colspan=2>资金</tr><tr><th>下达<th>支出</tr>
<tr><td rowspan="2">薛宅村</td><td> 1&nbsp;000<br>元 </td><td>&lt;5</td></tr><tr><td>12.5<td></tr></table>
<table><tr><td>填表人:<td>甲</table></body></html>"""

SHOWN = [
    ["木棠镇资金台账"],
    ["单位:万元"],
    ["行政村", "资金", ""],
    ["", "下达", "支出"],
    ["薛宅村", "1 000 元", "<5"],
    ["", "12.5", ""],
    ["填表人:", "甲"],
]

WORKBOOK = """<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">
<Styles><Style ss:ID="Default"/><Style ss:ID="s1"><NumberFormat ss:Format="Percent"/></Style>
<Style ss:ID="s2"><NumberFormat ss:Format="0.0%"/></Style></Styles>
<Worksheet ss:Name="数据"><Table>
<Column ss:Width="80"/>
<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">台账</Data></Cell></Row>
<Row ss:Index="3"><Cell ss:MergeDown="1"><Data ss:Type="String">薛宅村</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="Number">12.50</Data><Comment><ss:Data>批注</ss:Data></Comment></Cell>
<Cell ss:StyleID="s1"><Data ss:Type="Number">0.7379</Data></Cell>
<Cell ss:StyleID="s2"><Data ss:Type="Number">1</Data></Cell></Row>
<Row><Cell ss:Index="2"><Data ss:Type="DateTime">2018-12-31T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="Boolean">1</Data></Cell><Cell ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell>
<Cell ss:Formula="=SUM(R[-1]C)"/><Cell><ss:Data ss:Type="String"><html:B>粗</html:B>字</ss:Data></Cell>
<Cell><Data ss:Type="Number">469003195101019990</Data></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="藏"><Table><Row><Cell><Data ss:Type="String">x</Data></Cell></Row></Table>
<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet></Workbook>"""


def read(path):
    spools = path.parent / "spools"
    spools.mkdir(exist_ok=True)
    return list(read_sheets(path, spools))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", ["表.xls", "表.xlsx", "表.html"])
def test_web_page(tmp_path, name, encoding):
    (tmp_path / name).write_bytes(PAGE.encode(encoding))
    (sheet,) = read(tmp_path / name)
    assert sheet.head() == SHOWN
    assert set(sheet.merged) == {(3, 1, 4, 1), (3, 2, 3, 3), (5, 1, 6, 1)}


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "utf-16"])
@pytest.mark.parametrize("name", ["表.xls", "表.xml"])
def test_spreadsheetml(tmp_path, name, encoding):
    (tmp_path / name).write_bytes(WORKBOOK.format(encoding=encoding).encode(encoding))
    data, hidden = read(tmp_path / name)
    assert (data.name, data.is_hidden, hidden.name, hidden.is_hidden) == ("数据", False, "藏", True)
    assert data.head() == [
        ["台账", "", ""],
        [""],
        ["薛宅村", "", "12.5", "73.79%", "100%"],
        ["", "2018-12-31", "是", "#DIV/0!", "=SUM(R[-1]C)", "粗字", "4.69003E+17"],
    ]
    assert data.merged == ((1, 1, 1, 3), (3, 1, 4, 1))
    assert hidden.head() == [["x"]]


def test_tags_that_are_never_closed(tmp_path):
    (tmp_path / "表.xls").write_text("<table><tr><td>行政村<td>人数<tr><td>薛宅村<td>4", encoding="utf-8")
    assert read(tmp_path / "表.xls")[0].head() == [["行政村", "人数"], ["薛宅村", "4"]]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("<html><table></table></html>", "no_table"),
        ("<html><![bogus[x]]></html>", "damaged_file"),
        (WORKBOOK[:900], "damaged_file"),
        (WORKBOOK.replace('ss:Index="3"', 'ss:Index="0"', 1), "damaged_file"),
        (WORKBOOK.replace('ss:Index="3"', 'ss:Index="9999999"', 1), "damaged_file"),
        (WORKBOOK.replace('ss:MergeAcross="2"', 'ss:MergeAcross="99999999"', 1), "damaged_file"),
        (WORKBOOK.replace("<Workbook", '<!DOCTYPE x [<!ENTITY a "b">]><Workbook', 1), "xml_entities"),
        (f"<table><tr>{'<td colspan=1000>x' * 17}", "wide_row"),
    ],
)
def test_an_unreadable_page_is_reported(tmp_path, content, rule):
    (tmp_path / "表.xls").write_text(content, encoding="utf-8")
    refused(tmp_path / "表.xls", rule)


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("表.et", "save it as .xlsx"),
        ("表.wps", "ask for the table"),
        ("表.zip", "unpack"),
        ("表.mht", "save"),
    ],
)
def test_what_to_do_with_other_files(tmp_path, name, advice):
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(UnreadableFile, match=advice):
        read(tmp_path / name)
