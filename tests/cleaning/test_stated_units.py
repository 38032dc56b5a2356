"""A unit behind a number is the number's, unless the column of units says another."""

from tests.support.desk import Desk


def test_a_number_with_one_unit_beside_another_is_not_certain(tmp_path):
    desk = Desk(tmp_path)
    header = ["物料名称", "数量", "单位"]
    desk.csv(
        "物料.csv", [header, ["宣传海报", "600张", "张"], ["宣传册", "400箱", "本"], ["横幅", "25", "幅"]]
    )
    outcome = desk.clean()
    supplied = [(row["material_quantity"], row["material_unit"]) for row in outcome.rows("materials")]
    assert supplied == [(600, "张"), (25, "幅")]
    [fault] = outcome.faults
    assert (fault["row"], fault["rule"]) == (3, "two_units_of_a_number")
    assert fault["reason_zh"] == "“物料数量”后面写的是“箱”，“物料单位”写的不是它，无法判断以哪一个为准"
