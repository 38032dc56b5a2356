"""The year that a figure is of: the one before it in its words or sentence, or that of the report."""

import re
from collections import Counter

from pipelines.audit.mentions import Mention

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")
_COHORT = re.compile(r"(?<!\d)((?:19|20)\d\d)年?\s*[-—–至]\s*((?:19|20)\d\d)")
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


def stated_cohort(words: str) -> str | None:
    """2014-2015 of 2014年-2015年; None where the words name no span of years."""
    found = _COHORT.search(words)
    return f"{found[1]}-{found[2]}" if found else None


def words_before(text: str, mention: Mention, reach: int = 120) -> str:
    """The words of the figure's sentence before it."""
    before = text[max(0, mention.figure.at[0] - reach) : mention.figure.at[0]]
    return re.split(r"[。!！?？\n]", before)[-1]
