from html.parser import HTMLParser

from pipelines.audit.audit import Release, audit_report
from pipelines.audit.page import as_page
from pipelines.audit.released import Coverage
from tests.support.reports import TOWNSHIP, released

RELEASE = Release(
    released(("monitored_households", "category=marginal", TOWNSHIP, 2018, 40)), lambda _: Coverage()
)


class Figures(HTMLParser):
    """Classes of the marked figures, and every address that the page would load."""

    def __init__(self):
        super().__init__()
        self.classes, self.addresses = [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.addresses += [given[name] for name in ("href", "src") if name in given]
        if "figure" in (given.get("class") or "").split():
            self.classes.append(given["class"].removeprefix("figure "))


def test_figures_are_marked_in_the_text(tmp_path):
    path = tmp_path / "2018年总结.txt"
    path.write_text("石桥镇<b>\n全镇边缘户22户;人口12户9人。修路3公里。", encoding="utf-8")
    page = as_page([audit_report(path, RELEASE)])
    figures = Figures()
    figures.feed(page)
    assert figures.classes == ["FAIL", "NOT_ASSESSABLE broken", "NOT_ASSESSABLE broken", "NOT_ASSESSABLE"]
    assert figures.addresses == []
    assert "石桥镇&lt;b&gt;" in page
    assert "from figures where" in page and "9人 少于 12户" in page


def test_a_card_says_what_was_decided(tmp_path):
    path = tmp_path / "2018年总结.txt"
    path.write_text("石桥镇\n全镇边缘户22户", encoding="utf-8")
    [finding] = audit_report(path, RELEASE).ids
    review = f"- {{finding: {finding}, decision: dismissed, note: 按<户籍>, by: 统计站}}\n"
    (tmp_path / "2018年总结.reviews.yml").write_text(review, encoding="utf-8")
    assert "复核不属实（统计站）：按&lt;户籍&gt;" in as_page([audit_report(path, RELEASE)])
