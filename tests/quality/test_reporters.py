"""Who is expected to report, and has."""

from tests.support.county import County
from tests.support.coverage import NAMES, VILLAGES, coverage_of, figures, roll
from tests.support.desk import LEDGER, PERSONS, person


def project(township: str, village: str = "薛宅村") -> list[str]:
    return [township, village, "2018", "道路", "1000"]


def test_townships_are_expected_by_the_calendar(county: County) -> None:
    calendar = "- {units: [木棠镇, 兰洋镇, 和庆镇], periods: ['2018'], registers: [persons], days: 15}\n"
    roll(county.desk(), "薛宅村", 1)
    (county.folder / "raw" / "calendar.yml").write_text(calendar, encoding="utf-8")
    ledger = county.desk("中和镇")
    ledger.csv("扶贫资金台账.csv", [LEDGER, project("中和镇")])
    found = county.select()
    assert figures(found, "儋州市") == (1, 3, 0, 0, 0)
    assert figures(found, "儋州市", "fund_ledger") == (1, 4, 0, 0, 0), "of all townships that are known"


def test_a_whole_list_of_the_county_covers_its_townships(county: County) -> None:
    office = county.desk("儋州市", area="county: 儋州市\n")
    rows = [person(n, 乡镇=name) for n, name in ((1, "木棠镇"), (2, "兰洋镇"))]
    office.csv("花名册.csv", [PERSONS, *rows])
    county.desk("中和镇").csv("扶贫资金台账.csv", [LEDGER, project("中和镇")])
    assert figures(county.select(), "儋州市") == (3, 3, 0, 0, 0)
    roll(county.desk("和庆镇"), "薛宅村", 9, 乡镇="和庆镇")
    assert figures(county.select(), "儋州市")[:2] == (3, 4), "where townships report for themselves"


def test_villages_that_report_in_different_months_have_both_reported(county: County) -> None:
    """薛宅村 sends its roll in June, 长岭村 in December; the township's figure holds both, and so does its coverage."""
    for village, period, number in (("薛宅村", "2018-06", 1), ("长岭村", "2018-12", 5)):
        desk = county.desk(village, period, f"county: 儋州市\ntownship: 木棠镇\nvillage: {village}\n")
        roll(desk, village, number)
    found = county.select()
    assert figures(found, "儋州市/木棠镇") == (2, 2, 0, 0, 0)


def test_a_part_of_a_list_covers_the_villages_that_it_names(county: County) -> None:
    """In 2018 the list is of both villages; of 2019 one was listed alone, and nobody knows of the other."""
    desk = county.desk()
    desk.csv("行政村名单.csv", [VILLAGES[0], *VILLAGES[1:3]])
    desk.csv("花名册.csv", [PERSONS, person(1, 行政村=NAMES[0]), person(5, 行政村=NAMES[1])])
    later = county.desk(period="2019")
    later.csv("花名册.csv", [PERSONS, person(1, 行政村=NAMES[0])])
    later.write("delivery.yml", "sheets: [{file: 花名册.csv, role: part}]\n")
    found = county.select()
    reporting = [coverage_of(found, "儋州市/木棠镇", year=year) for year in (2018, 2019)]
    assert [(row["units_reporting"], row["units_expected"]) for row in reporting] == [(2, 2), (1, 2)]
    shares = {
        (row["village"], row["year"]): row["covered_rural_population_persons"] for row in found.incidence
    }
    assert (shares[None, 2018], shares[None, 2019]) == (1600, 800)
