"""Who put how much into which partner, and what the partners paid in 2018."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tests.synthetic.amounts import pick, shares
from tests.synthetic.deliveries import Delivery
from tests.synthetic.forms import Planted, Row, Table, spoiled, words
from tests.synthetic.mutang.registry import VILLAGES, XUEZHAI, Township
from tests.synthetic.people import Household, People

_STANDARD_NEW, _STANDARD_OLD = 4350, 800
"""Yuan per person for households never supported before, and for the others."""

_PAID_ON_2018, _PAID_ON_2017 = date(2018, 9, 28), date(2018, 12, 10)
_XINTANG = "儋州鑫棠牧业有限公司"


@dataclass(frozen=True)
class Stake:
    """What one household holds in one partner, in yuan."""

    household: Household
    partner: str
    year: int
    capital: int


@dataclass(frozen=True)
class Cohort2018:
    """A partner of 2018: households and persons never supported before, and supported before; dividend paid."""

    partner: str
    new: tuple[int, int]
    old: tuple[int, int]
    paid: int


# Persons solve 4350 × new + 800 × old = the capital that the report states.
_PARTNERS_2018 = (
    Cohort2018("儋州三园种养殖农民专业合作社", (11, 53), (15, 77), 29_215),
    Cohort2018("儋州市乡投开发建设有限公司", (44, 222), (355, 1811), 120_725),
    Cohort2018("海南金同成农业发展有限公司", (21, 108), (292, 1445), 162_600),
    Cohort2018(_XINTANG, (200, 1012), (113, 594), 487_700),
    Cohort2018("洋浦港丰物流有限责任公司", (0, 0), (354, 1811), 144_880),
)
_DISTINCT_2018 = 1088

# Partner, former name, households, dividend paid. Capital is ten times what is due.
_XUEZHAI_COMPANY = "海南薛宅实业有限公司"
_PARTNERS_2017 = (
    (_XINTANG, "", 66, 50_400),
    ("海南北岸生态农业开发有限公司", "海南美利来生态农业开发有限公司", 217, 171_860),
    ("儋州高权养殖农民专业合作社", "", 112, 87_980),
    ("儋州若伦养殖专业合作社", "", 13, 10_640),
    (_XUEZHAI_COMPANY, "", 105, 96_600),
)
_CAPITAL_2017 = 4_210_200

_TRUSTEE = "资金托管"
_DIBAO_HOUSEHOLDS, _DIBAO_CAPITAL, _DIBAO_FIRST_PAYOUT = 351, 10_000, 250

_CAPITAL_HEADER = words(
    "序号 行政村 户编号 户主姓名 身份证号码 户类别 合作企业 合作方原名 入股年度 扶持资金(元) 约定分红比例"
)
_PAID_HEADER = words(
    "序号 行政村 户编号 户主 身份证号 一卡通账号 户类别 合作企业 入股年度 批次 发放日期 发放金额(元)"
)
_FOOTER = ("填表人:(签字)      审核:(签字)",)


def write_dividends(delivery: Delivery, township: Township) -> None:
    new, stakes_2018 = _stakes_2018(township)
    stakes_2017 = _stakes_2017(township, new)
    dibao = _dibao()
    _write_capital(delivery, stakes_2018, stakes_2017, dibao)
    _write_paid(delivery, township.people, stakes_2018, stakes_2017, dibao)


def _write_capital(
    delivery: Delivery, stakes_2018: Sequence[Stake], stakes_2017: Sequence[Stake], dibao: Sequence[Stake]
) -> None:
    rows = _capital_rows(stakes_2018, "建档立卡户")
    others = [[*row[:2], f"46000398000{number}", *row[3:]] for number, row in enumerate(rows[:3], start=1)]
    bad = [
        spoiled(_CAPITAL_HEADER, others[0], "扶持资金(元)", "待定", "金额待定"),
        spoiled(_CAPITAL_HEADER, others[1], "合作企业", "", "没有合作企业"),
        spoiled(_CAPITAL_HEADER, others[2], "入股年度", "2108", "年份不可能"),
    ]
    twin = Planted(rows[500], "(整行)", "与上一行完全相同")
    delivery.save(
        "产业帮扶入股台账.xlsx",
        Table(
            "2018年",
            [_CAPITAL_HEADER],
            [*rows[:501], twin, *rows[501:], *bad],
            titles=("木棠镇2018年产业帮扶资金入股台账",),
            first_total=["合计", *[""] * 8, "10,663,000.00", ""],
        ),
        Table(
            "2017年(保留户)",
            [_CAPITAL_HEADER],
            _capital_rows(stakes_2017, "建档立卡户"),
            last_total=["合计", *[""] * 8, "4,210,200.00", ""],
            footer=_FOOTER,
        ),
    )
    delivery.save(
        "低保户产业扶持资金托管台账.xls",
        Table(
            "低保户",
            [_CAPITAL_HEADER],
            _capital_rows(dibao, "未纳入建档立卡低保户"),
            titles=("木棠镇未纳入建档立卡低保户产业扶持资金托管台账", "委托期限三年,单位:元"),
            last_total=["合计", *[""] * 8, "3,510,000", ""],
        ),
    )


def _write_paid(
    delivery: Delivery,
    people: People,
    stakes_2018: Sequence[Stake],
    stakes_2017: Sequence[Stake],
    dibao: Sequence[Stake],
) -> None:
    first = [(stake, float(_DIBAO_FIRST_PAYOUT)) for stake in dibao]
    rows = _paid_rows(people, list(_paid_2018(stakes_2018)), "建档立卡户", "", _PAID_ON_2018)
    bad = [
        spoiled(_PAID_HEADER, rows[0], "发放金额(元)", "未发", "金额不是数字"),
        spoiled(_PAID_HEADER, rows[1], "发放金额(元)", "", "没有金额"),
    ]
    delivery.save(
        "2018年分红发放台账.xlsx",
        Table(
            "2018年入股",
            [_PAID_HEADER],
            [*rows, *bad],
            titles=("木棠镇2018年产业扶贫分红发放台账",),
            last_total=["合计", *[""] * 10, 945_120],
        ),
        Table(
            "2017年入股",
            [_PAID_HEADER],
            _paid_rows(people, list(_paid_2017(stakes_2017)), "建档立卡户", "", _PAID_ON_2017),
            last_total=["合计", *[""] * 10, 417_480],
        ),
        Table(
            "低保户",
            [_PAID_HEADER],
            _paid_rows(people, first, "未纳入建档立卡低保户", "第一次", "2018年12月20日"),
            last_total=["合计", *[""] * 10, "87,750"],
            footer=_FOOTER,
        ),
    )


def _stakes_2018(township: Township) -> tuple[set[str], list[Stake]]:
    """Numbers of the households never supported before, and all stakes of 2018.

    317 of the 1088 households joined two partners: all of them with 洋浦港丰, the last to come.
    """
    rng = township.people.rng
    free = [each for each in township.households if each.exit_year not in (2014, 2015)]
    new: set[str] = set()
    supported: list[Household] = []
    stakes: list[Stake] = []
    for cohort in _PARTNERS_2018[:4]:
        for (count, persons), standard in ((cohort.new, _STANDARD_NEW), (cohort.old, _STANDARD_OLD)):
            chosen = pick(rng, free, count, persons)
            numbers = {each.number for each in chosen}
            free = [each for each in free if each.number not in numbers]
            if standard == _STANDARD_NEW:
                new |= numbers
            else:
                supported += chosen
            stakes += [Stake(each, cohort.partner, 2018, each.size * standard) for each in chosen]
    last = _PARTNERS_2018[4]
    count, persons = last.old
    fresh = _DISTINCT_2018 - len(new) - len(supported)
    joined = rng.sample(free, fresh)
    joined += pick(rng, supported, count - fresh, persons - sum(each.size for each in joined))
    stakes += [Stake(each, last.partner, 2018, each.size * _STANDARD_OLD) for each in joined]
    return new, stakes


def _stakes_2017(township: Township, new: set[str]) -> list[Stake]:
    """513 households, each in one partner; those of 海南薛宅实业 live in 薛宅村."""
    rng = township.people.rng
    stakes: list[Stake] = []
    free = [each for each in township.households if each.number not in new]
    left = _CAPITAL_2017
    for partner, _, count, paid in sorted(_PARTNERS_2017, key=lambda entry: entry[0] != _XUEZHAI_COMPANY):
        eligible = [each for each in free if partner != _XUEZHAI_COMPANY or each.village == XUEZHAI]
        chosen = rng.sample(eligible, count)
        numbers = {each.number for each in chosen}
        free = [each for each in free if each.number not in numbers]
        others = 10 * sum(entry[3] for entry in _PARTNERS_2017 if entry[0] != _XUEZHAI_COMPANY)
        capital = _CAPITAL_2017 - others if partner == _XUEZHAI_COMPANY else 10 * paid
        left -= capital
        parts = shares(capital, [each.size for each in chosen], 10)
        stakes += [Stake(each, partner, 2017, part) for each, part in zip(chosen, parts, strict=True)]
    if left:
        raise ValueError("The capital of 2017 does not add up.")
    return stakes


def _dibao() -> list[Stake]:
    """Households on the minimum living allowance that are not registered as poor."""
    people = People("木棠镇低保户", "469003", 2018)
    households = people.group(_DIBAO_HOUSEHOLDS, 980, VILLAGES, status="")
    households.sort(key=lambda household: household.village)
    return [Stake(each, _TRUSTEE, 2018, _DIBAO_CAPITAL) for each in households]


def _paid_2018(stakes: Sequence[Stake]) -> Iterable[tuple[Stake, float]]:
    """A tenth of the capital; half of that by 乡投. What the report rounds to 万元 with two decimals is made up
    for by single yuan of the first households."""
    for cohort in _PARTNERS_2018:
        ours = [stake for stake in stakes if stake.partner == cohort.partner]
        rate = 0.05 if cohort.partner == "儋州市乡投开发建设有限公司" else 0.1
        paid = [round(stake.capital * rate, 2) for stake in ours]
        off = round(cohort.paid - sum(paid))
        for place in range(abs(off)):
            paid[place] += 1 if off > 0 else -1
        yield from zip(ours, paid, strict=True)


def _paid_2017(stakes: Sequence[Stake]) -> Iterable[tuple[Stake, float]]:
    """A tenth of the capital, until what the partner paid is used up."""
    for partner, _, _, paid in _PARTNERS_2017:
        left = paid
        for stake in (stake for stake in stakes if stake.partner == partner):
            due = min(stake.capital // 10, left)
            left -= due
            if due:
                yield stake, due


def _capital_rows(stakes: Sequence[Stake], group: str) -> list[Row]:
    former = {partner: name for partner, name, *_ in _PARTNERS_2017 if name}
    return [
        [
            number,
            stake.household.village,
            stake.household.number,
            stake.household.head.name,
            stake.household.head.id_number,
            group,
            stake.partner,
            former.get(stake.partner, ""),
            stake.year,
            f"{stake.capital:,}" if number % 50 == 0 else stake.capital,
            "10%",
        ]
        for number, stake in enumerate(stakes, start=1)
    ]


def _paid_rows(
    people: People, paid: Sequence[tuple[Stake, float]], group: str, batch: str, on: date | str
) -> list[Row]:
    return [
        [
            number,
            stake.household.village.removesuffix("村") + "村委会",
            stake.household.number,
            stake.household.head.name,
            stake.household.head.id_number,
            people.account(),
            group,
            stake.partner,
            f"{stake.year}年",
            batch,
            on,
            yuan,
        ]
        for number, (stake, yuan) in enumerate(paid, start=1)
    ]
