"""The tables of schema quality as a release carries them: Chinese titles and meanings of every column."""

from dataclasses import dataclass

from pipelines.marts.mart import Mart


@dataclass(frozen=True)
class Table:
    """Chinese title, comment, and columns as (name, Chinese title, comment)."""

    title: str
    comment: str
    columns: tuple[tuple[str, str, str], ...]

    @classmethod
    def of(cls, mart: Mart) -> "Table":
        return cls(mart.title, mart.comment, tuple((c.name, c.title, c.comment) for c in mart.columns))


_SENT = (
    ("unit", "报送单位", "报送单位. Unit that sent the file."),
    ("period", "期间", "期间. Period of the delivery, as its folder is named."),
    ("file", "文件", "文件. File as sent."),
    ("sheet", "工作表", "工作表. Sheet of the workbook; empty for a text file."),
    ("register", "台账", "台账. Register that the sheet was recognised as."),
)

QUALITY_TABLES = {
    "deliveries": Table(
        "报送情况",
        "报送情况. One row per sheet delivered: rows_read = accepted + quarantined + superseded + non_data.",
        (
            *_SENT,
            ("rows_read", "读取行数", "读取行数(行). Rows of the sheet, title and header included."),
            ("accepted", "采纳行数", "采纳行数(行). Rows that went into the clean table."),
            (
                "quarantined",
                "隔离行数",
                "隔离行数(行). Rows set aside with a reason, see quality.quarantine.",
            ),
            ("superseded", "重复行数", "重复行数(行). Rows said twice or replaced by a later file."),
            ("non_data", "非数据行数", "非数据行数(行). Titles, headers, blank lines, totals and footers."),
            ("sha256", "文件摘要", "文件摘要. SHA-256 of the file."),
            ("status", "状态", "状态. read, quarantined, superseded, non_data or unreadable."),
            (
                "message",
                "说明(英文)",
                "说明(英文). Why a file or sheet was not read or not counted, in English.",
            ),
            ("message_zh", "说明", "说明. Why a file or sheet was not read or not counted, in Chinese."),
        ),
    ),
    "calendar": Table(
        "报送日历",
        "报送日历. One row per unit, period and register that data/raw/calendar.yml demands.",
        (
            ("unit", "报送单位", "报送单位. Unit that owes it."),
            ("period", "期间", "期间. Period, as its folder is to be named."),
            (
                "register",
                "台账",
                "台账. Register that is owed; NULL where anything that the unit sends will do.",
            ),
            ("due_on", "应报日期", "应报日期. Last day on which it is in time."),
            (
                "arrived_on",
                "到达日期",
                "到达日期. Day of the first of its files that could be read; NULL where there is none.",
            ),
        ),
    ),
    "quarantine": Table(
        "隔离清单",
        "隔离清单. One row per fault: where it stands, which rule it breaks, and what was found, masked where private.",
        (
            *_SENT,
            ("row", "行号", "行号. Row as the sender sees it in Excel, or line of a text file."),
            ("cell", "单元格", "单元格. Cell as Excel names it."),
            ("header", "列名", "列名. Title of the column in the contract."),
            ("rule", "规则", "规则. Id of the rule."),
            ("reason_zh", "原因", "原因. Reason in Chinese."),
            ("reason_en", "原因(英文)", "原因(英文). Reason in English."),
            ("raw", "原文", "原文. What was found, masked where private."),
        ),
    ),
    "findings": Table(
        "质量发现",
        "质量发现. What reading and expectations found that did not set a row aside: one row per rule and delivery.",
        (
            (
                "finding_id",
                "编号",
                "编号. Id of the finding, the same in every release in which it is found.",
            ),
            *_SENT,
            ("rule", "规则", "规则. Id of the rule or expectation."),
            ("severity", "严重程度", "严重程度. critical, warning or info."),
            (
                "dimension",
                "质量维度",
                "质量维度. complete, valid, consistent, unique or timely; NULL for what reading found.",
            ),
            ("message_zh", "说明", "说明. What was found, in Chinese."),
            ("message_en", "说明(英文)", "说明(英文). What was found, in English."),
            (
                "rows",
                "行数",
                "行数(行). Rows or groups of rows concerned; NULL where the finding is of no rows.",
            ),
            (
                "waived",
                "豁免行数",
                "豁免行数(行). Those of them that a waiver (豁免清单) in force speaks of.",
            ),
            (
                "dismissed",
                "排除行数",
                "排除行数(行). Those of them, as far as they are told one by one, that verdicts.yml dismisses.",
            ),
            ("owner", "责任人", "责任人. Who looks after the rule."),
            ("endangers", "影响的集市表", "影响的集市表. Marts that the finding distorts."),
            (
                "first_seen",
                "首次发现",
                "首次发现. Day of the first of the releases that have it without a gap.",
            ),
            ("sample", "示例", "示例. Where some of them stand, as JSON; never anything private."),
        ),
    ),
    "finding_rows": Table(
        "质量发现明细",
        "质量发现明细. Rows, or groups of rows, that break an expectation, one by one; at most 200 per expectation.",
        (
            ("finding_id", "编号", "编号. Id of the finding, which verdicts.yml names."),
            *_SENT,
            ("row", "行号", "行号. Row as the sender sees it in Excel; NULL for a group of rows or a mart."),
            ("cell", "单元格", "单元格. Cells that the rule is about, as Excel names them."),
            (
                "value",
                "单元格内容",
                "单元格内容. What stands in the cells, those that are empty left out; never anything private.",
            ),
            ("rule", "规则", "规则. Id of the expectation."),
            ("severity", "严重程度", "严重程度. critical, warning or info."),
            (
                "keys",
                "内容",
                "内容. Where it stands and which figures contradict, as JSON; never anything private.",
            ),
            (
                "first_seen",
                "首次发现",
                "首次发现. Day of the first of the releases that have it without a gap.",
            ),
            ("status", "状态", "状态. open, waived, or what verdicts.yml says: confirmed or dismissed."),
            (
                "waived_until",
                "豁免至",
                "豁免至. Last day of the waiver that speaks of it, be it past or to come.",
            ),
            ("note", "备注", "备注. Note of the verdict, or reason of the waiver."),
        ),
    ),
    "release": Table(
        "发布信息",
        "发布信息. One row: this release.",
        (
            ("release_id", "发布编号", "发布编号. Id of the release."),
            ("built_at", "生成时间", "生成时间. When it was built, UTC."),
            (
                "code_version",
                "代码版本",
                "代码版本. Digest of code, contracts, policy, marts and expectations.",
            ),
        ),
    ),
}
