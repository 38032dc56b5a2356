"""Reject layouts from which no register can be read: two tables, years across, a table on its side.

Each function returns the rule of sheets.yml that the layout breaks, or None.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from pipelines.reading.candidate import Candidate
from pipelines.reading.headers import DEEPEST_HEADER, FEWEST_COLUMNS, Headers
from pipelines.reading.known_headers import columns_by_header
from pipelines.reading.labels import Label
from pipelines.reading.normalise import normalise
from pipelines.reading.proposals import may_be_money
from pipelines.reading.vocabularies import terms_of_code
from pipelines.registers.columns import AMOUNTS, Column
from pipelines.registers.contract import Register
from pipelines.rules import Violation

_COUNTED = "(户|人|数|率|额|资金|收入|元)"
_YEAR_IN_HEADER = re.compile(
    rf"(?<!\d)(20\d\d)年?度?[^\d年月日]*{_COUNTED}|{_COUNTED}\D*(?<!\d)(20\d\d)年度?$"
)
"""A year with what is counted in it, above or below each other; years of the rows below a header are alone in their cells."""
_OF_SOMETHING = re.compile("(.{2,}?)(人数|户数|金额|资金)")
_COUNT_HEADER = re.compile("(户数|人数|人口数?)$")
_YEAR_BELOW = re.compile(r"(20\d\d)年?度?")
_PARTNER = re.compile("..(合作社|公司|企业|农场|项目)$")
_COUNT_OF_OBJECTS = re.compile("(户|人|口|项目|个|村)数量?$|数量$|总数$|[率比]重?$|进度$")
_KIND_OF_HOUSEHOLD = re.compile("脱贫|贫困|建档立卡|监测|边缘|低保|特困|五保|残疾|一般")
_OF_ANY_FORM = {"序号", "备注"}
_QUARTER = re.compile("[一二三四1234]季度")
_MONTH = re.compile(r"(?:20\d\d年)?((?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月)份?[^\d底末初]{0,6}")
_LONGEST_HEADER, _MOST_HEADERS = 12, 15
_FIGURES = re.compile("(指标|项目|内容|统计项)(名称)?")
"""What heads a column of figures that are below each other."""
_FIGURE_NAMES = re.compile("(统计)?指标(名称)?|统计项目?")
_FIGURE_VALUES = re.compile("数量|数值|数据|数额?|指标值|实际数")
_BESIDE_FIGURES = re.compile("(计量)?单位|代码|序号")
"""The headers of a form that states a figure in each row."""
_MOST_FIGURES = 4
_PLACE = re.compile("[\u4e00-\u9fff]{1,6}(村|社区|居委会|镇|乡|街道)")
_COUNT_OF_EVENTS = re.compile("(?<!月)数量?$|次$")
_SAME_FOR_ALL = {"code", "year", "area"}
"""Kinds of columns that may have one value for a whole sheet."""
_NUMERIC = {*AMOUNTS, "year", "household_id", "person_id_number"}


def two_tables(fitting: list[Candidate]) -> Violation | None:
    """Reject a sheet on which another register has a header above or below that of the one that fits best."""
    for other in fitting[1:]:
        first = fitting[0]
        if other.score >= FEWEST_COLUMNS and abs(other.header_row - first.header_row) > DEEPEST_HEADER:
            upper, lower = sorted((first, other), key=lambda candidate: candidate.header_row)
            return Violation(
                "two_tables",
                {
                    "upper_row": upper.header_row,
                    "upper": upper.register.name,
                    "upper_title": upper.register.title,
                    "lower_row": lower.header_row,
                    "lower": lower.register.name,
                    "lower_title": lower.register.title,
                },
            )
    return None


def unreadable(candidate: Candidate, rows: list[list[str]]) -> Violation | None:
    """Reject the sheet if its layout keeps its rows from being read as the register's."""
    return (
        side_by_side(candidate)
        or parts_across(candidate, rows)
        or years_below(candidate)
        or groups_across(candidate)
    )


def side_by_side(candidate: Candidate) -> Violation | None:
    """Reject two tables next to each other: adjacent headers are repeated in the same order, and there are few
    others."""
    words = [label.parts for label in candidate.labels if label.parts]
    for width in range(len(words) // 2, FEWEST_COLUMNS - 1, -1):
        blocks = [words[first : first + width] for first in range(len(words) - width + 1)]
        for first, block in enumerate(blocks):
            is_again = block in blocks[first + width :] and len({*block}) == width
            if is_again and 3 * width > len(words) and not _are_amounts(candidate, block):
                register = candidate.register
                fields = {"row": candidate.header_row, "register": register.name, "title": register.title}
                return Violation("side_by_side", fields)
    return None


def blocks_beside(candidate: Candidate) -> Violation | None:
    """Reject two tables of different things next to each other: 收入项目, 金额 and 支出项目, 金额."""
    names = [label.name for label in candidate.labels if label.parts and label.name not in _OF_ANY_FORM]
    half = len(names) // 2
    left, right = names[:half], names[half:]
    alike = [one[-1:] == other[-1:] for one, other in zip(left, right, strict=False)]
    if len(left) < 2 or len(left) != len(right) or left == right or not all(alike):
        return None
    if not {*left} & {*right}:
        return None
    fields = {"row": candidate.header_row, "left": tuple(left), "right": tuple(right)}
    return Violation("blocks_beside", fields)


def _are_amounts(candidate: Candidate, block: list[tuple[str, ...]]) -> bool:
    known = columns_by_header(candidate.register)
    columns = [known.get(words[-1]) for words in block]
    return all(column is None or column.kind in AMOUNTS for column in columns)


def groups_across(candidate: Candidate) -> Violation | None:
    """Reject several headings over the same columns, of which one would be read for all: 户数 and 人数 below 学前 and 高中."""
    known, read = columns_by_header(candidate.register), candidate.taken
    below = _headings_by_word(candidate.labels)
    by_word = {index for name, index in candidate.columns.items() if _is_by_last_word(candidate, known, name)}
    lacking = {name for names in candidate.missing(set()) for name in names}
    again = {
        word: heads
        for word, heads in below.items()
        if len(heads) > 1 and not read.issuperset(heads.values())
        and (
            by_word.intersection(heads.values())
            or (_are_kinds(heads) and read.intersection(heads.values()))
            or (word in known and known[word].name in lacking and read.isdisjoint(heads.values()))
        )
    }  # fmt: skip
    return _across(candidate, again) if again else None


def groups_unread(candidate: Candidate, headers: Headers) -> Violation | None:
    """Several headings over the same columns, not all of which are read, in a table that lacks others: 户数 and 补助 below
    低保户 and 特困户."""
    deeper = [
        labels
        for row, labels in headers.readings
        if candidate.header_row < row <= candidate.header_row + DEEPEST_HEADER
    ]
    own = _headings_by_word(candidate.labels, _row_above(candidate, headers.rows))
    unread = {word: heads for word, heads in own.items() if not candidate.taken.issuperset(heads.values())}
    for headings in (unread, *map(_headings_by_word, deeper)):
        again = {word: heads for word, heads in headings.items() if len(heads) > 1}
        if len(again) > 1:
            return _across(candidate, again)
    return _terms_across(candidate)


def _terms_across(candidate: Candidate) -> Violation | None:
    """Counts and amounts of each of several terms of a column: 生活补贴人数, 生活补贴金额 beside those of 护理补贴."""
    by_ending = _headings_by_ending(candidate.labels)
    first, *others = by_ending.values() or [[]]
    heads = tuple(head for head in first if all(head in other for other in others))
    is_split = len(by_ending) > 1 and len(heads) > 1 and _column_of(candidate.register, heads) is not None
    again = {word: dict.fromkeys(heads, 0) for word in by_ending}
    return _across(candidate, again) if is_split else None


def _headings_by_ending(labels: Iterable[Label]) -> dict[str, list[str]]:
    """What counts and amounts end in → what stands before it in one row: 生活补贴人数 beside 护理补贴人数."""
    found: dict[str, list[str]] = {}
    for label in labels:
        if len(label.parts) == 1 and (match := _OF_SOMETHING.fullmatch(label.name)):
            found.setdefault(match[2], []).append(match[1])
    return found


def _headings_by_word(labels: Sequence[Label], above: Sequence[str] = ()) -> dict[str, dict[str, int]]:
    """Word of the last row of a header → the headings above it, with the index of each. `above` are headings of the row above
    the header, for labels that have none of their own."""
    below: dict[str, dict[str, int]] = {}
    for index, label in enumerate(labels, start=1):
        parts = (
            label.parts if len(label.parts) > 1 or len(above) < index else (above[index - 1], *label.parts)
        )
        if len(parts) > 1:
            below.setdefault(parts[-1], {}).setdefault(parts[-2], index)
    return below


def _row_above(candidate: Candidate, rows: list[list[str]]) -> list[str]:
    """The cells above the header, each over those on its right that are blank; none where it is a title alone."""
    cells = [cell.strip() for cell in rows[candidate.header_row - 2]] if candidate.header_row > 1 else []
    headings: list[str] = []
    for cell in cells:
        headings.append(cell or (headings[-1] if headings else ""))
    return headings if sum(map(bool, cells)) > 1 else []


def _across(candidate: Candidate, again: Mapping[str, Mapping[str, int]]) -> Violation:
    heads = tuple(dict.fromkeys(head for one in again.values() for head in one))
    fields = {"row": candidate.header_row, "heads": heads, "words": tuple(again)}
    if column := _column_of(candidate.register, heads):
        fields |= {"title": column.title, "column": column.name}
    return Violation("groups_across", fields)


def _are_kinds(heads: Iterable[str]) -> bool:
    """Whether the headings name different kinds of households, of which none is all."""
    kinds = [match and match[0] for match in map(_KIND_OF_HOUSEHOLD.search, heads)]
    return None not in kinds and len({*kinds}) == len(kinds)


def _is_by_last_word(candidate: Candidate, known: Mapping[str, Column], name: str) -> bool:
    """Whether the last row of its header names the column, and the words of all rows together do not."""
    label = candidate.labels[candidate.columns[name] - 1]
    together, last = (
        {column.name for text in texts if (column := known.get(text))}
        for texts in (label.joined, label.parts[-1:])
    )
    return name in last - together


def _column_of(register: Register, heads: tuple[str, ...]) -> Column | None:
    """The column of which most heads are terms."""
    for column in register.columns:
        terms = terms_of_code(column)
        if 2 * sum(head in terms for head in heads) > len(heads):
            return column
    return None


def parts_across(candidate: Candidate, rows: list[list[str]]) -> Violation | None:
    """Reject an amount whose header spans columns that the row below names, if none of them is known to be a part of
    it."""
    below = rows[candidate.header_row] if candidate.header_row < len(rows) else []
    if any(re.search(r"\d", cell) for cell in below):
        return None
    for name, index in candidate.columns.items():
        span = index
        while span < len(candidate.labels) and not candidate.labels[span].readings:
            span += 1
        parts = tuple(cell.strip() for cell in below[index - 1 : span] if cell.strip())
        column = candidate.register.by_name[name]
        if column.kind == "money" and len(parts) > 1:
            return Violation(
                "parts_across", {"row": candidate.header_row, "title": column.title, "parts": parts}
            )
    return None


def years_below(candidate: Candidate) -> Violation | None:
    """Reject an amount whose header spans a column for each of several years, if none is the amount itself."""
    register = candidate.register
    known = columns_by_header(register)
    years = [
        (label, year[1])
        for label in candidate.free_labels
        if (year := _YEAR_BELOW.fullmatch(normalise(label.parts[-1])))
    ]
    above = {known[text] for label, _ in years for part in label.parts if (text := normalise(part)) in known}
    if len(years) > 1 and any(column.kind == "money" for column in above):
        return Violation(
            "years_across", {"row": candidate.header_row, "years": tuple(year for _, year in years)}
        )
    return None


def on_its_side(headers: Headers, registers: Mapping[str, Register]) -> tuple[Violation, str] | None:
    """Reject a table on its side: headers are below each other in the first column, with what belongs to them beside it or
    behind its unit, and on a card in further pairs of columns. Return the register, too."""
    beside = {row[0]: next(filter(None, row[1:]), "") for row in headers.texts if len(row) > 1}
    found: dict[Column, str] = {}
    likeliest: Register | None = None
    for register in registers.values():
        known = columns_by_header(register)
        claimed = {
            known[reading]: text
            for header, text in beside.items()
            for reading in Label.of([header]).readings
            if reading in known
        }
        if len(claimed) > len(found):
            found, likeliest = claimed, register
    numbers = [
        bool(re.fullmatch(r"[\d.,%X*-]+", text)) for column, text in found.items() if column.kind in _NUMERIC
    ]
    if not likeliest or len(found) < FEWEST_COLUMNS or sum(numbers) * 2 <= len(numbers):
        return None
    known = columns_by_header(likeliest)
    is_card = any(len(row) > 3 and row[0] in known and row[2] in known for row in headers.texts)
    rule = "object_on_a_card" if is_card else "on_its_side"
    return Violation(rule, {"register": likeliest.name, "title": likeliest.title}), likeliest.name


def figures_down(headers: Headers) -> Violation | None:
    """Reject a form with a row for each figure: its name, in what it is counted, and the number."""
    for header_row, labels in headers.readings:
        names = [label.name for label in labels if label.name]
        is_form = len(names) > 1 and _FIGURE_NAMES.fullmatch(names[0]) and _FIGURE_VALUES.fullmatch(names[-1])
        if is_form and all(map(_BESIDE_FIGURES.fullmatch, names[1:-1])):
            below = tuple(row[0] for row in headers.rows[header_row:] if row and row[0].strip())
            more = "…" if len(below) > _MOST_FIGURES else ""
            fields = {
                "row": header_row,
                "head": names[0],
                "figures": below[:_MOST_FIGURES],
                "more": more,
            }
            return Violation("figures_down", fields)
    return None


def places_across(headers: Headers) -> Violation | None:
    """Reject a table with a column for each place, and a row for each figure."""
    for header_row, labels in headers.readings:
        names = [label.name for label in labels if label.name]
        places = tuple(name for name in names[1:] if _PLACE.fullmatch(name))
        if len(places) > 1 and _FIGURES.fullmatch(names[0]):
            return Violation("places_across", {"row": header_row, "places": places})
    return None


def years_across(headers: Headers) -> Violation | None:
    """Reject a table with columns for each year."""
    for header_row, labels in headers.readings:
        found = [_YEAR_IN_HEADER.search(label.readings[0]) for label in labels if label.readings]
        years = {match[1] or match[4] for match in found if match}
        if len(years) > 1:
            return Violation("years_across", {"row": header_row, "years": tuple(sorted(years))})
    return None


def quarters_across(headers: Headers) -> Violation | None:
    """Reject a table with a column of amounts for each quarter."""
    for header_row, labels in headers.readings:
        found = [_QUARTER.search(label.readings[0]) for label in labels if label.readings]
        quarters = {match[0] for match in found if match}
        if len(quarters) > 1:
            return Violation("quarters_across", {"row": header_row})
    return None


def months_across(headers: Headers) -> Violation | None:
    """Reject a table with a column of amounts for each month."""
    for header_row, labels in headers.readings:
        found = [_MONTH.fullmatch(label.name) for label in labels]
        months = tuple(dict.fromkeys(match[1] for match in found if match))
        if len(months) > 1:
            return Violation("months_across", {"row": header_row, "months": months})
    return None


def partners_across(candidate: Candidate) -> Violation | None:
    """Reject a table with a column of amounts for each partner."""
    register = candidate.register
    names = tuple(label.name for label in candidate.free_labels if _PARTNER.search(label.name))
    if not register.listed_by or register.listed_by in candidate.columns or len(names) < 2:
        return None
    column = register.by_name[register.listed_by]
    if column.kind != "text":  # of few terms, none of which is a name
        return None
    fields = {"row": candidate.header_row, "partners": names, "title": column.title, "column": column.name}
    return Violation("partners_across", fields)


def totals_by_area(nearest: Candidate, supplied_columns: set[str]) -> bool:
    """Whether rows state amounts of areas above the village, and nothing that tells one object of the register from another;
    what holds for several rows (文号) does not."""
    register = nearest.register
    kinds = {name: register.by_name[name].kind for name in nearest.columns}
    others = [label for label in nearest.free_labels if label.name not in _OF_ANY_FORM]
    return (
        not register.is_roll
        and "money" in kinds.values()
        and bool({"county", "township"} & kinds.keys())
        and all(
            kind in {*AMOUNTS, "area"} or register.by_name[name].carry_down for name, kind in kinds.items()
        )
        and any(
            register.by_name[name].kind == "area"
            for names in nearest.missing(supplied_columns)
            for name in names
        )
        and all(
            may_be_money(label.name, label.unit) or _COUNT_OF_OBJECTS.search(label.name) for label in others
        )
    )


def summary_by_kind(nearest: Candidate) -> Column | None:
    """The column of a roll by whose terms rows count its objects, where nothing else of it is there: 致贫原因, 户数, 人数."""
    columns = [nearest.register.by_name[name] for name in nearest.columns]
    kinds = [column for column in columns if column.kind != "count"]
    others = [label.name for label in nearest.free_labels if label.name not in _OF_ANY_FORM]
    if (
        not nearest.register.is_roll
        or len(kinds) != 1
        or kinds[0].kind != "code"
        or count_headers(nearest) < 2
    ):
        return None
    return kinds[0] if all(map(_COUNT_OF_OBJECTS.search, others)) else None


def counts_of_events(
    candidate: Candidate, labels: Sequence[Label], supplied_columns: set[str]
) -> tuple[str, ...]:
    """The columns of a table of numbers, where the candidate's register has a row for each event with its day."""
    by_name = candidate.register.by_name
    lacks_day = any(
        all(by_name[name].kind == "date" for name in names) for names in candidate.missing(supplied_columns)
    )
    names = [label.name for label in labels if label.name and not label.name.endswith("率")]
    counts = tuple(name for name in names if _COUNT_OF_EVENTS.search(name))
    return counts if lacks_day and len(counts) > 1 and 2 * len(counts) >= len(names) else ()


def count_headers(nearest: Candidate) -> int:
    """How many headers are of households or persons."""
    return sum(bool(label.parts and _COUNT_HEADER.search(label.parts[-1])) for label in nearest.labels)


def summary_by_area(nearest: Candidate) -> bool:
    """Whether rows count the objects of a roll by area: households and persons, and nothing that tells one from another."""
    register = nearest.register
    has_key = any(register.by_name[name].is_private or name == "household_id" for name in nearest.columns)
    has_area = any(register.by_name[name].kind == "area" for name in nearest.columns)
    has_money = any(may_be_money(label.name, label.unit) for label in nearest.free_labels)
    return register.is_roll and has_area and not (has_key or has_money) and count_headers(nearest) > 1
