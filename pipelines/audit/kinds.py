"""Whether a figure is observed, or a plan, a target, a rule or an estimate, by the words around it."""

import re

from pipelines.audit.mentions import Mention

_ESTIMATE = re.compile("预计|预期|估计|概算|可实现|有望")
_PLANNED = re.compile(r"计划(?!生育|单列|已)|拟|预脱贫|将(?!近)|规划(?!区)|力争|争取")
_TARGET = re.compile("任务|目标|指标")
_RULE = re.compile("标准|按照?每|不低于|不高于|不超过|不少于|至少|以上不|规定|要求|期限|每[人户亩村天周月年]")


def kind_of(text: str, mention: Mention) -> str:
    """observed, planned, target, rule or estimate; `text` is the folded one."""
    start, end = mention.figure.at
    clause = re.split(r"[,，。;；:：\n]", text[max(0, start - 24) : start])[-1]
    behind = re.split(r"[,，。;；:：、\n]", text[end : end + 8])[0]
    if mention.figure.per:
        return "rule"
    for kind, pattern in (
        ("estimate", _ESTIMATE),
        ("target", _TARGET),
        ("planned", _PLANNED),
        ("rule", _RULE),
    ):
        if pattern.search(clause):
            return kind
    return "planned" if re.match("计划", behind) else "observed"
