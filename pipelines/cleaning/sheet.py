"""One recognised sheet: spooled text → a table of typed rows and a table of faults, inside DuckDB.

The SELECT is compiled from the register's contract. Every line of the sheet ends in one of four classes:
accepted, quarantined, superseded (duplicate) or non-data (titles, headers, blank lines, totals, footers).
"""

import re
from dataclasses import dataclass
from functools import cache

import duckdb

from pipelines.cleaning.amendments import Amendments
from pipelines.cleaning.duplicates import resolve_duplicates
from pipelines.cleaning.row_classes import CONTINUED, ORDINAL, SPACES, has_identity, row_class_sql
from pipelines.cleaning.sql_casts import SqlCast, sql_cast
from pipelines.cleaning.totals import disagreements, summed
from pipelines.cleaning.values import EXCEL_EPOCH, MACINTOSH_EPOCH, MONEY_FACTORS, ParseContext, parse
from pipelines.common.errors import UserError
from pipelines.common.sql import literal, scalar
from pipelines.deliveries.delivery import Delivery
from pipelines.reading.headers import FEWEST_COLUMNS, Match, is_header
from pipelines.reading.normalise import normalise, simplified
from pipelines.reading.sheets import FILLER, Sheet
from pipelines.registers.contract import AMOUNTS, AREA_LEVELS, Column, load_vocabulary
from pipelines.rules import InvalidValue, Notice, UnreadableFile, Violation

_MASKED = "rpad(left(raw, if(len(raw) < 6, 1, 2)), len(raw)::integer, '*')"
_LIKE_A_NUMBER = "([0-9０-９] ?){9}"
"""Digits enough for a telephone, an ID number or an account, whichever column they stand in."""
_LIKE_A_NAME = r"\p{Han}{2,4}|\p{Han}+[·•]\p{Han}+"
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

    `typed` has the register's clean columns from `row` on, `faults` has (row, column_index, header, rule, reason_zh,
    reason_en, raw).
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        delivery: Delivery,
        sheet: Sheet,
        match: Match,
        amendments: Amendments,
        known_headers: frozenset[str],
    ):
        self.findings: list[Notice] = []
        self._amendments = amendments
        self._known_headers = known_headers
        self._db = connection
        self._delivery = delivery
        self._sheet = sheet
        self._match = match
        self._register = match.register
        self._mapped = match.mapped
        self._contexts = {column.name: self._parse_context(column) for column in match.register.columns}

    def clean(self) -> Account:
        self._load_cells()
        self.findings += self._amendments.apply_corrections(self._db, self._match)
        self._fill_merged()
        self._tell_headings_and_notes()
        self._note_rows_without_content()
        self._carry_down()
        self._keep_subtotals_that_are_the_data()
        self._shift_left()
        self._parse_irregular_values()
        self._find_second_table()
        self._name_places()
        self._find_faults()
        self.findings += self._amendments.apply_exemptions(self._db, self._match)
        if not self._second_table:  # whose totals are of its own rows
            self._compare_totals()
        self._type_rows()
        superseded = resolve_duplicates(self._db, "typed", self._register, self._match.columns)
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
        # Asked once for the row: trimming every cell costs more than all else that is done here.
        has_space = " or ".join(f"contains(line, chr({ord(space)}))" for space in SPACES)
        cells = {column.name: f"v[{self._match.columns[column.name]}]" for column in self._mapped}
        texts = [
            f"nullif(if(has_space, trim({cell}, '{SPACES}'), {cell}), '') as {name}"
            for name, cell in cells.items()
        ]
        serial = f"trim(v[{self._match.serial}], '{SPACES}')" if self._match.serial else "null"
        names = [column.name for column in self._mapped]
        head = self._sheet.head()[: self._match.header_row]
        width = max(len(row) for row in head)
        again = [self._sheet.separator.join(row) for row in head if any(cell.strip() for cell in row)]
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
                    select row, line, hash(line) as line_hash, string_split(line, {separator}) as v,
                        {has_space} as has_space
                    from lines where line <> chr({ord(FILLER)})
                ),
                texts as (
                    select row, line, line_hash, v,
                        if(contains(line, '续') or contains(line, '页'), regexp_replace(line, '{CONTINUED}', ''), line)
                            in ({", ".join(map(literal, again))}) as is_head_again,
                        if(len(v) > {width}, trim(array_to_string(v[{width + 1}:], '')) <> '', false) as is_too_long,
                        {", ".join(texts)}
                    from split
                )
                select row, line_hash,
                    {row_class_sql(self._match, self._sheet.separator)} as class,
                    is_too_long, {serial} as serial, false as stands_alone, {", ".join(names)}
                from texts
                """,
                [str(self._sheet.spool)],
            )
        except duckdb.Error as error:
            if "maximum line size" in str(error).lower() or "max_line_size" in str(error):
                raise UnreadableFile("giant_line") from None
            raise

    def _fill_merged(self) -> None:
        """Carry down what a vertically merged cell says."""
        header_row = self._match.header_row
        below = [area for area in self._sheet.merged if header_row < area[0] < area[2]]
        for column in self._mapped:
            column_index = self._match.columns[column.name]
            areas = [(top, bottom) for top, left, bottom, right in below if left <= column_index <= right]
            if areas and column.kind not in AMOUNTS:
                self._db.execute(
                    f"""update cells set {column.name} = above.{column.name}
                        from (select unnest($1) as top, unnest($2) as bottom) as area
                        join cells as above on above.row = area.top
                        where cells.row > area.top and cells.row <= area.bottom and cells.{column.name} is null""",
                    [list(bounds) for bounds in zip(*areas, strict=True)],
                )

    def _tell_headings_and_notes(self) -> None:
        """A row numbered 一 among others numbered 1 sums up those below it, and stands alone where the next is numbered
        二; what is said below a footer, cell by cell, is a note.
        """
        ordinals, footers = self._db.execute(
            f"""select count(*) filter (where class = 'data' and regexp_full_match(serial, '{ORDINAL}')),
                    count(*) filter (where class = 'footer') from cells"""
        ).fetchall()[0]
        if self._match.serial and ordinals:  # to look at the next row costs far more
            self._db.execute(
                f"""with data as (
                    select row, serial, lead(coalesce(serial, '')) over (order by row) as following
                    from cells where class = 'data'
                ),
                numbered as (
                    select row, following is null or regexp_full_match(following, '{ORDINAL}')
                        and not (starts_with(translate(following, '（', '('), '(一') and not regexp_matches(serial, '^[(（]'))
                        as is_alone
                    from data
                    where regexp_full_match(serial, '{ORDINAL}')
                        and exists (from data where regexp_full_match(serial, '[0-9]+'))
                )
                update cells set stands_alone = is_alone, class = if(is_alone, 'data', 'subtotal') from numbered
                where cells.row = numbered.row and not ({has_identity(self._match)})"""
            )
        if footers:
            said = " + ".join(f"({column.name} is not null)::integer" for column in self._mapped)
            self._db.execute(
                f"""with below as (
                        select row, {said} as said from cells
                        where class = 'data' and row > (select min(row) from cells where class = 'footer')
                    )
                    update cells set class = 'footer' from below
                    where cells.row = below.row
                        and below.row > coalesce((select max(row) from below where said > 1), 0)"""
            )

    def _note_rows_without_content(self) -> None:
        """Table without_content(row, rule, reason_zh, reason_en): rows that say nothing but places, where those are not what
        the rows are about, or nothing but amounts."""
        are_places = self._register.key and {*self._register.key} <= {*AREA_LEVELS}
        content = [c.name for c in self._mapped if c.name not in AREA_LEVELS and not are_places]
        words = [c.name for c in self._mapped if c.kind not in AMOUNTS]
        found = [
            f"""select row, {", ".join(map(literal, (rule, *Violation(rule).sentences)))}
                from cells where class = 'data' and coalesce({", ".join(names)}, null) is null"""
            for names, rule in ((content, "only_places"), (words, "only_amounts"))
            if names
        ]
        nothing = "select null::bigint, null::varchar, null::varchar, null::varchar where false"
        self._db.execute(
            "create or replace temp table without_content (row, rule, reason_zh, reason_en) as "
            + (" union all ".join(found) or nothing)
        )

    def _carry_down(self) -> None:
        """Carry down what the contract says is written only once."""
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
            others = [c.name for c in self._mapped if c.name not in (shift.origin, shift.into)]
            self._db.execute(
                f"""update cells set {shift.into} = {shift.origin}, {shift.origin} = null
                    where class = 'data' and {shift.into} is null
                      and coalesce({", ".join(others)}, null) is not null
                      and not regexp_matches({shift.origin}, '{_SHORTEST_SUFFIXED_VILLAGE}')"""
            )

    # -- values -----------------------------------------------------------------------------------------------

    def _parse_context(self, column: Column) -> ParseContext:
        header_unit = self._match.units.get(column.name)
        money_unit = None
        if column.kind == "money":
            stated = header_unit if header_unit in MONEY_FACTORS else None
            money_unit = stated or self._match.title_unit or column.unit or self._delivery.notes.money_unit
        terms = _terms(column.argument or "") if column.kind == "code" else {}
        divisor = {"%": 100, "‰": 1000}.get(header_unit or "", 1)
        epoch = MACINTOSH_EPOCH if self._sheet.counts_from_1904 else EXCEL_EPOCH
        return ParseContext(money_unit, divisor, terms, self._delivery.area, epoch)

    def _sql_cast(self, column: Column) -> SqlCast | None:
        return sql_cast(column, f"cells.{column.name}", self._contexts[column.name])

    def _value(self, column: Column, *, is_data: bool) -> str:
        """SQL for the value of a cell, in a query that joins the table of the column's irregular spellings.

        In a data row what is not irregular is regular; a spelling of another row was not looked at and may be neither.
        """
        form = self._sql_cast(column)
        irregular = (
            f"parsed_{column.name}.value::{column.sql_type}" if column.name in self._irregular else None
        )
        if form and irregular and is_data:
            return f"if(parsed_{column.name}.raw is null, {form.value}, {irregular})"
        forms = [form.value if is_data else form.value_or_null] if form else []
        forms += [irregular] if irregular else []
        return f"coalesce({', '.join([*forms, f'null::{column.sql_type}'])})"

    def _parse_irregular_values(self) -> None:
        """Table parsed_<column>(raw, value, rule, reason_zh, reason_en) for every irregular spelling."""
        self._irregular: set[str] = set()
        self._broken: dict[str, list[str]] = {}
        for column, spellings in self._irregular_spellings().items():
            self._irregular.add(column.name)
            rows = [self._parsed(column, spelling) for spelling in spellings]
            if broken := [spelling for spelling, _, rule, *_ in rows if rule]:
                self._broken[column.name] = broken
            self._db.execute(
                f"""create or replace temp table parsed_{column.name} as
                    select unnest($1) as raw, unnest($2::varchar[]) as value, unnest($3::varchar[]) as rule,
                           unnest($4::varchar[]) as reason_zh, unnest($5::varchar[]) as reason_en""",
                [list(values) for values in zip(*rows, strict=True)],
            )

    def _find_second_table(self) -> None:
        """Where another header stands below the first: rows from there on are of another table.

        A header that says the same in other spellings is only the first one said again.
        """
        self._second_table: int | None = None
        suspects = {
            name: headers
            for name, spellings in self._broken.items()
            if (headers := [raw for raw in spellings if is_header(raw, self._known_headers)])
        }
        if not suspects:
            return
        found = " or ".join(f"{name} in ({', '.join(map(literal, raws))})" for name, raws in suspects.items())
        rows = {
            row
            for (row,) in self._db.execute(
                f"select row from cells where class = 'data' and ({found})"
            ).fetchall()
        }
        with self._sheet.spool.open(encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, start=1):
                if number not in rows:
                    continue
                cells = [cell.strip() for cell in line.rstrip("\n").split(self._sheet.separator)]
                if sum(is_header(cell, self._known_headers) for cell in cells) < FEWEST_COLUMNS:
                    continue
                if not self._says_the_same(cells):
                    self._second_table = number
                    return
                self._db.execute("update cells set class = 'header' where row = ?", [number])

    def _says_the_same(self, cells: list[str]) -> bool:
        indices = self._match.columns
        return all(
            len(cells) >= indices[name] and normalise(cells[indices[name] - 1]) == normalise(header)
            for name, header in self._match.headers.items()
        )

    def _irregular_spellings(self) -> dict[Column, list[str]]:
        """Column → its irregular spellings, for the columns that have any: one query over the rows tells which."""
        irregular = {}
        for column in self._mapped:
            form = self._sql_cast(column)
            irregular[column] = f"{column.name} is not null" + (f" and not ({form.test})" if form else "")
        [has] = self._db.execute(
            f"select {', '.join(f'bool_or({is_one})' for is_one in irregular.values())} from cells where class = 'data'"
        ).fetchall()
        found = {}
        for (column, is_one), has_any in zip(irregular.items(), has, strict=True):
            if has_any:
                spellings = self._db.execute(
                    f"select distinct {column.name} from cells where class = 'data' and {is_one}"
                )
                found[column] = [spelling for (spelling,) in spellings.fetchall()]
        return found

    def _name_places(self) -> None:
        """Table named_places(raw, township, village): what a place as written says of the area, where it says one."""
        if "place" not in self._match.columns:
            return
        places = self._db.execute("select distinct place from cells where place is not null").fetchall()
        named = [
            (
                raw,
                self._named(raw, "township", _TOWNSHIP_IN_PLACE),
                self._named(raw, "village", _VILLAGE_IN_PLACE),
            )
            for (raw,) in places
        ]
        self._db.execute(
            """create or replace temp table named_places as
               select unnest($1::varchar[]) as raw, unnest($2::varchar[]) as township, unnest($3::varchar[]) as village""",
            [list(values) for values in zip(*named, strict=True)] or [[], [], []],
        )

    def _named(self, place: str, level: str, pattern: str) -> str | None:
        match = re.match(pattern, simplified(place))
        try:
            return match and parse(self._register.by_name[level], match[1], self._contexts[level])
        except InvalidValue:
            return None

    def _parsed(
        self, column: Column, spelling: str
    ) -> tuple[str, str | None, str | None, str | None, str | None]:
        try:
            return spelling, parse(column, spelling, self._contexts[column.name]), None, None, None
        except InvalidValue as fault:
            return spelling, None, fault.violation.rule, *fault.violation.sentences

    def _find_faults(self) -> None:
        self._db.execute(
            """create or replace temp table faults (row bigint, column_index integer, header varchar, rule varchar,
                   reason_zh varchar, reason_en varchar, raw varchar)"""
        )
        for column in self._mapped:
            name, column_index = column.name, self._match.columns[column.name]
            header = literal(column.title)
            if name in self._broken:
                # Of words behind a number that are no unit the reason says nothing: they may be a name.
                is_private = (
                    "true"
                    if column.is_private
                    else f"regexp_matches(raw, '{_LIKE_A_NUMBER}') or reason_zh = {literal(Violation('wrong_unit').zh)}"
                )
                self._db.execute(
                    f"""insert into faults
                        select row, {column_index}, {header}, rule, reason_zh, reason_en, if({is_private}, {_MASKED}, raw)
                        from cells join parsed_{name} on cells.{name} = raw
                        where class = 'data' and rule is not null"""
                )
            if column.required:
                blank = f"{name} is null"
                if name in self._irregular:
                    blank += (
                        f" or {name} in (select raw from parsed_{name} where value is null and rule is null)"
                    )
                zh, en = Violation("missing_value").sentences
                self._db.execute(
                    f"""insert into faults select row, {column_index}, {header}, 'missing_value', ?, ?, null from cells
                        where class = 'data' and ({blank})""",
                    [zh, en],
                )
        # where no ID number stands in its column, a name may stand in another's
        self._db.execute(
            f"""update faults set raw = {_MASKED} where regexp_full_match(raw, '{_LIKE_A_NAME}')
                and row in (select row from faults where rule = 'malformed_id_number')"""
        )
        zh, en = Violation("too_many_cells").sentences
        # what else is wrong with such a row comes of its cells not standing where they belong
        self._db.execute("delete from faults where row in (select row from cells where is_too_long)")
        self._db.execute(
            """insert into faults select row, null, null, 'too_many_cells', ?, ?, null from cells
               where class = 'data' and is_too_long""",
            [zh, en],
        )

        if self._second_table:
            self._db.execute("delete from faults where row >= ?", [self._second_table])
            where = Violation("second_table", {"row": self._second_table}).sentences
            self._db.execute(
                """insert into faults select row, null, null, 'second_table', ?, ?, null from cells
                   where class = 'data' and row >= ?""",
                [*where, self._second_table],
            )
        self._db.execute(
            """insert into faults select row, null, null, rule, reason_zh, reason_en, null
               from without_content join cells using (row)
               where class = 'data' and row not in (select row from faults)"""
        )

    def _compare_totals(self) -> None:
        columns = {
            column: self._value(column, is_data=False) for column in summed(self._register, self._mapped)
        }
        self.findings += disagreements(self._db, columns, self._contexts)

    # -- rows -------------------------------------------------------------------------------------------------

    def _type_rows(self) -> None:
        """Table typed: row, line_key and the register's columns, for data rows without a fault."""
        joins = "\n".join(
            f"left join parsed_{name} on cells.{name} = parsed_{name}.raw" for name in sorted(self._irregular)
        )
        if "place" in self._match.columns:
            joins += "\nleft join named_places on cells.place = named_places.raw"
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
            select row, {self._line_key()} as line_key, {final} from canonical
            """
        )

    def _line_key(self) -> str:
        """SQL for what tells a row from others where the key of its register does not; null where it does."""
        if not self._register.key:
            return "line_hash::varchar"
        if not self._register.known_by:
            return "null"
        numbers = [column.name for column in self._register.columns if column.kind == "person_id_number"]
        otherwise = ", ".join([*(f"keyed({name})" for name in numbers), "line_hash::varchar"])
        return f"if(coalesce({', '.join(self._register.known_by)}) is null, coalesce({otherwise}), null)"

    def _canonical(self, column: Column) -> str:
        """SQL for the column's value in its canonical spelling, private values still in clear."""
        forms = []
        if column.name in self._match.columns:
            forms += [self._value(column, is_data=True)]
        if column.name in AREA_LEVELS and "place" in self._match.columns and column.name != "county":
            forms += [f"named_places.{column.name}"]
        forms += [f"{literal(default)}::{column.sql_type}" for default in self._defaults(column)]
        return f"coalesce({', '.join(forms)}, null)" if forms else f"null::{column.sql_type}"

    def _defaults(self, column: Column) -> list[str]:
        """What the delivery's notes and the unit's own area say of a column that a row leaves open."""
        defaults = []
        noted = self._delivery.notes.defaults.get(column.name)
        if noted is not None:
            try:
                value = parse(column, str(noted), self._contexts[column.name])
            except InvalidValue as fault:
                raise UserError(
                    f"{self._delivery.name}/delivery.yml: the default of {column.name} is {noted}: {fault.violation.en}."
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
            is_number = f"len({name}) = 18 and not starts_with({name}, '999999')"
            return [
                f"keyed({name}) as {name}",
                f"case when {is_number} then if(substr({name}, 17, 1)::integer % 2 = 1, '男', '女') end as {prefix}id_sex",
                f"case when {is_number} then make_date(substr({name}, 7, 4)::integer, substr({name}, 11, 2)::integer, "
                f"substr({name}, 13, 2)::integer) end as {prefix}id_birth_on",
            ]
        if column.is_private:
            return [f"keyed({name}) as {name}"]
        return [name]


@cache
def _terms(vocabulary: str) -> dict[str, str]:
    """Synonym, as it is compared, → term."""
    return {normalise(synonym): term for synonym, term in load_vocabulary(vocabulary).items()}
