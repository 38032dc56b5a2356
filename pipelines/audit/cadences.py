"""How often something is done: 每月走访, 每周一召开例会, 季度走访."""

import re
from collections.abc import Iterator

_TIMES_A_YEAR = {
    "每天": 365,
    "每日": 365,
    "每周": 52,
    "每月": 12,
    "月月": 12,
    "每季度": 4,
    "每半年": 2,
    "每年": 1,
    "日": 365,
    "周": 52,
    "月": 12,
    "季度": 4,
    "半年": 2,
    "年": 1,
}
_WORK = (
    "走访|排查|遍访|入户|例会|会议|召开|签到|调度|研判|通报|反馈|更新|组织|培训|学习|检查|督查|督导"
    "|报送|上报|夜校|比对|会商|监测|巡查"
)
_EVERY = re.compile(
    rf"(每天|每日|每周|每月|月月|每季度|每半年|每年)(?:[一二三四五六日](?=[上下晚早]))?[^\d每,，。;；:：、\0]{{0,10}}?(?:{_WORK})"
)
_SHORT = re.compile(
    rf"(?<![每个\d\0一二两三四五六七八九十上下后前近同当全本今去明半季])(日|周|月|季度|半年|年)(?:{_WORK})"
)

_COUNTED = re.compile(r"[^,，。;；\0]{0,16}?[\d一二两三四五六七八九十][次个]")
"""每月走访2次: the number says how often."""
EVERY_BEFORE = re.compile("每(?:天|日|周|月|季度|半年|年|学期|次)[^\\d,，。;；]{0,16}$")
"""What stands before a number of times that are times in each period."""


def find_cadences(text: str) -> Iterator[tuple[int, int, int]]:
    """Start and end of each word that says how often work is done, and times a year."""
    for pattern in (_EVERY, _SHORT):
        for match in pattern.finditer(text):
            if not _COUNTED.match(text, match.end(1)):
                yield *match.span(1), _TIMES_A_YEAR[match[1]]
