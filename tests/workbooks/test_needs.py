"""What a template asks of each column."""

from pipelines.workbooks.needs import columns_of, header, need_of
from tests.support.desk import REGISTERS


def test_each_column_says_how_much_depends_on_it():
    register = REGISTERS["capital_contributions"]
    needs = {header(column): need_of(register, column) for column in columns_of(register)}
    assert needs == {
        "县": "关键", "乡镇": "关键", "行政村": "关键", "户编号": "关键", "户主姓名": "选填", "户主证件号码": "选填",
        "出资方": "关键", "受益对象类别": "选填", "*合作方": "必填", "合作方原名": "选填", "*入股年度": "必填",
        "入股户数": "选填", "*入股金额(元)": "必填", "约定分红比例": "选填",
    }  # fmt: skip


def test_what_is_computed_is_not_asked_for():
    titles = [column.title for column in columns_of(REGISTERS["persons"])]
    assert "本行人数" not in titles and titles[:3] == ["县", "乡镇", "行政村"]
