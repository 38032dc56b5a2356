"""One page for a leader on each county: ten figures, what they rest on, how they changed, what is late and doubtful."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from typing import Any

from pipelines.catalogue.areas import Area
from pipelines.disclosure.suppression import WITHHELD, is_listed, note_on_small_cells
from pipelines.marts.coverage import describe_coverage
from pipelines.marts.mart import Mart
from pipelines.quality.calendar import LATE, OVERDUE
from pipelines.reconciling import wording
from pipelines.registers.areas import AREA_NAMES
from pipelines.site.elements import wide_table
from pipelines.site.site import Site, area_of

UNKNOWN = "—"
WAN = Decimal("0.0001")
MOST_LISTED = 6
"""Lines of what is late or doubtful; the page is printed on one sheet."""

HEADS, NUMBERS, TEXTS = ("指标", "年度"), ("数", "上年", "比上年"), ("比上一版", "依据")

Rows = Sequence[Mapping[str, Any]]


def _arrears(row: Mapping[str, Any]) -> Any:
    """What a partner still owes; what another paid too much settles none of it."""
    owed = row["arrears_yuan"]
    return owed if owed is None or owed == WITHHELD else max(owed, Decimal(0))


@dataclass(frozen=True)
class LeadingFigure:
    """A figure of a county in a year: the sum of a column of a mart, or a rate, of what states both its sides."""

    title: str
    mart: str
    column: str
    year: str = "year"
    unit: str = "人"
    of: Callable[[Mapping[str, Any]], Any] | None = None
    weight: str | None = None

    def value(self, rows: Rows) -> Any:
        """The figure of rows of one year: None where nothing is known, WITHHELD where a part of it is not shown."""
        values = [self.of(row) if self.of else row[self.column] for row in rows]
        if WITHHELD in values:
            return WITHHELD
        known = [value for value in values if value is not None]
        if self.weight is None or len(known) < 2:
            return sum(known[1:], known[0]) if known else None
        pairs = [
            (row[self.column], row[self.weight])
            for row in rows
            if None not in (row[self.column], row[self.weight])
        ]
        whole = sum(float(weight) for _, weight in pairs)
        return sum(rate * float(weight) for rate, weight in pairs) / whole if whole else None


FIGURES = (
    LeadingFigure("建档立卡户数", "poverty_incidence", "registered_households", unit="户"),
    LeadingFigure("建档立卡人数", "poverty_incidence", "registered_persons"),
    LeadingFigure("未脱贫人数", "poverty_incidence", "poor_persons"),
    LeadingFigure("贫困发生率", "poverty_incidence", "incidence_rate", unit="比例"),
    LeadingFigure("当年脱贫人数", "exits_by_year", "persons", "exit_year"),
    LeadingFigure("计划资金", "fund_execution", "planned_yuan", unit="元"),
    LeadingFigure("支出资金", "fund_execution", "paid_yuan", unit="元"),
    LeadingFigure("支出进度", "fund_execution", "execution_rate", unit="比例", weight="covered_budget_yuan"),
    LeadingFigure("已发分红", "dividend_payouts", "paid_yuan", "payout_year", "元"),
    LeadingFigure("尚欠分红", "dividend_payouts", "arrears_yuan", "payout_year", "元", _arrears),
)


def brief_pages(site: Site) -> dict[str, str]:
    """Name of each page in the folder of the site → its HTML."""
    return {
        f"briefs/{site.page_names[area]}.html": _page(site, area)
        for area in site.areas
        if area.level == "county"
    }


def _page(site: Site, county: Area) -> str:
    places = [
        county.name,
        *(area.name for area in site.areas if area.county == county.name and area != county),
    ]
    heads = "".join(
        f'<th scope="col"{" class=number" if head in NUMBERS else ""}>{head}</th>'
        for head in (*HEADS, *NUMBERS, *TEXTS)
    )
    lines = "".join(f"<tr>{figure_line(site, county, figure)}</tr>" for figure in FIGURES)
    body = [
        f'<nav class="trail" aria-label="上级"><p><a href="../areas/{site.page_names[county]}.html">全部数据</a></p></nav>',
        f'<div class="brief"><h1>{escape(county.name)}简报</h1>',
        wide_table(
            f"{county.name}简报", f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody>", kind="brief"
        ),
        "<p class='notes'>— 是不知道，不是 0。"
        + ("* 是人数太少、不公布的，有没有这样的数也不公布。" if note_on_small_cells() else "")
        + "合计只含台账写明的；支出进度只算两项都写明的。</p>",
        _section("谁没有按时报", _late(site, places)),
        _section("哪些数要当心", _doubtful(site, county, places)),
        "</div>",
    ]
    return site.page(f"{county.name}简报", "\n".join(body), depth=1)


def figure_line(site: Site, county: Area, figure: LeadingFigure) -> str:
    """The cells of a figure in the latest year that it is known of."""
    mart = site.catalogue.marts[figure.mart]
    own = [row for row in site.rows_of(mart).get(county, []) if area_of(row) == county]
    by_year: dict[int, Rows] = {}
    for row in own:
        if (year := row[figure.year]) is not None:
            by_year[year] = [*by_year.get(year, []), row]
    values = {year: figure.value(rows) for year, rows in by_year.items()}
    year = max((year for year, value in values.items() if value is not None), default=None)
    are_left_out = _leaves_rows_out(site, county, mart)
    if year is None:
        nothing = WITHHELD if are_left_out else UNKNOWN
        numbers = f'<td class="number">{nothing}</td>' * 3
        return f'<th scope="row">{figure.title}</th><td>{nothing}</td>{numbers}' + f"<td>{nothing}</td>" * 2
    is_of_year = {*mart.key} <= {*AREA_NAMES, figure.year}
    is_short = are_left_out and not is_of_year
    now, before = values[year], values.get(year - 1, WITHHELD if are_left_out else None)
    if is_short and figure.weight:  # a rate of some of the rows is another rate
        now = before = WITHHELD
    known = sum(row[figure.column] is not None for row in by_year[year])
    partial = f"{len(by_year[year])} 类中 {known} 类有数；" if known < len(by_year[year]) else ""
    if are_left_out:
        partial += "有不公布的行，没有加进去；" if is_short else "有不公布的年度；"
    cells = [
        f'<th scope="row"><a href="../{mart.name}.html">{figure.title}</a></th><td>{year}</td>',
        f'<td class="number"><strong>{shown(now, figure.unit, is_short)}</strong></td>',
        f'<td class="number">{shown(before, figure.unit, is_short)}</td>',
        f'<td class="number">{WITHHELD if is_short else difference(now, before, figure.unit)}</td>',
        f"<td>{'不公布' if is_short or now == WITHHELD else _since_last(site, county, figure, year)}</td>",
        f"<td class=text>{partial}{describe_coverage(by_year[year], mart.coverage.year) if mart.coverage else ''}</td>",
    ]
    return "".join(cells)


def _leaves_rows_out(site: Site, county: Area, mart: Mart) -> bool:
    """Whether rows of the county are missing, since their existence alone would reveal somebody."""
    if is_listed(mart):
        return False  # its rows are there, without their counts
    [(withheld,)] = site.release.execute(
        "select count(*) from withheld where mart = ? and county = ? and township is null and village is null",
        [mart.name, county.county],
    ).fetchall()
    return bool(withheld)


def shown(value: Any, unit: str, is_least: bool = False) -> str:
    if value is None:
        return UNKNOWN
    if value == WITHHELD:
        return WITHHELD
    least = "≥ " if is_least else ""
    if unit == "比例":
        return f"{least}{_rounded(value, 100):,}%"
    return f"{least}{_rounded(value, WAN):,} 万元" if unit == "元" else f"{least}{value:,} {unit}"


def difference(now: Any, before: Any, unit: str) -> str:
    if WITHHELD in (now, before):
        return WITHHELD
    if None in (now, before):
        return UNKNOWN
    step = now - before
    if unit == "比例":
        return f"{_rounded(step, 100):+,} 个百分点"
    return f"{_rounded(step, WAN):+,} 万元" if unit == "元" else f"{step:+,} {unit}"


def _rounded(value: Decimal | float, factor: Decimal | int) -> Decimal:
    """The value times the factor to two places, a half up as people round."""
    return (Decimal(str(value)) * factor).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _since_last(site: Site, county: Area, figure: LeadingFigure, year: int) -> str:
    """What became of the rows of the figure since the release before, without telling what is withheld."""
    if site.since_last is None:
        return "第一版"
    if not site.since_last.is_possible:
        return "没有比较"
    mart = site.catalogue.marts[figure.mart]
    found = [
        change
        for change in site.since_last.changes
        if change.mart == mart.name
        and tuple(change.area) == (county.county, None, None)
        and change.column in ("", figure.column)
        and str(year) in change.key.split()
    ]
    if not found:
        return "未变"
    if any(not change.column or change.old is None or change.new is None for change in found):
        return "有新增或撤下的"
    if figure.weight or any(map(site.is_withheld, found)):
        return "有变化"
    step = sum(Decimal(change.new or 0) - Decimal(change.old or 0) for change in found)
    return difference(step, 0, figure.unit)


def _section(title: str, lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<section><h2>{title}</h2>" + (f"<ul>{items}</ul>" if items else "<p>没有。</p>") + "</section>"


def _late(site: Site, places: Sequence[str]) -> list[str]:
    """Units of the county that are late or overdue, the worst first."""
    late = [row for row in site.board if row["unit"] in places and row["delivery_status"] in (LATE, OVERDUE)]
    late.sort(key=lambda row: (row["delivery_status"] != OVERDUE, row["due_on"]))
    lines = [
        f"{row['unit']} {row['period']}：{row['delivery_status']}，应在 {row['due_on']} 以前" for row in late
    ]
    return _first(lines)


def _doubtful(site: Site, county: Area, places: Sequence[str]) -> list[str]:
    """Deliveries that are held back, rows that were set aside, warnings, and reported figures that do not agree."""
    given = {"places": list(places)}
    deliveries = site.release.execute(
        """select unit, period, bool_or(status = 'held_back'), sum(quarantined)::bigint from quality.deliveries
        where list_contains($places, unit) group by all order by 4 desc, unit, period""",
        given,
    ).fetchall()
    lines = [
        f"{unit} {period}：本次报送暂不计入，仍用上次发布的" for unit, period, held, _ in deliveries if held
    ]
    lines += [f"{unit} {period}：{rows:,} 行有错，没有计入" for unit, period, _, rows in deliveries if rows]
    warned = site.release.execute(
        """select message_zh, sum(rows)::bigint from quality.findings where severity = 'warning'
        and list_contains($places, unit) group by all order by 2 desc nulls last, 1""",
        given,
    ).fetchall()
    lines += [f"{message}（{rows:,} 处）" if rows else message for message, rows in warned]
    [measure] = [column for column in site.catalogue.reconciliation.columns if column.name == "measure"]
    differing = site.release.execute(
        """select coalesce(village, township, county), measure, reported_value::double, computed_value, value_unit
        from reconciliation where verdict = '不一致' and county = ? order by figure_id""",
        [county.county],
    ).fetchall()
    for where, name, reported, computed, unit in differing:
        shown = [wording.in_shown_unit(value, unit) for value in (reported, computed)]
        lines.append(
            f"{where}{measure.shown(name)}：报告 {shown[0]}，台账 {shown[1]} {wording.UNITS.get(unit, unit)}"
        )
    return _first(lines)


def _first(lines: Sequence[str]) -> list[str]:
    more = len(lines) - MOST_LISTED
    return [*lines[:MOST_LISTED], *([f"还有 {more} 条，见“数据质量”页"] if more > 0 else [])]
