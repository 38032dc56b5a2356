"""What is shown of a faulty cell: its kind of fault, and nothing of anybody."""

import pytest

from pipelines.registers.columns import Column
from pipelines.values.masking import masked


def column(kind: str, name: str = "x") -> Column:
    return Column(name=name, type=kind, title="列", description="A column.")


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("person_id_number", "46900319500101204", "#17"),
        ("person_id_number", "469003********204X", "#18"),
        ("person_id_number", "王甲一", "王*"),
        ("phone", "154-1234-5678", "#11"),
        ("phone", "15412345678(王甲一)", "#11(王*)"),
        ("bank_account", "6228 4800 0000 0000 003", "#19"),
        ("household_id", "4690****0001", "#12"),
        ("person_name", "买买提·依明", "买*·依*"),
    ],
)
def test_of_a_name_the_surname_and_of_a_number_its_digits_are_counted(kind, text, shown):
    assert masked(text, column(kind)) == shown


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("money", "约500", "约500"),
        ("money", "500余元", "500余元"),
        ("money", "1000-5000", "1000-5000"),
        ("money", "5王甲一", "5***"),
        ("count", "400张", "400张"),
        ("count", "400 张", "400 *"),
        ("money", "300(李明代领)", "300(****)"),
        ("money", "15412345678", "#11"),
        ("year", "2018年底", "2018年底"),
        ("count", "3户12人", "3户12人"),
        ("date", "0739-7500160", "#11"),
        ("flag", "张三有", "***"),
    ],
)
def test_among_numbers_only_words_of_numbers_are_shown(kind, text, shown):
    assert masked(text, column(kind)) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("王芳之妻", "***妻"),
        ("户主王芳", "户主**"),
        ("买买提.吐尔逊之子", "***.***之子"),
        ("邻居", "**"),
        ("李 明", "* *"),
        ("154-1234-5678", "#11"),
    ],
)
def test_among_terms_only_words_of_the_vocabulary_are_shown(text, shown):
    assert masked(text, column("code(relations)"), ["户主", "妻", "之子", "子"]) == shown


@pytest.mark.parametrize("kind", ["code(relations)", "flag", "date"])
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("整户新增", "整户新增"),
        ("已完成并长期坚持", "已完成并长期坚持"),
        ("正在整改(完成80%)", "正在整改(完成80%)"),
        ("安小明", "***"),
        ("文明", "**"),
        ("新增 王小明", "** ***"),
        ("王 小明", "* **"),
    ],
)
def test_words_that_no_name_is_written_with_are_shown(kind, text, shown):
    assert masked(text, column(kind)) == shown


def test_where_no_persons_are_listed_words_are_shown_unless_they_look_like_a_name():
    assert masked("火星级", column("code(fund_level)"), ["中央"], holds_persons=False) == "火星级"
    assert masked("张三", column("code(fund_level)"), ["中央"], holds_persons=False) == "张*"
    assert masked("李雷13888881882", column("code(fund_level)"), ["中央"], holds_persons=False) == "李*#11"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("薛宅村、长老村", "薛宅村、长老村"),
        ("薛宅村(王芳家)", "薛宅村(***)"),
        ("xx村", "xx村"),
        ("王甲一", "***"),
    ],
)
def test_names_of_places_are_shown(text, shown):
    assert masked(text, column("area", "village")) == shown


def test_of_a_text_about_persons_no_word_is_shown():
    assert masked("王\ufffd芳", column("text")) == "*\ufffd*"
