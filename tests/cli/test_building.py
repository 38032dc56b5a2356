"""What a build prints."""

import json
import re

from tests.support.small import PERSON_HEADER, Household, township_folder, write_csv


def test_build_prints_how_many_cells_were_set_aside(tmp_path, township_of_few):
    """A family has five members; one of them is written as a neighbour, and counts all the same."""
    rows = Household(1, size=5).rows()
    rows[2][9] = "邻居"
    write_csv(township_folder(tmp_path) / "名单.csv", [PERSON_HEADER, *rows])
    built = township_of_few("build", "--raw", tmp_path / "raw", "--marts", tmp_path / "marts")
    assert "采纳的行中有 1 个单元格没有采用" in built.stdout
    assert "1 cells of accepted rows were set aside" in built.stdout
    poor = "select poor_persons from poverty_incidence where area_level = 'township'"
    reported = township_of_few("query", poor, "--marts", tmp_path / "marts", "--format", "json")
    assert json.loads(reported.stdout) == [{"poor_persons": 5}]


def test_build_prints_in_chinese_first_what_was_read_and_where_the_feedback_lies(tmp_path, township_of_few):
    """Eleven lines feed two registers, and count once; two of them hold no certain amount."""
    folder = township_folder(tmp_path)
    header = ["乡镇", "行政村", "户编号", "户主", "合作企业", "入股年度", "入股金额(元)", "分红年度", "应分红(元)",
              "实发分红(元)", "领取人证件号", "年人均纯收入"]  # fmt: skip
    rows = [
        ["某镇", "甲村", f"4600{n:06}", "王测试", "某企业", "2018", "5000", "2018", due, paid, "", "4000元"]
        for n, (due, paid) in enumerate([("300", "300")] * 9 + [("", "约300")] * 2)
    ]
    write_csv(folder / "分红.csv", [header, *rows])
    (folder.parent / "去年").mkdir()
    (folder.parent / "去年" / "分红.csv").write_text("甲\n", encoding="utf-8")
    built = township_of_few("build", "--raw", tmp_path / "raw", "--marts", tmp_path / "marts")
    assert built.returncode == 3, built.stderr
    [total] = [line for line in built.stdout.splitlines() if "total 合计" in line]
    assert re.findall(r"\d+", total) == ["2", "12", "9", "2", "0", "1"], "read = accepted + quarantined + … "
    reported = built.stdout.replace("\n", " ")
    assert re.search("feedback 反馈 +[^ ]*某镇_2018_反馈.xlsx：2 行，0 格待改", reported)
    assert re.search("unread 列未读取 +某镇/2018/分红.csv: 列“年人均纯收入”未读取；其中填的是金额", reported)
    assert re.search("quarantined 隔离 +某镇/2018: 2 行没有计入：列“[^；]*，如“约300”（2 行）", reported)
    assert reported.index("文件夹名“去年”不是期间") < reported.index("the folder name 去年 is not a period")
    assert reported.count("去年") == 5, "its row, and in each language its name and the reason"
