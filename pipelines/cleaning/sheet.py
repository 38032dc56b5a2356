"""One recognised sheet: spooled text → a table of typed rows and a table of faults, inside DuckDB.

The SELECT is compiled from the register's contract. Every line of the sheet ends in one of four classes:
accepted, quarantined, superseded (said twice) or non-data (titles, headers, blank lines, totals, footers).
"""

from dataclasses import dataclass

import duckdb

from pipelines.cleaning.rules import RULES, Invalid, masked
from pipelines.cleaning.typed import TEXT_KINDS, plain
from pipelines.cleaning.values import Setting, parse
from pipelines.problems import Problem, UnreadableFile
from pipelines.reading.headers import Match
from pipelines.reading.normalise import normalise
from pipelines.reading.sheets import FILLER, Sheet
from pipelines.registers.contract import AREA_LEVELS, Column, load_vocabulary
from pipelines.sql import literal, scalar
from pipelines.workspace import Delivery

_SPACES = " \t\u3000\u00a0"
_TOTAL = r"(^|\x1f)[^\x1f]{0,6}(合\s*计|小\s*计|总\s*计|共\s*计)[:：]?(\x1f|$)"
_SUBTOTAL = r"小\s*计"
_FOOTER = (
    r"^(填表人|填报人|填表单位|填报单位|填报日期|填表日期|制表人?|审核人?|审批人?|复核人?|负责人|单位负责人|分管领导|经办人|"
    r"联系人|联系电话|备注|说明|填表说明|注)\s*[:：]"
)
_VILLAGE_IN_PLACE = r"^(?:.{1,6}?(?:镇|乡|街道))?([^、,，;；]{1,10}?(?:村|社区))$"
_TOWNSHIP_IN_PLACE = r"^([^、,，;；]{1,6}?(?:镇|乡|街道))[^、,，;；]*$"
_SHORTEST_SUFFIXED_VILLAGE = r"(村|社区|居|居委会|村委会)$"


@dataclass(frozen=True)
class Account:
    """Where the rows of one sheet went. rows_read = accepted + quarantined + superseded + non_data."""

    rows_read: int
    accepted: int
    quarantined: int
    superseded: int
    non_data: int


class SheetCleaner:
    """Cleans one sheet in the connection given; leaves tables `typed` and `faults` for the caller to take.

    `typed` has the register's clean columns from `row` on, `faults` has (row, place, header, rule, reason_zh,
    reason_en, raw).
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, delivery: Delivery, sheet: Sheet, match: Match):
        self._db = connection
        self._delivery = delivery
        self._sheet = sheet
        self._match = match
        self._register = match.register
        self._mapped = [column for column in match.register.columns if column.name in match.columns]
        self._settings = {column.name: self._setting(column) for column in match.register.columns}

    def clean(self) -> Account:
        self._load_cells()
        self._fill_merged()
        self._keep_subtotals_that_are_the_data()
        self._shift_left()
        self._translate_unusual_values()
        self._find_faults()
        self._type_rows()
        superseded = self._settle_duplicates()
        count = scalar(self._db, "select count(*) from cells")
        data = scalar(self._db, "select count(*) from cells where class = 'data'")
        quarantined = scalar(self._db, "select count(distinct row) from faults")
        accepted = scalar(self._db, "select count(*) from typed")
        if accepted + quarantined + superseded != data:
            raise AssertionError(
                f"{self._delivery.name} {self._sheet.name}: {data} data rows, but {accepted} accepted, "
                f"{quarantined} quarantined and {superseded} superseded"
            )
        return Account(count, accepted, quarantined, superseded, count - data)

    # -- text -------------------------------------------------------------------------------------------------

    def _load_cells(self) -> None:
        """Table cells: row, class, line_hash, and a text column for each mapped column of the contract."""
        separator = f"chr({ord(self._sheet.separator)})"
        texts = [
            f"nullif(trim(v[{self._match.columns[column.name]}], '{_SPACES}'), '') as {column.name}"
            for column in self._mapped
        ]
        names = [column.name for column in self._mapped]
        width = max(len(row) for row in self._sheet.head()[: self._match.header_row])
        self._db.execute("drop table if exists cells")
        try:
            self._db.execute(
                f"""
                create temp table cells as
                with lines as (
                    select row_number() over () as row, coalesce(line, '') as line
                    from read_csv(?, columns = {{'line': 'VARCHAR'}}, delim = chr(2), quote = '', escape = '',
                                  header = false, auto_detect = false, strict_mode = false)
                ),
                split as (
                    select row, hash(line) as line_hash, string_split(line, {separator}) as v
                    from lines where line <> chr({ord(FILLER)})
                ),
                texts as (
                    select row, line_hash,
                        array_to_string(v[1:4], chr(31)) as start,
                        len(v) > {width} and trim(array_to_string(v[{width + 1}:], '')) <> '' as is_too_long,
                        {", ".join(texts)}
                    from split
                )
                select row, line_hash,
                    case
                        when row <= {self._match.header_row} then 'title'
                        when coalesce({", ".join(names)}, null) is null
                             and trim(start, '{_SPACES}\x1f') = '' then 'blank'
                        when regexp_matches(start, '{_TOTAL}')
                            then case when regexp_matches(start, '{_SUBTOTAL}') then 'subtotal' else 'total' end
                        when regexp_matches(ltrim(start, '{_SPACES}\x1f'), '{_FOOTER}') then 'footer'
                        when {self._is_header_again()} then 'header'
                        when coalesce({", ".join(names)}, null) is null then 'blank'
                        else 'data'
                    end as class,
                    is_too_long, {", ".join(names)}
                from texts
                """,
                [str(self._sheet.spool)],
            )
        except duckdb.Error as error:
            if "maximum line size" in str(error).lower() or "max_line_size" in str(error):
                raise UnreadableFile("holds a line of more than 2 MB; expected one row per line.") from None
            raise

    def _is_header_again(self) -> str:
        firsts = self._mapped[:2]
        return " and ".join(
            f"replace(coalesce({column.name}, ''), ' ', '') = {literal(self._match.labels[column.name])}"
            for column in firsts
        )

    def _fill_merged(self) -> None:
        """Carry down what a vertically merged cell says, and what the contract says is written only once."""
        areas = [
            (column.name, top, bottom)
            for column in self._mapped
            if column.kind not in ("money", "count", "ratio", "measure")
            for top, left, bottom, right in self._sheet.merged
            if left <= self._match.columns[column.name] <= right and self._match.header_row < top < bottom
        ]
        for name, top, bottom in areas:
            self._db.execute(
                f"""update cells set {name} = above.{name} from cells as above
                    where above.row = {top} and cells.row > {top} and cells.row <= {bottom} and cells.{name} is null"""
            )
        for column in self._mapped:
            if column.carry_down:
                self._db.execute(
                    f"""update cells set {column.name} = carried.value from (
                            select row, last_value({column.name} ignore nulls) over (order by row) as value
                            from cells where class = 'data') as carried
                        where cells.row = carried.row and cells.{column.name} is null"""
                )

    def _keep_subtotals_that_are_the_data(self) -> None:
        """Where amounts stand only in total rows, the lowest of those rows are the data."""
        money = [column.name for column in self._mapped if column.kind == "money"]
        if not money:
            return
        present = scalar(
            self._db,
            f"""select list(distinct class) from cells
                where class in ('data', 'subtotal', 'total') and coalesce({", ".join(money)}, null) is not null""",
        )
        if present and "data" not in present:
            lowest = "subtotal" if "subtotal" in present else "total"
            self._db.execute(f"update cells set class = 'data' where class = '{lowest}'")

    def _shift_left(self) -> None:
        shift = self._register.left_shift
        if shift and {shift.origin, shift.into} <= set(self._match.columns):
            self._db.execute(
                f"""update cells set {shift.into} = {shift.origin}, {shift.origin} = null
                    where class = 'data' and {shift.into} is null
                      and not regexp_matches({shift.origin}, '{_SHORTEST_SUFFIXED_VILLAGE}')"""
            )

    # -- values -----------------------------------------------------------------------------------------------

    def _setting(self, column: Column) -> Setting:
        header_unit = self._match.units.get(column.name)
        money_unit = None
        if column.kind == "money":
            money_unit = (
                header_unit or self._match.title_unit or column.unit or self._delivery.notes.money_unit
            )
        terms = {}
        if column.kind == "code":
            terms = {
                normalise(synonym): term for synonym, term in load_vocabulary(column.argument or "").items()
            }
        return Setting(money_unit, header_unit == "%", terms, self._delivery.area)

    def _plain(self, column: Column) -> str | None:
        setting = self._settings[column.name]
        return plain(column, f"cells.{column.name}", setting.money_unit, setting.is_percent)

    def _translate_unusual_values(self) -> None:
        """Table unusual_<column>(raw, value, rule, reason_zh, reason_en) for every spelling that is not plain."""
        self._unusual: set[str] = set()
        for column in self._mapped:
            if column.kind in TEXT_KINDS:
                continue
            form = self._plain(column)
            unusual = f"and ({form}) is null" if form else ""
            spellings = self._db.execute(
                f"select distinct {column.name} from cells where class = 'data' and {column.name} is not null {unusual}"
            ).fetchall()
            if not spellings:
                continue
            self._unusual.add(column.name)
            rows = [self._translated(column, spelling) for (spelling,) in spellings]
            self._db.execute(
                f"""create or replace temp table unusual_{column.name} as
                    select unnest($1) as raw, unnest($2) as value, unnest($3) as rule,
                           unnest($4) as reason_zh, unnest($5) as reason_en""",
                [list(values) for values in zip(*rows, strict=True)],
            )

    def _translated(self, column: Column, spelling: str) -> tuple[str | None, ...]:
        try:
            return spelling, parse(column, spelling, self._settings[column.name]), None, None, None
        except Invalid as fault:
            return spelling, None, fault.rule, fault.zh, fault.en

    def _find_faults(self) -> None:
        self._db.execute(
            """create or replace temp table faults (row bigint, place integer, header varchar, rule varchar,
                   reason_zh varchar, reason_en varchar, raw varchar)"""
        )
        for column in self._mapped:
            name, place = column.name, self._match.columns[column.name]
            header = literal(column.title)
            if name in self._unusual:
                broken = self._db.execute(
                    f"select raw, rule, reason_zh, reason_en from unusual_{name} where rule is not null"
                ).fetchall()
                for raw, rule, zh, en in broken:
                    shown = masked(raw) if column.is_private else raw
                    self._db.execute(
                        f"""insert into faults select row, {place}, {header}, ?, ?, ?, ? from cells
                            where class = 'data' and {name} = ?""",
                        [rule, zh, en, shown, raw],
                    )
            if column.required:
                blank = f"{name} is null"
                if name in self._unusual:
                    blank += (
                        f" or {name} in (select raw from unusual_{name} where value is null and rule is null)"
                    )
                zh, en = RULES["missing_value"]
                self._db.execute(
                    f"""insert into faults select row, {place}, {header}, 'missing_value', ?, ?, null from cells
                        where class = 'data' and ({blank})""",
                    [zh, en],
                )
        for rule, condition in (
            ("too_many_cells", "is_too_long"),
            ("undecodable_text", " or ".join(f"contains({c.name}, chr(65533))" for c in self._mapped)),
        ):
            zh, en = RULES[rule]
            self._db.execute(
                f"""insert into faults select row, null, null, '{rule}', ?, ?, null from cells
                    where class = 'data' and ({condition}) and row not in (select row from faults)""",
                [zh, en],
            )

    # -- rows -------------------------------------------------------------------------------------------------

    def _type_rows(self) -> None:
        """Table typed: row, line_hash and the register's columns, for data rows without a fault."""
        joins = "\n".join(
            f"left join unusual_{name} on cells.{name} = unusual_{name}.raw" for name in sorted(self._unusual)
        )
        canonical = ", ".join(
            f"{self._canonical(column)} as {column.name}" for column in self._register.columns
        )
        final = ", ".join(part for column in self._register.columns for part in self._final(column))
        self._db.execute(
            f"""
            create or replace temp table typed as
            with canonical as (
                select cells.row, line_hash, {canonical}
                from cells {joins}
                where class = 'data' and cells.row not in (select row from faults)
            )
            select row, line_hash, {final} from canonical
            """
        )

    def _canonical(self, column: Column) -> str:
        """SQL for the column's value in its canonical spelling, private values still in clear."""
        forms = []
        if column.name in self._match.columns:
            forms += [self._plain(column)]
            if column.name in self._unusual:
                forms += [f"unusual_{column.name}.value::{column.sql_type}"]
        if column.name in AREA_LEVELS and "place" in self._match.columns and column.name != "county":
            pattern = _VILLAGE_IN_PLACE if column.name == "village" else _TOWNSHIP_IN_PLACE
            forms += [f"nullif(regexp_extract(cells.place, '{pattern}', 1), '')"]
        forms += [f"{literal(default)}::{column.sql_type}" for default in self._defaults(column)]
        return (
            f"coalesce({', '.join(form for form in forms if form)}, null)"
            if any(forms)
            else f"null::{column.sql_type}"
        )

    def _defaults(self, column: Column) -> list[str]:
        """What the delivery's notes and the unit's own area say of a column that a row leaves open."""
        defaults = []
        noted = self._delivery.notes.defaults.get(column.name)
        if noted is not None:
            try:
                kept = column.kind in TEXT_KINDS
                value = str(noted) if kept else parse(column, str(noted), self._settings[column.name])
            except Invalid as fault:
                raise Problem(
                    f"{self._delivery.name}/delivery.yml: the default of {column.name} is {noted}: {fault.en}."
                ) from None
            defaults += [value] if value is not None else []
        if column.name in AREA_LEVELS and (own := self._delivery.area[column.name]):
            defaults.append(own)
        return defaults

    def _final(self, column: Column) -> list[str]:
        """SQL for the published columns that come from one column of the contract, private ones keyed or masked."""
        name = column.name
        if column.kind == "person_name":
            return [f"substr({name}, 1, 1) || '*' as {name}"]
        if column.kind == "person_id_number":
            prefix = name.removesuffix("person_id")
            is_number = f"regexp_full_match({name}, '\\d{{17}}[0-9X]') and not starts_with({name}, '999999')"
            return [
                f"keyed({name}) as {name}",
                f"case when {is_number} then if(substr({name}, 17, 1)::integer % 2 = 1, '男', '女') end as {prefix}id_sex",
                f"case when {is_number} then make_date(substr({name}, 7, 4)::integer, substr({name}, 11, 2)::integer, "
                f"substr({name}, 13, 2)::integer) end as {prefix}id_birth_on",
            ]
        if column.is_private:
            return [f"keyed({name}) as {name}"]
        return [name]

    def _settle_duplicates(self) -> int:
        """Set aside rows that the sheet says twice; quarantine rows that say different things of one key.

        Without a key only lines that are the same to the letter, serial number included, are one row.
        """
        key = ", ".join(self._register.key) or "line_hash"
        columns = ", ".join(
            name for name in self._register.published_columns if name not in _DELIVERY_COLUMNS
        )
        self._db.execute(
            f"""
            create or replace temp table repeated as
            with keys as (select {key} from typed group by {key} having count(*) > 1)
            select row, min(row) over same as first_row,
                   min(hash({columns})) over same = max(hash({columns})) over same as is_same
            from typed semi join keys on {_same("typed", "keys", key)}
            window same as (partition by {key})
            """
        )
        zh, en = RULES["conflicting_key"]
        titles = "、".join(self._register.by_name[name].title for name in self._register.key)
        self._db.execute(
            "insert into faults select row, null, ?, 'conflicting_key', ?, ?, null from repeated where not is_same",
            [titles, zh, en],
        )
        superseded = scalar(self._db, "select count(*) from repeated where is_same and row > first_row")
        self._db.execute(
            "delete from typed where row in (select row from repeated where not is_same or row > first_row)"
        )
        return superseded


_DELIVERY_COLUMNS = ("unit", "period", "as_of_on", "as_of_year", "file", "sheet", "row")


def _same(left: str, right: str, key: str) -> str:
    return " and ".join(f"{left}.{name} is not distinct from {right}.{name}" for name in key.split(", "))
