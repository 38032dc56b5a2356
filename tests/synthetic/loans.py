"""Ledgers of small loans: a row for each loan, or counts by village."""

from collections.abc import Sequence
from datetime import date
from random import Random

from tests.synthetic.amounts import shares
from tests.synthetic.forms import Row, Table, words
from tests.synthetic.people import Household

_HEADER = words("序号 行政村 户编号 户主姓名 身份证号码 经办银行 贷款用途 贷款金额(万元) 放款日期 到期日期")
_DUE_HEADER = words(
    "序号 行政村 户编号 户主姓名 身份证号码 贷款方式 贷款金额(元) 放款日期 到期日期 还款金额(元) 逾期金额(元)"
)


def running_loans(households: Sequence[Household], yuan: int, uses: Sequence[str]) -> Table:
    """Loans of 二台镇 in 2021 that add up to `yuan`, none of them due yet."""
    rng = Random("小额信贷")
    amounts = shares(yuan, [rng.uniform(0.7, 1.3) for _ in households], 1000)
    rows: list[Row] = [
        [
            number, household.village, household.number, household.head.name, household.head.id_number, "农村信用社",
            uses[number % len(uses)], amount / 10_000, date(2021, 1 + number % 9, 10), date(2024, 1 + number % 9, 9),
        ]
        for number, (household, amount) in enumerate(zip(households, amounts, strict=True), start=1)
    ]  # fmt: skip
    total: Row = ["合计", "", f"{len(rows)}户", "", "", "", "", yuan / 10_000, "", ""]
    return Table(
        "贷款", [_HEADER], rows, titles=("二台镇扶贫小额信贷发放台账", "截至2021年12月31日"), last_total=total
    )


def due_loans(repaid: Sequence[Household], overdue: Sequence[tuple[Household, int]]) -> Table:
    """Loans to households (户贷户用) that fell due in the first half of 2020: repaid ones of 50,000, and others not at all."""
    loans = [(household, 50_000, True) for household in repaid]
    loans += [(household, yuan, False) for household, yuan in overdue]
    rows: list[Row] = [
        [
            number, household.village, household.number, household.head.name, household.head.id_number, "户贷户用", yuan,
            f"2017.{number % 6 + 1}.5", f"2020.{number % 6 + 1}.4", yuan if is_repaid else 0, 0 if is_repaid else yuan,
        ]
        for number, (household, yuan, is_repaid) in enumerate(loans, start=1)
    ]  # fmt: skip
    return Table("户贷户用", [_DUE_HEADER], rows, titles=("2020年上半年到期小额信贷还款情况(户贷户用)",))


def due_company_loans(villages: Sequence[str], households: int, yuan: int) -> Table:
    """Loans to households that companies used (户贷企用), by village, all repaid."""
    rng = Random("户贷企用")
    weights = [rng.uniform(0.5, 1.5) for _ in villages]
    counts, amounts = shares(households, weights), shares(yuan, weights, 10_000)
    header = words("序号 行政村 贷款方式 到期户数 到期金额(万元) 已还金额(万元) 逾期户数 逾期金额(万元)")
    rows: list[Row] = [
        [number, village, "户贷企用", count, amount / 10_000, amount / 10_000, 0, 0]
        for number, (village, count, amount) in enumerate(
            zip(villages, counts, amounts, strict=True), start=1
        )
    ]
    total: Row = ["合计", "", "", households, yuan / 10_000, yuan / 10_000, 0, 0]
    return Table(
        "户贷企用",
        [header],
        rows,
        titles=("2020年上半年到期小额信贷还款情况(户贷企用)",),
        last_total=total,
    )


def ratings(households: Sequence[Household]) -> Table:
    """Households that are rated and granted a line of credit, by village: every registered one."""
    villages = sorted({household.village for household in households})
    counts = [sum(household.village == village for household in households) for village in villages]
    rows: list[Row] = [
        [number, village, count, f"{count}户", count]
        for number, (village, count) in enumerate(zip(villages, counts, strict=True), start=1)
    ]
    total: Row = ["合计", "", sum(counts), sum(counts), sum(counts)]
    header = words("序号 村名 贫困户数 评级户数 授信户数")
    return Table("", [header], rows, titles=("贫困户评级授信情况统计表",), last_total=total)
