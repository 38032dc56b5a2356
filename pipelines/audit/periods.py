"""The year that a figure is of: the one before it in its words or sentence, or that of the report."""

import re
from collections import Counter

from pipelines.audit.mentions import Mention

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")
_COHORT = re.compile(r"(?<!\d)((?:19|20)\d\d)年?\s*[-—–至]\s*((?:19|20)\d\d)")
_UP_TO = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?:度|底)?(?:及|和|或)?(?:之前|以前)")
_SINCE = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?:度|底)?(?:至今|以来)")
_BRACKETS = re.compile(r"\([^()]*\)")
_THIS_YEAR = re.compile("今年|本年|当年|年底|年末|全年")
_LAST_YEAR = re.compile("去年|上年|上一年")
_TITLE = 60


def year_of_report(name: str, text: str) -> int | None:
    """The year that the report is of: the one of its file's name or title, else the one that it names most, unless another
    is named nearly as often."""
    for head in (name, text.lstrip().partition("\n")[0][:_TITLE]):
        years = set(_years(head))
        if len(years) == 1:
            return int(years.pop())
    counted = Counter(_years(re.sub(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}", "", text))).most_common(2)
    if not counted or (len(counted) > 1 and counted[0][1] < 1.5 * counted[1][1]):
        return None
    return int(counted[0][0])


def _years(text: str) -> list[str]:
    return re.findall(r"(?<!\d)((?:19|20)\d\d)年", text)


def stated_year(words: str, of_report: int | None) -> int | None:
    """The last year that the words name, in digits or as this or last year; None where they name none."""
    named = [(match.start(), int(match[1])) for match in _YEAR.finditer(words)]
    if of_report is not None:
        named += [(match.start(), of_report) for match in _THIS_YEAR.finditer(words)]
        named += [(match.start(), of_report - 1) for match in _LAST_YEAR.finditer(words)]
    return max(named)[1] if named else None


def stated_span(words: str, of_report: int | None) -> str | None:
    """2014-2015 of 2014年-2015年, <=2017 of 2017年及以前, up to the report's year of 2013年以来; None where the last years that
    the words name are no span."""
    spans = [(match.end(), f"{match[1]}-{match[2]}") for match in _COHORT.finditer(words)]
    spans += [(match.end(1), f"<={match[1]}") for match in _UP_TO.finditer(words)]
    spans += [
        (match.end(1), f"{match[1]}-{of_report}")
        for match in _SINCE.finditer(words)
        if of_report is not None and int(match[1]) < of_report
    ]
    end, span = max(spans, default=(0, None))
    later = _BRACKETS.sub("", words[end:]).lstrip("年")
    return span if stated_year(later, of_report) is None else None


def words_before(text: str, mention: Mention, reach: int = 160) -> str:
    """The words of the figure's sentence before it, without what stands in brackets."""
    before = text[max(0, mention.figure.at[0] - reach) : mention.figure.at[0]]
    return re.split(r"[。!！?？\n]", _BRACKETS.sub("", before))[-1]
