"""What was not delivered is reported, and no rate counts it as if it were."""

from tests.support.desk import PERSONS, person


def test_a_list_of_an_earlier_year_is_told_and_is_no_part_of_a_rate(county):
    """薛宅村's roll is of 2018, 长岭村's of 2019: one poor of 长岭村's 400, and not of the 1,200 of both."""
    desk = county.desk(period="2018")
    header = ["乡镇", "行政村", "总人口数", "农村人口数"]
    desk.csv("行政村.csv", [header, ["木棠镇", "薛宅村", "900", "800"], ["木棠镇", "长岭村", "500", "400"]])
    for village, period, number in (("薛宅村", "2018", 1), ("长岭村", "2019", 5)):
        desk = county.desk(village, period, f"county: 儋州市\ntownship: 木棠镇\nvillage: {village}\n")
        desk.csv("花名册.csv", [PERSONS, person(number, 行政村=village, 脱贫属性="未脱贫", 脱贫年度="")])
    found = county.select()
    [told] = [finding for finding in found.findings if finding["rule"] == "outdated_list"]
    assert (told["unit"], told["file"]) == ("薛宅村", "花名册.csv")
    assert told["message_zh"].startswith("薛宅村最近一次") and "截至 2018-12-31" in told["message_zh"]
    rates = {(row["township"], row["village"], row["year"]): row["incidence_rate"] for row in found.incidence}
    assert rates["木棠镇", None, 2019] == 1 / 400
    assert rates["木棠镇", None, 2018] == 1 / 800
    assert rates["木棠镇", "薛宅村", 2019] is None
    # exits are counted by the last list of each village, whatever its year
    assert "2019 年当年的数字里没有这些村" in told["message_zh"] and "历年累计退出" in told["message_zh"]


def test_a_county_divides_only_the_poor_of_townships_whose_population_is_known(county):
    """木棠镇: 1 poor of 1,000; 兰洋镇: 1 poor of nobody knows how many; 大成镇: a population without a registry."""
    header = ["乡镇", "行政村", "总人口数", "农村人口数"]
    for township, number, population in (("木棠镇", 1, 1000), ("兰洋镇", 5, None), ("大成镇", None, 1000)):
        desk = county.desk(township)
        if number:
            desk.csv("花名册.csv", [PERSONS, person(number, 乡镇=township, 脱贫属性="未脱贫", 脱贫年度="")])
        if population:
            village = person(1)[PERSONS.index("行政村")]
            desk.csv("行政村.csv", [header, [township, village, str(population), str(population)]])
    found = {row["township"]: row for row in county.select().incidence if row["village"] is None}
    assert [found[name]["incidence_rate"] for name in (None, "木棠镇", "兰洋镇", "大成镇")] == [
        1 / 1000, 1 / 1000, None, None,
    ]  # fmt: skip
    assert (found[None]["poor_persons"], found[None]["covered_poor_persons"]) == (2, 1)
    of_unknown = [
        found["兰洋镇"][name]
        for name in ("poor_persons", "covered_poor_persons", "covered_registered_persons")
    ]
    assert of_unknown == [1, None, None]
    assert found[None]["registered_share"] == 1 / 1000


def test_a_unit_of_no_county_is_told_with_the_line_to_write(county):
    county.desk("木棠镇", area="township: 木棠镇\n").csv("花名册.csv", [PERSONS[1:], person(1)[1:]])
    county.desk("兰洋镇").csv("花名册.csv", [PERSONS, person(5, 乡镇="兰洋镇")])
    [told] = [finding for finding in county.select().findings if finding["rule"] == "no_county"]
    assert told["rows"] == 1 and told["message_zh"].startswith("木棠镇没有写明属于哪个县")
    assert "unit.yml 中写一行 county: " in told["message_zh"]


def test_names_of_a_county_that_hold_one_another_are_told(county):
    """Three ways to write one county, and another county."""
    for number, (unit, name) in enumerate(
        [("木棠镇", "儋州"), ("兰洋镇", "儋州市"), ("大成镇", "海南省儋州市"), ("金江镇", "澄迈县")], start=1
    ):
        rows = [PERSONS[1:], person(4 * number, 乡镇=unit)[1:]]
        county.desk(unit, area=f"county: {name}\ntownship: {unit}\n").csv("花名册.csv", rows)
    [told] = [finding for finding in county.select().findings if finding["rule"] == "county_in_county"]
    assert told["rows"] == 3
    assert told["message_en"].startswith("the names 儋州, 儋州市, 海南省儋州市 hold one another")
    assert "units: 兰洋镇, 大成镇, 木棠镇" in told["message_en"]


def test_persons_of_no_known_household_are_told_of_each_sheet(county):
    """Of three pupils one has a number of the household and one that of its head: the third counts as a person alone."""
    header = ["乡镇", "行政村", "户编号", "户主证件号码", "姓名", "证件号码", "发放金额(元)"]
    ids = [person(n)[PERSONS.index("证件号码")] for n in range(1, 5)]
    rows = [["46900300001", "", ids[0]], ["", ids[3], ids[1]], ["", "", ids[2]]]
    rows = [["木棠镇", "薛宅村", number, head, "王甲一", own, "300"] for number, head, own in rows]
    county.desk().csv("雨露计划补助发放表.csv", [header, *rows])
    found = county.select()
    assert len(found.rows("benefit_payments")) == 3
    [told] = [finding for finding in found.findings if finding["rule"] == "unknown_households"]
    assert (told["file"], told["register"], told["rows"]) == ("雨露计划补助发放表.csv", "benefit_payments", 1)


def test_persons_of_no_known_household_are_told_once_of_a_delivery_where_households_are_counted(county):
    """Two lists of pupils, of a semester each, and one of warnings, of which no figure counts households."""
    ids = [person(n)[PERSONS.index("证件号码")] for n in range(1, 4)]
    desk = county.desk()
    header = ["乡镇", "行政村", "姓名", "证件号码", "发放金额(元)"]
    for own, semester in zip(ids, ("春季", "秋季"), strict=False):
        rows = [["木棠镇", "薛宅村", "王甲一", own, "300"]]
        desk.csv(f"雨露计划{semester}学期补助发放表.csv", [header, *rows])
    warned = ["木棠镇", "薛宅村", "王甲二", ids[2], "自付医疗费用较高", "无返贫风险"]
    desk.csv("预警信息核查台账.csv", [["乡镇", "行政村", "姓名", "证件号码", "预警信息", "核查结果"], warned])
    found = county.select()
    assert len(found.rows("warning_checks")) == 1
    [told] = [finding for finding in found.findings if finding["rule"] == "unknown_households"]
    assert (told["file"], told["register"], told["rows"]) == (None, "benefit_payments", 2)


def test_a_list_of_heads_has_no_person_of_an_unknown_household(county):
    header = ["乡镇", "行政村", "户主姓名", "身份证号", "保障人数", "发放金额(元)"]
    rows = [["木棠镇", "薛宅村", "王甲一", person(n)[PERSONS.index("证件号码")], "2", "600"] for n in (1, 2)]
    county.desk().csv("农村低保金发放表.csv", [header, *rows])
    found = county.select()
    assert len(found.rows("benefit_payments")) == 2
    assert not [finding for finding in found.findings if finding["rule"] == "unknown_households"]
