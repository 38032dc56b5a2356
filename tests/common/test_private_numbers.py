"""Numbers of persons are found however they are written, and nothing else is taken for one."""

import csv
import re
from pathlib import Path

import duckdb
import pytest

from pipelines.common.errors import UserError
from pipelines.common.private_numbers import (
    MAY_BE_PRIVATE,
    ShownNames,
    initials_only,
    without_private_numbers,
)
from pipelines.rules import Violation
from pipelines.rules.rule import filled
from pipelines.values.sql_casts import MACROS
from tests.support.small import id_number

RAW = Path(__file__).parents[2] / "data" / "raw"
ID = id_number(871)


def luhn_sum(number: str) -> int:
    doubled = [int(digit) for digit in number[-1::-2]] + [sum(divmod(2 * int(d), 10)) for d in number[-2::-2]]
    return sum(doubled)


def card(body: str) -> str:
    return next(body + digit for digit in "0123456789" if luhn_sum(body + digit) % 10 == 0)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (ID, "[证件号码]"),
        (f"欧阳{ID}电话15412345678卡{card('622848000000000000')}", "**[证件号码]电话[电话号码]卡[银行卡号]"),
        (f"{ID} 15412345678", "[证件号码] [电话号码]"),
        (f"郝璀璨{ID}15412345678村", "***[证件号码][电话号码]村"),
        (f"15412345678{ID}", "[电话号码][证件号码]"),
        (f"46000319700101003X{ID}甲", "[证件号码][证件号码]*"),
        (f"4600036501010121541234567815412345679{card('622848000000000000')}", "[证件号码][电话号码][电话号码][银行卡号]"),
        ("甲1541234567815412345679", "*[电话号码][电话号码]"),
        (f"{ID[:6]} {ID[6:14]} {ID[14:]}", "[证件号码]"),
        (f"{ID[:6]}-{ID[6:14]}-{ID[14:]}村", "[证件号码]村"),
        (ID.translate(str.maketrans("0123456789", "０１２３４５６７８９")), "[证件号码]"),
        ("460003650101012", "[证件号码]"),
        ("154-1234-5678", "[电话号码]"),
        ("154 1234 5678", "[电话号码]"),
        ("154.1234.5678", "[电话号码]"),
        ("154 12 34 56 78", "[电话号码]"),
        ("+8615412345678", "+86[电话号码]"),
        ("联系0739-7500160李", "联系[电话号码]*"),
        ("(0898)66221234", "([电话号码]"),
        (card("621700187000871"), "[银行卡号]"),
        (f"4 {card('622848000000000000')}", "4 [银行卡号]"),
        (" ".join(re.findall("....|...", card("622848000000000000"))), "[银行卡号]"),
        ("郝璀璨15412345678", "***[电话号码]"),
        ("2018 郝璀璨15412345678", "2018 ***[电话号码]"),
        ("花名册_郝璀璨_15412345678.xlsx", "花名册_***_[电话号码].xlsx"),
        ("镇政府郝璀璨:15412345678", "镇政府郝璀璨:[电话号码]"),  # more than a name has
        ("联系人郝璀璨电话15412345678,或王二", "联系人***电话[电话号码],或王二"),
        ("15412345678阿依古丽·买买提", "[电话号码]********"),
        ("合作社(电话15412345678)", "合作社(电话[电话号码])"),
    ],
)  # fmt: skip
def test_of_a_number_its_kind_is_shown(text: str, shown: str) -> None:
    assert without_private_numbers(text) == shown
    with duckdb.connect() as db:
        assert db.execute(f"select regexp_matches(?, '{MAY_BE_PRIVATE}')", [text]).fetchone() == (True,)


@pytest.mark.parametrize(
    "text",
    [
        "国办发〔2018〕24号",
        "2016-2017-2018-2019年项目",
        "15412345678元",
        "154亿元,15412345678.50",
        "0.15412345678",
        "户4690030010010012",
        "1541234567815412345679",  # a code of 22 digits
        "甲1541234567825412345679",
        "9" * 100_000,
        f"{ID[:17]}{'0' if ID[17] != '0' else '1'}",  # wrong check digit
        "9144000012345678901",
        "2018年第一批第二批",
        "",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert without_private_numbers(text) == text


def test_texts_of_the_sample_and_of_published_tables_stay() -> None:
    """Columns of names and words, of every ledger of the sample: of a thousand not one is taken for a number."""
    words = re.compile("村|项目|合作|企业|内容|单位|来源|批次|乡镇|备注")
    texts = set()
    for path in RAW.rglob("*.csv"):
        with path.open(encoding="utf-8-sig", errors="ignore", newline="") as lines:
            header, *rows = csv.reader(lines)
            columns = [number for number, title in enumerate(header) if words.search(title)]
            texts |= {row[number] for row in rows for number in columns if number < len(row)}
    assert len(texts) > 100
    assert {text for text in texts if without_private_numbers(text) != text} == set()


def test_messages_show_no_number() -> None:
    assert str(UserError(f"unit.yml: found ['{ID}'].")) == "unit.yml: found ['[证件号码]']."
    told = Violation("excel_error", {"found": f"#REF!{ID}"})
    assert ID not in told.zh + told.en
    assert (
        filled("{names}:{count}", {"names": (ID, "甲"), "count": 15412345678}, "、")
        == "[证件号码]、甲:15412345678"
    )


@pytest.mark.parametrize(
    ("number", "is_private"),
    [
        (ID, True),
        ("460003650101012", True),
        ("15412345678", True),
        (card("621700187000871"), True),
        ("4690030010010012", False),
        ("460003001001", False),
    ],
)
def test_a_household_number_may_be_a_persons(number: str, is_private: bool) -> None:
    with duckdb.connect() as db:
        for macro in MACROS:
            db.execute(macro)
        assert db.execute("select is_private_number(?)", [number]).fetchone() == (is_private,)


def test_of_words_the_first_characters_are_shown() -> None:
    assert initials_only("['郝璀璨'] 去年 2018-02-30 role A") == "['郝**'] 去* 2018-02-30 role A"


def test_names_that_are_shown_alike_are_numbered() -> None:
    shown = ShownNames()
    names = [f"甲{id_number(871)}.xlsx", f"甲{id_number(872)}.xlsx", f"甲{id_number(871)}.xlsx", "乙.xlsx"]
    assert [shown(name) for name in names] == [
        "*[证件号码].xlsx",
        "*[证件号码](2).xlsx",
        "*[证件号码].xlsx",
        "乙.xlsx",
    ]
