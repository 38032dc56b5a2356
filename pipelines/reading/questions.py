"""Headers that ask whether what a register lists holds of each row: 是否签约."""

import re
from collections.abc import Iterable

from pipelines.reading.labels import Label
from pipelines.reading.vocabularies import terms_in, terms_of_code
from pipelines.registers.contract import Register

_BEFORE = "(?:已经?|成功|按[时期]|参加|参与|享受|开展|落实|正式|属于?|为)*"
_BEHIND = "(?:家庭医生|服务|对象|人口|人员|户|到位|成功|过|了)?"
"""Words around that of a fact."""


def asks_for_fact(label: str, facts: tuple[str, ...]) -> bool:
    """Whether the header asks if one of the facts holds: 是否已签约, 参保状态."""
    words = "|".join(map(re.escape, facts))
    asked = f"(?:是否|有无){_BEFORE}(?:{words}){_BEHIND}|(?:{words})(?:情况|状态|与否)"
    return bool(facts) and bool(re.fullmatch(asked, label))


def named_in_questions(register: Register, labels: Iterable[Label]) -> set[str]:
    """Codes by words of which a question names the one term: 是否参保 is of the service 基本医保参保."""
    asked = [label.name for label in labels if asks_for_fact(label.name, register.facts)]
    return {
        column.name
        for column in register.columns
        if column.by_words is True and any(len(terms_in(text, terms_of_code(column))) == 1 for text in asked)
    }
