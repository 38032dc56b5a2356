"""Step: set aside rows that a remark, a status or an answer calls void: 重复,作废, 项目取消 or 放弃搬迁; in a list of persons,
死亡 or 迁出, and in one of people in office 调离."""

import re

from pipelines.cleaning.rejections import reject_rows
from pipelines.cleaning.source import SheetSource
from pipelines.cleaning.states import state_columns
from pipelines.reading.normalise import simplified
from pipelines.rules import Violation
from pipelines.values.taken_back import BELOW_0

_CLAUSES = re.compile(r"[,，;；。、()（）\s]")
_VOID = re.compile(
    r"(本|此|该|这|与|同)?(第?\d+)?(行|条|项|项目|笔|户|记录)?(已|系|属|为|自愿|本人|申.)*(被|经批准|标注|予以)*"
    r"((作废|冲销|红冲)(重[开打录填办])?|(全部|均|全)?(退货|退费|退单)|"
    r"重复(登记|录入|填报|上报|申报|列支|项目|数据)?|(取消|撤销)(认定|资格|立项)?|误(填|录|报|识别|纳入)|填错|录错|剔除|"
    r"(审核|备案|审批|认定)?(不|未)予?(通过|批准|认定)|驳回|(已)?(终止|中止)|不符合(办理|申报|享受|救助|补助)?条件|放弃(搬迁|改造|申.|享受|贷款|资格)?|(暂缓|暂停)(?=实施))(实施|了)?"
)
"""What a sentence says that voids the row as a whole; 取消一座桥 does not."""
_NO = ("未", "不")
"""How an answer begins that denies what is asked, and no more."""
_UNDECIDED = re.compile("(正在|待)(审核|审批|核实|认定)|(审核|审批|核实|认定)中")
_OF_WORK_DONE = re.compile("验收|整改|销号|考核|考试|鉴定|体检|检查|督查|核查")
"""Columns on how well something was done, which is there whether it passed or not."""
_GONE = re.compile("死亡|去世|病故|亡故|身故|注销|销户|清退|迁出|转出|嫁出|外嫁|失联|失踪")
_CAME_BACK = re.compile("退[货费单]|冲销|红冲")
"""Words that an entry below 0 has for what it does itself."""
_ANOTHER = re.compile("户主|父|母|妻|夫|丈|配偶|儿|子|女|孙|兄|弟|姐|妹|家人|家属|成员|老伴|[未没无非]")
"""Words by which a remark may be of somebody else, or say the contrary."""
_LEFT = re.compile(
    "(?!.*(?:前任|接替|顶替|替换).*)(?:|.*[^未没不非拟原将])"
    "(调离|调走|调出|离任|离岗|离职|辞职|辞退|解聘|召回|卸任|免职|退休|轮换|轮岗)(?:了|岗位|[后至到回].*)?"
)
"""A clause of a remark by which somebody is in office no more; a 退休教师 was something else before."""


def find_void_rows(source: SheetSource, cells: str) -> str | None:
    """Cells → void_rows(row, rule, reason_zh, reason_en); None where there are none.

    Of a person whose row states a change of its own (人员变动情况) that column says whether the person counts.
    """
    is_roll = source.register.is_roll
    if is_roll and "member_change" in source.match.columns:
        return None
    labels = {header.index: header.label for header in state_columns(source)}
    labels |= {source.match.remark: ""} if source.match.remark else {}
    flags = [column.name for column in source.mapped if column.kind == "flag"]
    answers = {source.match.columns[name]: source.match.headers[name] for name in flags}
    labels |= answers
    if not labels:
        return None
    void: dict[int, Violation] = {}
    until = source.register.by_name.get(source.register.until or "")
    day = [source.match.columns[until.name]] if until and until.name in source.match.columns else []
    for row, texts in source.texts(cells, [*labels, *day]).items():
        is_in_office = not any(texts[len(labels) :])
        for label, text in zip(labels.values(), texts, strict=False):
            words = _void(label, text)
            if words and not (label in answers.values() and words.startswith(_NO)):
                void[row] = Violation("void_row", {"found": words})
            elif is_roll and (words := _gone(text)):
                void[row] = Violation("person_is_gone", {"found": words})
            elif until and is_in_office and (words := _left(text)):
                fields = {"found": words, "title": until.title, "column": until.name}
                void[row] = Violation("has_left", fields)
    for row in counter_entries(source, cells) if void else ():
        if row in void and _CAME_BACK.search(str(dict(void[row].fields)["found"])):
            del void[row]
    return reject_rows(source, "void_rows", void)


def counter_entries(source: SheetSource, cells: str) -> list[int]:
    """Rows that take back another one by an amount below 0."""
    money = [column.name for column in source.mapped if column.kind == "money"]
    amounts = f"concat_ws(' ', {', '.join(money)})" if money else "''"
    rows = source.db.execute(f"select row from {cells} where regexp_matches({amounts}, '{BELOW_0}')")
    return [row for (row,) in rows.fetchall()]


def _void(label: str, text: str) -> str | None:
    for sentence in _CLAUSES.split(simplified(text)):
        found = _VOID.fullmatch(sentence) or (label and _UNDECIDED.fullmatch(sentence))
        if found and not (_OF_WORK_DONE.search(label) and "放弃" not in sentence):
            return sentence
    return None


def _gone(text: str) -> str | None:
    found = _GONE.search(simplified(text))
    return found[0] if found and not _ANOTHER.search(simplified(text)) else None


def _left(text: str) -> str | None:
    clauses = _CLAUSES.split(simplified(text))
    return next((found[1] for clause in clauses if (found := _LEFT.fullmatch(clause))), None)
