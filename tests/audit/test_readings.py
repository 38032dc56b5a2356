import pytest

from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.mentions import find_mentions
from pipelines.audit.readings import Reading, Report, dims_and_years, other_readings, read_figure
from pipelines.audit.subjects import find_meanings
from tests.support.reports import COUNTY, TOWNSHIP, VILLAGE, released

RELEASED = released(
    ("registered_households", "", VILLAGE, 2018, 174),
    ("dividend_paid", "partner=东山合作社", TOWNSHIP, None, 5),
    ("dividend_paid", "cohort=2018|partner=东山合作社", TOWNSHIP, None, 5),
    ("dividend_paid", "cohort=2017|partner=西河公司", TOWNSHIP, None, 6),
    ("dividend_paid", "partner=西河公司", TOWNSHIP, None, 6),
    ("posts", "type=护林员", TOWNSHIP, 2018, 7),
)


def readings(text):
    folded = fold(text)
    mentions = find_mentions(folded.text, find_figures(folded, text))
    report = Report(folded.text, 2018, TOWNSHIP)
    return [
        read_figure(report, TOWNSHIP, mention, meaning, RELEASED)
        for mention, meaning in zip(mentions, find_meanings(folded.text, mentions), strict=True)
        if meaning
    ]


@pytest.mark.parametrize(
    ("text", "place", "year", "is_stated"),
    [
        ("全镇建档立卡贫困户30户", TOWNSHIP, 2018, True),
        ("石桥镇建档立卡贫困户30户", TOWNSHIP, 2018, True),
        ("建档立卡贫困户30户", TOWNSHIP, 2018, False),
        ("甲村建档立卡贫困户30户", VILLAGE, 2018, True),
        ("在甲村,建档立卡贫困户30户", VILLAGE, 2018, False),
        ("在甲村,全镇建档立卡贫困户30户", TOWNSHIP, 2018, True),
        ("全县建档立卡贫困户30户", COUNTY, 2018, True),
        ("全村建档立卡贫困户30户", TOWNSHIP, 2018, False),
        ("去年全镇建档立卡贫困户30户", TOWNSHIP, 2017, True),
        ("2016年,全镇建档立卡贫困户30户", TOWNSHIP, 2016, True),
        ("全镇已脱贫30户", TOWNSHIP, 2018, False),
        ("今年全镇已脱贫30户", TOWNSHIP, 2018, True),
    ],
)
def test_place_and_year_of_the_words(text, place, year, is_stated):
    [reading] = readings(text)
    assert (reading.place, reading.year, reading.is_stated) == (place, year, is_stated)


@pytest.mark.parametrize(
    ("text", "dims"),
    [
        ("东山合作社分红5万元", [{"partner": "东山合作社", "cohort": "2018"}]),
        ("与东山合作社合作,分红5万元;与西河公司合作,分红6万元", [
            {"partner": "东山合作社", "cohort": "2018"}, {"partner": "西河公司"},
        ]),
        ("分红5万元的是东山合作社", [{"partner": "东山合作社", "cohort": "2018"}]),
        ("南岭公司分红5万元", [{}]),
        ("护林员岗7个", [{"type": "护林员"}]),
        ("2017年危房竣工30户", [{"cohort": "2017", "status": "completed"}]),
        ("项目库入库项目30个", [{"project_year": "2018"}]),
    ],
)  # fmt: skip
def test_values_that_the_release_has_are_named_by_the_words(text, dims):
    found = readings(text)
    assert [(reading.dims, reading.is_stated) for reading in found] == [(one, False) for one in dims]


def test_other_readings_of_a_stock_and_of_a_year():
    stock, exits = find_meanings_of("边缘户3户,今年脱贫4户")
    reading = Reading({}, 2018, TOWNSHIP)
    assert [(other.year, other.place) for other in other_readings(stock, RELEASED, reading)] == [
        (2017, TOWNSHIP), (2019, TOWNSHIP), (2018, COUNTY), (2018, VILLAGE),
    ]  # fmt: skip
    assert next(other_readings(exits, RELEASED, reading)).dims == {"cohort": "cumulative"}


def find_meanings_of(text):
    folded = fold(text)
    return find_meanings(folded.text, find_mentions(folded.text, find_figures(folded, text)))


def test_cut_words_and_period():
    reading = Reading({"status": "all", "category": "marginal", "context": "x", "a": "b"}, 2018, VILLAGE)
    assert (reading.cut, reading.words) == ("a=b|category=marginal", "甲村 2018 年")


@pytest.mark.parametrize(
    ("text", "dims", "period"),
    [
        ("2014-2015年脱贫30户", {"cohort": "2014-2015"}, "2014-2015"),
        ("2016年脱贫30户", {"exit_year": "2016"}, "2016"),
        ("累计脱贫30户", {"cohort": "cumulative"}, "2018"),
        ("2016-2018年贫困户代缴新农合30户", {"group": "registered_poor", "cohort": "2016-2018"}, "2018"),
        ("2017年及以前应拨付危房改造资金9万元", {"cohort": "<=2017"}, "<=2017"),
        ("2018-2020年项目库入库30个项目", {}, "2018-2020"),
        ("产业帮扶方面,2017年产业覆盖90%", {"cohort": "2017"}, "2018"),  # the partners have it in 2018, too
    ],
)
def test_years_of_the_words(text, dims, period):
    folded = fold(text)
    mentions = find_mentions(folded.text, find_figures(folded, text))
    [meaning] = find_meanings(folded.text, mentions)
    assert meaning
    found, years = dims_and_years(Report(folded.text, 2018, None), mentions[0], meaning)
    assert (found, years.period) == (dims, period)


def test_a_file_of_several_reports():
    assert Report("一、甲\n二、乙\n一、丙", None, None).is_several
    assert not Report("一、甲\n二、乙,一、丙", None, None).is_several


def test_each_report_of_a_file_has_its_own_year():
    first, second = "一、概况\n2019年脱贫9户。\n二、下一步\n", "一、概况\n2021年脱贫7户。\n"
    report = Report(first + second, 2020, None)
    assert report.is_several
    assert (report.year_at(5), report.year_at(len(first) + 5)) == (2019, 2021)
    assert Report("一、概况\n全镇9户。\n二、下一步\n一、概况\n全镇7户。", 2020, None).year_at(0) == 2020
    assert Report(second, 2020, None).year_at(0) == 2020  # of one report, what `year_of_report` says
