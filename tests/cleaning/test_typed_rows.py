"""What is private is keyed or masked."""

from pipelines.rules import Violation
from tests.support.desk import LEDGER, PERSONS, person


def test_what_is_private_is_keyed_or_masked_everywhere(desk):
    secrets = ("王甲一", "15400000001", person(1)[6], person(1)[4])
    desk.csv(
        "表.csv", [PERSONS, person(1), person(2, 证件号码=person(2)[6][:17] + "*", 联系电话="154****0002")]
    )
    outcome = desk.clean()
    text = outcome.everything()
    assert not [secret for secret in secrets if secret in text]
    (row,) = outcome.rows("persons")
    assert row["person_name"] == "王*"
    assert (row["id_sex"], row["id_birth_on"].year) == (
        "女" if int(person(1)[6][16]) % 2 == 0 else "男",
        1951,
    )
    raws = {fault["header"]: fault["raw"] for fault in outcome.faults}
    assert raws == {"证件号码": "#18", "人联系电话": "#11"}


def test_a_name_behind_a_number_is_masked_and_a_unit_is_not(desk):
    desk.csv(
        "表.csv",
        [LEDGER, ["木棠镇", "薛宅村", "2018", "路", "5王甲一"], ["木棠镇", "薛宅村", "2018", "渠", "5户"]],
    )
    outcome = desk.clean()
    assert "王甲一" not in outcome.everything()
    assert [fault["raw"] for fault in outcome.faults] == ["5***", "5户"]


def test_the_unit_of_a_quantity_may_stand_in_its_header(desk):
    rows = [
        ["行政村", "产品名称", "采购单位", "销售数量(斤)", "销售金额(元)"],
        ["薛宅村", "红茶", "县一中", "20", "400"],
    ]
    desk.csv("消费扶贫销售.csv", rows)
    [row] = desk.clean().rows("produce_sales")
    assert (row["quantity"], row["quantity_unit"], row["sales_yuan"]) == (20, "斤", 400)


def test_the_unit_of_a_quantity_may_stand_behind_its_number(desk):
    rows = [
        ["行政村", "产品名称", "采购单位", "销售数量", "销售金额(元)"],
        ["薛宅村", "土鸡", "县一中", "50只", "4000"],
        ["薛宅村", "鸡蛋", "县一中", "1,200 枚", "1800"],
        ["薛宅村", "红茶", "县一中", "20王甲", "400"],
    ]
    desk.csv("消费扶贫销售.csv", rows)
    desk.csv("物料.csv", [["物料名称", "数量", "单位"], ["宣传海报", "600", "张"], ["宣传海报", "400张", ""]])
    outcome = desk.clean()
    sold = [(row["quantity"], row["quantity_unit"]) for row in outcome.rows("produce_sales")]
    supplied = [(row["material_quantity"], row["material_unit"]) for row in outcome.rows("materials")]
    assert (sold, supplied) == ([(50, "只"), (1200, "枚")], [(600, "张"), (400, "张")])
    assert [fault["raw"] for fault in outcome.faults] == ["20**"]


def test_an_ellipsis_pasted_with_the_line_is_no_value(desk):
    """A partner named … would be one more partner."""
    desk.csv(
        "入股.csv", [["行政村", "户主姓名", "入股年度", "入股金额(元)"], ["薛宅村", "王甲一", "2018", "500"]]
    )
    line = "- {file: 入股.csv, defaults: {合作方: …}}"
    assert line in desk.clean().sheet["message_zh"]
    desk.write("delivery.yml", f"sheets:\n  {line}\n")
    sheet = desk.clean().sheet
    assert (sheet["status"], sheet["accepted"]) == ("unreadable", 0)
    assert "“合作方”的值写的是“…”，省略号要换成实际的值" in sheet["message_zh"]
    zh, en = Violation("ellipsis_value").sentences
    fields = {"name": "partner", "title": "合作方", "found": "…", "problem_zh": zh, "problem": en}
    assert Violation("invalid_default", fields).en in sheet["message"]


def test_an_ellipsis_for_a_code_is_answered_with_its_terms(desk):
    desk.csv("公益岗名单.csv", [["行政村", "姓名", "身份证号"], ["薛宅村", "王甲一", person(4)[6]]])
    desk.write("delivery.yml", "sheets:\n  - {file: 公益岗名单.csv, defaults: {岗位类型: …}}\n")
    assert "可填：护林员、巡河员" in desk.clean().sheet["message_zh"]
