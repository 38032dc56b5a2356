"""How readers call what reports state: the codes of the register `reported_figures` in Chinese.

A code that is not known here stays as it is.
"""

import json

UNITS = {
    "household": "户",
    "person": "人",
    "CNY": "万元",
    "percent": "%",
    "CNY/household": "元/户",
    "village": "个",
    "township": "个",
    "county": "个",
    "project": "个",
}
"""Unit of a reported figure → the unit that it is shown in, as `in_shown_unit` gives it."""
BASE_UNITS = UNITS | {"CNY": "元", "percent": "比例"}
"""Unit of a reported figure → the unit that tables state it in."""

SUBJECTS = {
    "exits": "脱贫",
    "fund_execution": "资金执行",
    "industry_dividends": "产业分红",
    "national_poverty": "全国减贫",
    "poor_townships": "贫困乡镇",
    "poor_villages": "贫困村",
    "project_library": "项目库",
    "registry_households": "建档立卡",
}
MEASURES = {
    "delisted_counties": "摘帽县数",
    "dividend_paid": "已发放分红",
    "dividend_payable": "应发放分红",
    "dividend_per_household": "户均分红",
    "dividend_rate": "分红比例",
    "execution_rate": "执行率",
    "exit_incidence_ceiling": "退出标准",
    "exit_target_persons": "减贫任务人数",
    "exited_households": "脱贫户数",
    "exited_persons": "脱贫人数",
    "exited_townships": "退出乡镇数",
    "paid_amount": "支出资金",
    "planned_amount": "计划资金",
    "planned_exit_households": "计划脱贫户数",
    "planned_exit_persons": "计划脱贫人数",
    "poverty_incidence": "贫困发生率",
    "projects": "项目数",
    "registered_households": "建档立卡户数",
    "registered_persons": "建档立卡人数",
    "registered_poor_villages": "贫困村数",
    "registered_population_share": "建档立卡占比",
    "rural_poor_persons": "农村贫困人口",
    "share_capital": "入股金额",
    "unexited_households": "未脱贫户数",
    "unexited_persons": "未脱贫人数",
    "unspent_amount": "结余资金",
}
DIMENSIONS = {
    "batch": "批次",
    "cohort": "入股年度",
    "context": "说明",
    "denominator": "分母",
    "excluding": "不含",
    "exit_year": "脱贫年度",
    "exit_year_as_written": "原文年度",
    "exit_year_likely": "应为年度",
    "freq": "频率",
    "fund": "资金",
    "group": "人群",
    "has_helper": "有帮扶人",
    "level": "级次",
    "op": "关系",
    "partner": "合作方",
    "partner_former": "原合作方",
    "pay_date": "发放日期",
    "project": "项目",
    "project_year": "项目年度",
    "round": "轮次",
    "scope": "范围",
    "source": "来源",
    "status": "状态",
    "target": "到村到户",
    "type": "类别",
    "village": "村",
}
_CODES = {
    "all": "全部",
    "ambiguous": "不明",
    "annual": "按年",
    "applied": "已申报",
    "cumulative": "累计",
    "current": "当前",
    "deep_poverty": "深度贫困",
    "dibao_not_registered": "未建档的低保户",
    "monitored": "监测对象",
    "poor_villages": "贫困村",
    "provincial": "省级",
    "quarterly": "按季",
    "total_population": "总人口",
    "unexited": "未脱贫",
}


def in_shown_unit(value: float | None, unit: str) -> float | None:
    """Yuan in 万元 and fractions in per cent, to four decimals."""
    factor = {"万元": 1e-4, "%": 100}.get(UNITS.get(unit, unit), 1)
    return None if value is None else round(value * factor, 4)


def dimensions(dims: str | None) -> str:
    """Dimensions, as a JSON object, in words: 合作方：光伏电站；频率：按年. Text that is not a JSON object stays as it is."""
    try:
        parts = json.loads(dims or "{}")
    except ValueError:
        parts = None
    if not isinstance(parts, dict):
        return dims or ""
    return "；".join(f"{DIMENSIONS.get(name, name)}：{_in_words(value)}" for name, value in parts.items())


def _in_words(value: object) -> str:
    match value:
        case str():
            return _CODES.get(value, value)
        case bool():
            return "是" if value else "否"
        case _:
            return json.dumps(value, ensure_ascii=False)
