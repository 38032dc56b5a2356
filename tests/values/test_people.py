"""Texts that name a person of the unit show a surname and a code, others stay; names are known by digests alone."""

import hashlib

import pytest

from pipelines.values.people import People

NAMES = ("卞恓蓝", "欧阳建国", "阿依古丽买买提", "王芳", "高山")


def digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


PEOPLE = People({"石桥镇": frozenset(map(digest, NAMES))}, digest)


@pytest.mark.parametrize(
    ("text", "shown", "name"),
    [
        ("卞恓蓝", "{}", "卞恓蓝"),
        ("卞恓蓝养殖场", "{}养殖场", "卞恓蓝"),
        ("石桥镇卞 恓 蓝户危房改造", "石桥镇{}户危房改造", "卞恓蓝"),
        ("汉族（卞恓蓝）", "汉族（{}）", "卞恓蓝"),
        ("欧阳建国", "{}", "欧阳建国"),
        ("卞　恓·蓝村", "{}村", "卞恓蓝"),
        ("养殖场 阿依古丽·买买提", "养殖场 {}", "阿依古丽买买提"),
        ("王芳", "{}", "王芳"),
        (" 王 芳 ", " {} ", "王芳"),
        ("王芳之子", "{}之子", "王芳"),
        ("户主:王芳的承包地", "户主:{}的承包地", "王芳"),
        ("养殖场(王芳 主任)", "养殖场({} 主任)", "王芳"),
    ],
)
def test_a_name_is_shown_by_its_surname(text: str, shown: str, name: str) -> None:
    assert PEOPLE.hidden("石桥镇", text) == shown.format(f"{name[0]}某({digest(name)[:6]})")


@pytest.mark.parametrize(
    "text", ["高山村", "王芳芳养殖场", "高山牧场项目", "卞恓", "恓蓝合作社", "合作社", "2018", "", "郝璀璨"]
)
def test_what_names_nobody_of_the_unit_stays(text: str) -> None:
    assert PEOPLE.hidden("石桥镇", text) == text


def test_people_are_those_of_their_unit() -> None:
    assert PEOPLE.hidden("柳河镇", "卞恓蓝") == "卞恓蓝"


def test_two_names_in_a_text_are_both_hidden_and_differ() -> None:
    people = People({"石桥镇": {digest("王建国"), digest("王建军")}}, digest)
    shown = people.hidden("石桥镇", "王建国、王建军")
    first, second = shown.split("、")
    assert first != second and (first[:3], second[:3]) == ("王某(", "王某(")
