"""Rows of the tables about who is left, reported figures and quality, and what is drawn of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pipelines.charts import quality, reconciliation, remaining

PLACE = {"area_level": "township", "county": "儋州市", "township": "木棠镇", "village": None, "year": 2018}


def remaining_rows() -> pd.DataFrame:
    columns = ["village", "standing", "poverty_cause", "household_kind", "households", "persons"]
    lines = [
        (None, "未脱贫", "因病", "一般贫困户", 5, 20),
        (None, "返贫", "因病", "五保贫困户", 2, 2),
        (None, "未脱贫", "缺资金", "一般贫困户", 3, 14),
        ("薛宅村", "未脱贫", "因病", "一般贫困户", 5, 20),
        ("薛宅村", "返贫", "因病", "五保贫困户", 1, 1),
        ("甲村", "返贫", "因病", "五保贫困户", 1, 1),
        ("甲村", "未脱贫", "缺资金", "一般贫困户", 3, 14),
    ]
    rows = pd.DataFrame(lines, columns=columns)
    levels = rows["village"].isna().map({True: "township", False: "village"})
    return rows.assign(**{name: value for name, value in PLACE.items() if name != "village"}).assign(
        area_level=levels
    )


def area_rows() -> pd.DataFrame:
    rows = remaining_rows()
    return rows[rows["area_level"].eq("township")]


def reconciliation_rows() -> pd.DataFrame:
    def figure(measure: str, unit: str, reported: float, computed: float | None, verdict: str) -> dict:
        return {
            "unit": "木棠镇",
            "period": "2018",
            **PLACE,
            "figure_period": "2018",
            "subject": "exits" if unit == "person" else "fund_execution",
            "measure": measure,
            "value_unit": unit,
            "reported_value": reported,
            "computed_value": computed,
            "verdict": verdict,
        }

    return pd.DataFrame(
        [
            figure("exited_persons", "person", 1924, 1924, "一致"),
            figure("unexited_persons", "person", 262, 200, "不一致"),
            figure("registered_persons", "person", 0, 3, "不一致"),
            figure("paid_amount", "CNY", 945_145, 945_120, "尾差"),
            figure("execution_rate", "percent", 0.8734, 0.87338, "尾差"),
            figure("planned_amount", "CNY", 320_000, None, "无法核对"),
        ]
    )


def delivery_rows() -> pd.DataFrame:
    columns = ["unit", "period", "file", "rows_read", "accepted", "quarantined", "status"]
    rows = [
        ("木棠镇", "2018", "花名册.csv", 1010, 990, 10, "read"),
        ("木棠镇", "2018", "台账.xlsx", 110, 100, 0, "read"),
        ("木棠镇", "2019", "台账.xlsx", 9, 0, 0, "non_data"),
        ("薛宅村", "2018", "坏了.xlsx", 0, 0, 0, "unreadable"),
    ]
    return pd.DataFrame(rows, columns=columns)


def quarantine_rows() -> pd.DataFrame:
    reasons = ["不是数字", "不是数字", "必填项为空"]
    rules = ["not_a_number", "not_a_number", "missing_value"]
    return pd.DataFrame(
        {"unit": "木棠镇", "header": ["人数", None, "户编号"], "rule": rules, "reason_zh": reasons}
    )


def finding_rows() -> pd.DataFrame:
    columns = ["severity", "message_zh", "register", "rows"]
    rows = [
        ("info", "同一行重复填报", "persons", 1),
        ("info", "同一行重复填报", "villages", 2),
        ("warning", "支出资金多于下达资金", "clean.fund_ledger", 4),
        ("warning", "列不认识", "persons", None),
    ]
    return pd.DataFrame(rows, columns=columns).astype({"rows": "Int64"})


TABLE_ROWS: dict[Callable[..., go.Figure], Callable[[], pd.DataFrame]] = {
    remaining.by_cause: area_rows,
    remaining.by_kind: area_rows,
    remaining.by_village: remaining_rows,
    **dict.fromkeys(
        [
            reconciliation.by_unit,
            reconciliation.by_subject,
            reconciliation.against_computed,
            reconciliation.deviations,
        ],
        reconciliation_rows,
    ),
    quality.board: delivery_rows,
    quality.by_rule: quarantine_rows,
    quality.by_finding: finding_rows,
}


def as_drawn(fig: go.Figure) -> dict[str, Any]:
    """The figure as a browser gets it."""
    return json.loads(fig.to_json())


def traces(fig: go.Figure, name: str, axis: str = "x") -> list[dict]:
    return [t for t in as_drawn(fig)["data"] if t.get("name") == name and t.get("xaxis", "x") == axis]


def bars(fig: go.Figure, name: str, axis: str = "x") -> dict[str, float]:
    """label → length of the bars of that name on that pair of axes."""
    [trace] = traces(fig, name, axis)
    return dict(zip(trace["y"], trace["x"], strict=True))


def alt(fig: go.Figure) -> str:
    return fig.layout.meta["alt"]
