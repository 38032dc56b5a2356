"""One column of a register: what its values are, and every header it is known by."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

SQL_TYPES = {
    "money": "DECIMAL(18,2)",
    "count": "BIGINT",
    "ratio": "DOUBLE",
    "measure": "DECIMAL(24,6)",
    "year": "INTEGER",
    "month": "DATE",
    "date": "DATE",
    "flag": "BOOLEAN",
    "code": "VARCHAR",
    "area": "VARCHAR",
    "place": "VARCHAR",
    "household_id": "VARCHAR",
    "person_id_number": "VARCHAR",
    "person_name": "VARCHAR",
    "phone": "VARCHAR",
    "bank_account": "VARCHAR",
    "text": "VARCHAR",
}
"""Semantic types and what each becomes in DuckDB. Money is yuan, a ratio a fraction, a month its first day."""

PRIVATE_TYPES = {"person_id_number", "person_name", "phone", "bank_account"}
AMOUNTS = {"money", "count", "ratio", "measure"}


def _known_type(text: str) -> str:
    if not re.fullmatch(rf"({'|'.join(SQL_TYPES)})(\(\w+\))?", text):
        raise ValueError(f"type {text!r} is not one of {', '.join(SQL_TYPES)}")
    return text


class ToldBy(BaseModel):
    """The column whose values imply the `term` of a code."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str
    term: str


class Column(BaseModel):
    """One column of a register: its canonical name, semantic type, and every header it is known by.

    `fallback_headers` name it only where a sheet has none of its headers: 总投资 beside 计划资金 is more than the latter.
    A row may leave a `required` column open that is `open_beside` one that it states: what was due and not paid counts, and
    so does an issue of unknown status.
    `digits` lists how many digits a number of this kind may have, where that is known. `is_per_unit` marks money
    as an amount for each household, person or mu, as its unit may do too (元/户); with `is_period_year` a sheet without
    the column may state the year in its title or name. A fact `per` household is of all of its rows, of which one may state
    it. Money that `heeds_remark` does not count where its row's remark takes it back: by `any` such words, or by words on
    the `whole`, where remarks may be about the rest (质保金未付), or only by words that it was `returned`. Where a row states
    several amounts, a remark is of the one that it names (`remark_names`: 股金, 分红), or else of the one that is come by as
    the remark says (`remark_acts`: capital is placed, a dividend paid out). Without an `essential`
    cell a row cannot count; a fault in another cell empties that cell alone. With `many` a cell may have several terms, of
    which the first is the main one. `otherwise` is the term that a cell with an unknown one counts under. A text's `blanks` are
    words that leave a cell open, beside those that leave any open (待核查). Where a sheet lacks a column `of_head`, it is
    formed from that column in the row of the household's head, which comes before those of the members.
    Amounts of rows with another term than `done` in a column are not what was paid.
    A date that is `of_month` may be stated by its month alone, of which it is the first or the last day: the bound of a time,
    or a date of which figures need the year alone. Where one cell states a time from day to day, it is the bound that it is
    of; the last day names the first one of its time in `since`, and the `headers_of_time` below which both may stand.
    A code that is `told_by` another column, where a sheet lacks its own, has the `term` in rows with a value there, and its other
    terms stand there instead of a value (脱贫年度: 2019 or 未脱贫). A cell of a code that `is_dated` may have a date beside its
    term, which is then the value of the column that tells it, where a sheet lacks that one (脱贫情况: 2019年已脱贫); a flag that
    `is_dated` is answered by a day, too (入住时间: 2018年12月, or 未入住).
    A flag `by_words` is what the title answers by the flag's own verb (风险未消除), where a sheet lacks the column.
    A code `by_words` is the one term whose words a cell contains (2018年春季雨露计划), and where a sheet lacks the column, the
    one that the header of an amount, the title or a name contains; `of cells`, where a title names who sends the list
    (东镇人民政府) in the same words, only the former.
    A code `by_place` is told by the narrowest of the unit's own places that a cell names (某市某县: 县内). `headers_of_parts`
    head columns of which several together are its one text: 务工所在省, 务工所在市.
    The term of a code `by_headings` stands in a numbered heading above its rows, where these do not state one.
    `headers_beside` are headers that name the column only where the sheet has one of those that it may stand `beside`:
    分配金额 by itself may be the plan, beside the plan not. `headers_titled` name it only below a title, or on a sheet, that
    has one of the words `titled`, and none that another column is titled by. `stage_words` name it in any header of money
    that has no other word of its own (本年下达资金). An area that `may_be_wider` keeps a row that names several
    places, or a kind of them, at the level above. A text that `is_name` of an organisation is one name
    with spaces in it and in traditional characters. Where a member of a household has no ID number, the number in the column
    that `stands_in` identifies the person. `example` is a made-up value, which templates show where the
    type does not say what one looks like.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    type: Annotated[str, AfterValidator(_known_type)]
    title: str
    description: str
    headers: tuple[str, ...] = ()
    fallback_headers: tuple[str, ...] = ()
    headers_beside: tuple[str, ...] = ()
    headers_of_parts: tuple[str, ...] = ()
    by_place: bool = False
    beside: tuple[str, ...] = ()
    headers_titled: tuple[str, ...] = ()
    titled: tuple[str, ...] = ()
    stage_words: tuple[str, ...] = ()
    required: bool = False
    open_beside: str | None = None
    unit: Literal["元", "万元"] | None = None
    pii: Literal["identifier"] | None = None
    digits: tuple[Annotated[int, Field(ge=1)], ...] = ()
    carry_down: bool = False
    is_per_unit: bool = False
    is_name: bool = False
    per: Literal["household"] | None = None
    heeds_remark: Literal["any", "whole", "returned"] | None = None
    remark_names: tuple[str, ...] = ()
    remark_acts: tuple[str, ...] = ()
    is_period_year: bool = False
    essential: bool = False
    many: bool = False
    is_dated: bool = False
    worded_in: str | None = None
    by_words: bool | Literal["of cells"] = False
    by_headings: bool = False
    otherwise: str | None = None
    blanks: tuple[str, ...] = ()
    done: str | None = None
    may_be_wider: bool = False
    stands_in: str | None = None
    of_head: str | None = None
    told_by: ToldBy | None = None
    of_month: Literal["first", "last"] | None = None
    since: str | None = None
    headers_of_time: tuple[str, ...] = ()
    unit_of: str | None = None
    example: str | None = None

    @property
    def kind(self) -> str:
        """The semantic type without its argument."""
        return self.type.partition("(")[0]

    @property
    def argument(self) -> str | None:
        """The type's argument in brackets: the vocabulary of a code, or of what says yes or no, the unit of a measure."""
        return self.type.partition("(")[2].rstrip(")") or None

    @property
    def sql_type(self) -> str:
        return SQL_TYPES[self.kind]

    @property
    def is_private(self) -> bool:
        return self.kind in PRIVATE_TYPES or self.pii is not None
