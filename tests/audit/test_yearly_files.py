"""The report of a made-up release: audited, its figures agree; with breaks planted into it, each is found."""

from collections import Counter
from decimal import Decimal

import pytest

from pipelines.audit.audit import Release, audit_report
from pipelines.audit.released import Coverage
from pipelines.audit.yearly import write_report
from pipelines.audit.yearly_files import write_files
from pipelines.common.errors import UserError
from tests.support.planted import plant
from tests.support.reports import TOWNSHIP, released

LEAST_FOUND, LEAST_EXPLAINED = 0.97, 0.9
"""Shares of planted breaks; the handbook states them."""
STOCKS = {
    ("resident_households", "scope=total"): 13951,
    ("resident_persons", "scope=total"): 68202,
    ("resident_households", "scope=rural"): 13711,
    ("resident_persons", "scope=rural"): 67658,
    ("resident_households", "scope=urban"): 240,
    ("resident_persons", "scope=urban"): 544,
    ("registered_households", ""): 1193,
    ("registered_persons", ""): 5992,
    ("registered_poor_villages", ""): 14,
    ("monitored_households", ""): 89,
    ("monitored_persons", ""): 144,
    ("monitored_households", "category=marginal"): 40,
    ("monitored_persons", "category=marginal"): 71,
    ("monitored_households", "category=unstable_exited"): 49,
    ("monitored_persons", "category=unstable_exited"): 73,
    ("recipient_households", "category=dibao"): 521,
    ("recipient_persons", "category=dibao"): 1772,
    ("poor_labour_force", ""): 3633,
}
BEFORE = {"registered_households": 1307, "registered_persons": 6118, "poor_labour_force": 3710}
FLOWS = (
    ("exited_households", "exit_year=2018", TOWNSHIP, None, 393),
    ("exited_persons", "exit_year=2018", TOWNSHIP, None, 1924),
    ("poverty_incidence", "", TOWNSHIP, 2018, 0.0038724),
    ("planned_amount", "", TOWNSHIP, 2018, 32347890),
    ("paid_amount", "", TOWNSHIP, 2018, 10663000),
)
NUMBERS = released(
    *((measure, cut, TOWNSHIP, 2018, value) for (measure, cut), value in STOCKS.items()),
    *((measure, "", TOWNSHIP, 2017, value) for measure, value in BEFORE.items()),
    *FLOWS,
)
RELEASE = Release(NUMBERS, lambda _: Coverage())


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return write_files(write_report(NUMBERS, "石桥镇", 2018, 2017), tmp_path_factory.mktemp("report"), "r1")


def test_auditing_the_report_finds_nothing_wrong_and_nothing_in_doubt(files):
    for path in files:
        audit = audit_report(path, RELEASE)
        assert Counter(verdict.verdict for verdict in audit.verdicts) == {"PASS": len(audit.figures)}
        # each number stands in a sentence and in the table of sources
        assert len(audit.figures) == 2 * (len(STOCKS) + len(BEFORE) + len(FLOWS))
        assert audit.broken == []


def test_each_number_has_its_mart_and_query(files):
    text = files[0].read_text(encoding="utf-8")
    assert "版本 r1" in text
    where = "from figures where area_level = 'township' and county = '某县' and township = '石桥镇'"
    assert f"| 7 | 全镇建档立卡贫困户 | 1193户 | figures | {where} and year = 2018 |" in text
    assert f"2017年全镇贫困劳动力 | 3710人 | figures | {where} and year = 2017 |" in text


def test_planted_breaks_are_found_and_explained(files, tmp_path):
    text = files[0].read_text(encoding="utf-8").partition("、与2017年比较")[0].rpartition("\n")[0]
    path = tmp_path / "石桥镇2018年.md"
    path.write_text(text, encoding="utf-8")
    clean = audit_report(path, RELEASE)
    stale = {
        number: Decimal(BEFORE[meaning.measure])
        for number, meaning in enumerate(clean.meanings)
        if meaning and meaning.measure in BEFORE
    }
    counts: Counter[str] = Counter()
    for planted in plant(text, clean.figures, stale, seed=16, count=60):
        path.write_text(planted.text, encoding="utf-8")
        audit = audit_report(path, RELEASE)
        wrong = {n for n, one in enumerate(audit.verdicts) if one.verdict in ("FAIL", "UNCERTAIN")}
        broken = {n for n, figure in enumerate(audit.figures) if figure.start in planted.starts}
        counts[planted.kind] += 1
        counts["found"] += bool(wrong & broken)
        counts["explained"] += any(planted.explanation in audit.verdicts[number].reason for number in broken)
        counts["false"] += len(wrong - broken)
    assert {"unit", "ten", "transposed", "dropped", "swapped", "stale"} <= set(counts)
    assert (
        counts["found"] >= LEAST_FOUND * 60
        and counts["explained"] >= LEAST_EXPLAINED * 60
        and counts["false"] == 0
    ), counts


def test_files_need_a_folder(tmp_path):
    with pytest.raises(UserError, match="is no folder"):
        write_files(write_report(NUMBERS, "石桥镇", 2018), tmp_path / "nowhere", "r1")
