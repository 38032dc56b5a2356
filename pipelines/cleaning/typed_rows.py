"""Step: turn rows of data without a fault into typed rows of the register, private values keyed or masked."""

from collections.abc import Mapping

from pipelines.cleaning.faults import may_be_open
from pipelines.cleaning.monthly import paid_sql
from pipelines.cleaning.parsing import Irregular, value_sql
from pipelines.cleaning.parts import paid_sum_sql
from pipelines.cleaning.source import SheetSource
from pipelines.cleaning.stated_units import unit_in_cell
from pipelines.cleaning.worded import worded_sql, words_of
from pipelines.common.sql import literal
from pipelines.deliveries.notes import ELLIPSIS
from pipelines.reading.levels import part_of
from pipelines.reading.vocabularies import terms_of_code
from pipelines.registers.areas import AREA_LEVELS
from pipelines.registers.columns import Column
from pipelines.registers.contract import Register
from pipelines.rules import InvalidValue, UnreadableFile
from pipelines.values.parse import parse
from pipelines.values.taken_back import RETURNED, UNPAID

_ROUND = (
    r"第?[一二三四五六七八九十\d]+[批次期轮]|首[批次期]|追加|增资|[一二三四1-4]季度?|[上下]半年|\d{1,2}月"
)
"""What a remark says of the round of a payment."""


def type_rows(
    source: SheetSource,
    cells: str,
    irregular: Irregular,
    places: str | None,
    years: str | None,
    faults: str,
    taken_back: str | None,
    above: Mapping[str, str],
) -> str:
    """Cells, parsed_<column>, named_places, row_years, faults and taken_back → typed_rows: row, line_key and the register's
    columns. `above` has by column the table (row, value) of what stands above rows."""
    joins = irregular.joins
    if places:
        joins += f"\nleft join {places} as named_places on cells.place = named_places.raw"
    if years:
        joins += f"\nleft join {years} as row_years on cells.row = row_years.row"
    of_rows = {}
    for name, table in above.items():
        joins += f"\nleft join {table} on cells.row = {table}.row"
        of_rows[name] = f"{table}.value"
    if years:
        of_rows |= {one.name: "row_years.year" for one in source.register.columns if one.is_period_year}
    columns = source.register.columns
    values = {column.name: _canonical(source, irregular, column, of_rows) for column in columns}
    canonical = ", ".join(
        f"{_unless_taken_back(source, irregular, taken_back, column, values[column.name] or f'null::{column.sql_type}')} "
        f"as {column.name}"
        for column in columns
    )
    final = ", ".join(
        part for column in columns for part in _final(column, is_stated=bool(values[column.name]))
    )
    return source.make(
        "typed_rows",
        f"""with canonical as (
            select cells.row, line_hash, remark, {canonical}
            from {cells} as cells {joins}
            where class = 'data' and cells.row not in (select row from {faults} where level = 'row')
        )
        select row, {_line_key(source.register)} as line_key, {final} from canonical""",
    )


def _unless_taken_back(
    source: SheetSource, irregular: Irregular, taken_back: str | None, column: Column, value: str
) -> str:
    """SQL for the value, or NULL where a remark takes the amount back: 0 where nothing was paid for certain, beside what the
    row states was due, or nothing was kept of what any remark takes back."""
    if column.kind != "money":
        return value
    if taken_back:
        rows = f"select row from {taken_back} where name = '{part_of(column.name)}'"
        value = f"if(cells.row in ({rows}), null, {value})"
    if column.name not in source.match.columns or not (column.open_beside or column.heeds_remark == "any"):
        return value
    unpaid = (
        [f"cells.row in (select row from {taken_back} where name = '{column.name}' and is_unpaid)"]
        if taken_back
        else []
    )
    if column.name in irregular.columns:
        certain = UNPAID if column.open_beside else f"{UNPAID}|{RETURNED}"
        words = f"regexp_matches(cells.{column.name}, '{certain}')"
        unpaid += [f"(parsed_{column.name}.rule = 'amount_taken_back' and {words})"]
    if not unpaid:
        return value
    is_due = may_be_open(source, irregular, column) if column.open_beside else "true"
    return f"if(({' or '.join(unpaid)}) and {is_due}, 0, {value})"


def _line_key(register: Register) -> str:
    """SQL for what distinguishes a row from others where the key of its register does not; null where it does.

    Money that was paid in rounds, as its remarks say, is of as many rows; remarks on a person make no two of one.
    """
    if not register.key:
        return "line_hash::varchar"
    parts = []
    if register.identifying_columns:
        numbers = [column.name for column in register.columns if column.kind == "person_id_number"]
        otherwise = ", ".join([*(f"keyed({name})" for name in numbers), "line_hash::varchar"])
        parts.append(
            f"if(coalesce({', '.join(register.identifying_columns)}) is null, coalesce({otherwise}), null)"
        )
    if not register.is_roll and any(column.kind == "money" for column in register.columns):
        parts.append(f"nullif(regexp_extract(remark, '{_ROUND}'), '')")
    return f"nullif(concat_ws(' ', {', '.join(parts)}), '')" if parts else "null"


def _canonical(
    source: SheetSource, irregular: Irregular, column: Column, of_rows: Mapping[str, str]
) -> str | None:
    """SQL for the column's value in its canonical spelling, private values still in clear, or None where nothing states it;
    `of_rows` are the columns that what stands above a row may state."""
    if column.name == source.register.weight:
        size = source.grain.size if source.grain else None
        return value_sql(source, irregular, source.register.by_name[size], is_data=True) if size else "1"
    forms = [unit_in_cell(column)] if column.unit_of in source.match.columns else []
    parts = next((one for one in source.match.parts if one.column == column.name and one.terms), None)
    if column.name in source.match.columns and not (parts and parts.whole is None):
        forms += [paid_sql(source, irregular, column)]
        if column.otherwise and column.name in irregular.invalid:
            forms += [f"if(parsed_{column.name}.rule is not null, {literal(column.otherwise)}, null)"]
    if column.stands_in in source.match.columns:
        number = source.register.by_name[column.stands_in or ""]
        # as the national system marks a person without an ID number
        forms += [f"'999999' || ({value_sql(source, irregular, number, is_data=True)})"]
    if parts:
        forms += [paid_sum_sql(source, irregular, parts)]
    if column.name in AREA_LEVELS and "place" in source.match.columns and column.name != "county":
        forms += [f"named_places.{column.name}"]
    if column.name in of_rows:
        forms += [of_rows[column.name]]
    forms += [f"{literal(default)}::{column.sql_type}" for default in _defaults(source, column)]
    if column.unit_of in source.match.units:
        forms += [literal(source.match.units[column.unit_of or ""])]
    if words := words_of(source, column):
        forms += [worded_sql(source, column, value_sql(source, irregular, words, is_data=True))]
    if source.grain and column.name in source.grain.implies:
        forms += [literal(source.grain.implies[column.name])]
    if column.name == "township" and "place" in source.match.columns and forms:
        return f"if(coalesce(named_places.is_wider, false), null, coalesce({', '.join(forms)}, null))"
    return f"coalesce({', '.join(forms)}, null)" if forms else None


def _defaults(source: SheetSource, column: Column) -> list[str]:
    """The value that the delivery's notes or the unit's own area give a column that a row leaves open."""
    defaults = []
    delivery = source.delivery
    noted = source.defaults.get(column.name)
    if noted is not None:
        try:
            if str(noted).strip() in (ELLIPSIS, "..."):
                raise InvalidValue(
                    "ellipsis_value", options=tuple(dict.fromkeys(terms_of_code(column).values()))
                )
            value = parse(column, str(noted), source.contexts[column.name])
        except InvalidValue as fault:
            zh, en = fault.violation.sentences
            raise UnreadableFile(
                "invalid_default",
                name=column.name,
                title=column.title,
                found=noted,
                problem_zh=zh,
                problem=en,
            ) from None
        defaults += [value] if value is not None else []
    elif column in source.register.year_columns and source.year:
        defaults.append(str(source.year))
    if column.name in AREA_LEVELS and (own := delivery.area[column.name]):
        defaults.append(own)
    return defaults


def _final(column: Column, *, is_stated: bool) -> list[str]:
    """SQL for the published columns that come from one column of the contract, private ones keyed or masked. Of what no row
    states there is nothing to key, which takes longer to prepare than most sheets to read."""
    name = column.name
    coded = f"keyed({name}) as {name}" if is_stated else name
    if column.kind == "person_name":
        return [f"substr({name}, 1, 1) || '*' as {name}"]
    if column.kind == "person_id_number":
        prefix = name.removesuffix("person_id")
        is_number = f"len({name}) = 18 and not starts_with({name}, '999999')"
        return [
            coded,
            f"case when {is_number} then if(substr({name}, 17, 1)::integer % 2 = 1, '男', '女') end as {prefix}id_sex",
            (
                f"case when {is_number} then make_date(substr({name}, 7, 4)::integer, substr({name}, 11, 2)::integer, "
                f"substr({name}, 13, 2)::integer) end as {prefix}id_birth_on"
            ),
        ]
    if column.kind == "household_id" and is_stated:
        of_place = f"if(is_local_number({name}), concat_ws('/', township, village, {name}), {name})"
        return [f"if(is_private_number({name}), keyed({name}), {of_place}) as {name}"]
    return [coded if column.is_private else name]
