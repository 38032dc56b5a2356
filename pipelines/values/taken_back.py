"""Words behind or beside an amount that take it back: it did not arrive, or nobody knows whether it did."""

import re
from collections.abc import Callable, Iterator

from pipelines.reading.normalise import simplified

_NOT = "(?:未|没有?|不)"
_ARRIVED = "(?:发放?|付|领|到账|兑付|兑现|支付|拨付?|到位|打卡|报账|支出)"
_UNPAID = "|".join(
    (
        _NOT + _ARRIVED, "停[发止付]", "[暂延]缓", "缓发", "暂[停扣]",
        "待(?:核[查实定]?|定|查|发[放付]?|[拨支]?付|领|[拨支])", "冻结", "拒付", "失败",
        "后再(?:发|付|拨|兑付|支付)",
    )
)  # fmt: skip
UNPAID = f"{_NOT}{_ARRIVED}|停[发止付]|失败|拒付"
"""Words that say for certain that nothing was paid; others may be of money that is on its way."""
RETURNED = "退[回还款股货费单票汇]|已退(?:$|[^休伍出])|取消|作废|扣[回发]|[追收缴]回"
"""Words that say of money or goods that they came back, or of an entry that it holds no more."""
BELOW_0 = r"(^| )([-−－△]\s*[¥￥]?\.?\d|\(\d[\d,]*\.\d\d\)( |$))"
"""An amount that takes back another one itself, as the row of goods that were returned has it."""
_DEATH = ("死亡", "去世")
_DIED_IN = re.compile(
    r"(?:20\d\d年|于|本人|该人|当年|今年)*0?(\d{1,2})月(?:份|\d{1,2}[日号])?(?:因?病)?(?:死亡|去世|病故|亡故)了?[。;；]?"
)
VOID = f"{RETURNED}|{'|'.join(_DEATH)}"
"""Words by which no amount is due any more."""
WORDS = f"{_UNPAID}|{VOID}"
_OTHER_WORD = re.compile("[生现展布育病]")
"""After 未发: nothing happened (未发生), which says nothing of a payment."""
_CANCELLED = re.compile(
    r"(?:(?:本|此|该|这)?(?:年度?|[行条笔户人])?(?:项目|工程|资金|指标|计划|资格|名额|补[助贴]|分红|股份|款项?|金额|发放|实施)?)?"
    r"(?:已|系|为|被|经\S{0,6})*(?:取消|作废)"
    r"(?:(?:发放|实施|项目|工程|指标|计划|资格|名额|补[助贴]|分红|享受\S{0,4}|处理|了)*)"
)
"""A clause by which the row or its money is no more; 取消收费 and 原设计作废 are of something else."""
_OF_ANOTHER = re.compile(
    "(?:老伴|配偶|丈夫|妻子?|父母|[父母]亲?|儿子|女儿|子女|孙[子女]|[兄弟姐妹]|家[人属]|公婆)[^,，、]*$"
)
"""Before 去世: who died is not who is paid."""
_PAID_AFTER_ALL = re.compile("补发|已发|已付|已领|已到账|已兑|已支付|重发|代领")

_REST = re.compile(
    "[付拨发领][清完足齐讫]|第[二三四五]|后续|配套|[省市县]级|中央|质保|保证金|余[款额下]|其余|剩|尾[款欠工]|[结节盈]余|多余|差额|欠|[尚还仍另]有"
)
_SHARE = re.compile(r"部分|(?<!\d)\d{1,2}(?:\.\d+)?%|[一二三四五六七八九\d]成")
_ALL = re.compile("全部|全额|均|都")
_DENIED = re.compile(f"(?:{_NOT}[予能]?|无[法需])$")
"""Before 退回: it is not so."""
CLAUSE = re.compile("[^,，、:：\\s]+")


def months_alive(remark: str) -> str | None:
    """How many months of the year somebody lived of whom the remark says nothing but in which month of it he died."""
    found = _DIED_IN.fullmatch(simplified(remark).replace(" ", ""))
    return found[1] if found else None


def not_yet(stages: tuple[str, ...]) -> str:
    """Words that say that something did not come to these stages: 未拨付."""
    return f"{_NOT}(?:{'|'.join(stages)})"


def taken_back(
    remark: str,
    *,
    as_a_whole: bool,
    words: str = WORDS,
    is_of_it: Callable[[re.Match[str]], object] = bool,
) -> str | None:
    """Which of the words in the remark take its amount back, if any do; a remark that it was paid after all has none.

    Where it is asked for words on the amount as a whole, those on a rest that does not include the amount take nothing back:
    质保金未付, 余款待付, 30%未支付, 结余收回. `is_of_it` says of words in their sentence whether they are of the amount.
    """
    remark = simplified(remark).replace("％", "%")
    if _PAID_AFTER_ALL.search(remark):
        return None
    for sentence in re.split("[;；。\n]", remark):
        found = next((one[0] for one in _words(sentence, words) if is_of_it(one)), None)
        if found and not (as_a_whole and _is_of_the_rest(sentence, found)):
            return found
    return None


def _words(sentence: str, words: str) -> Iterator[re.Match[str]]:
    """The words of the sentence that are a phrase of their own."""
    for clause in CLAUSE.finditer(sentence):
        for found in re.compile(words).finditer(sentence, clause.start(), clause.end()):
            if found[0] in ("取消", "作废") and not _CANCELLED.fullmatch(clause[0]):
                continue
            if found[0] in _DEATH and _OF_ANOTHER.search(sentence, clause.start(), found.start()):
                continue
            if _DENIED.search(sentence, clause.start(), found.start()):
                continue
            if not (found[0].endswith("发") and _OTHER_WORD.match(sentence, found.end(), clause.end())):
                yield found


def _is_of_the_rest(sentence: str, words: str) -> bool:
    """Whether the words are about what is not in the amount: a part of what was paid may have come back."""
    is_share = bool(_SHARE.search(sentence) and re.fullmatch(_UNPAID, words))
    return not _ALL.search(sentence) and (is_share or bool(_REST.search(sentence)))
