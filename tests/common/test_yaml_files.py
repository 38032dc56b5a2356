"""Files that people write are read for plain values; faults are named by file, line and entry."""

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from pipelines.common.errors import UserError
from pipelines.common.yaml_files import InvalidFile, read_entries, read_model, read_yaml


class Place(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = "未知"
    year: int = 2018


def write(folder: Path, text: str) -> Path:
    path = folder / "places.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_objects_are_never_made(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not a policy"):
        read_yaml(write(tmp_path, "!!python/object/apply:os.getcwd []"), "not a policy")


def test_entries_are_read_and_the_wrong_one_is_named(tmp_path: Path) -> None:
    assert read_entries(tmp_path / "nothing.yml", Place) == ()
    assert read_entries(write(tmp_path, "- name: 甲村\n- year: 2019\n"), Place) == (
        Place(name="甲村"),
        Place(year=2019),
    )
    with pytest.raises(UserError, match=r"places\.yml: line 2: entry 2: year: .* found '去\*'") as refused:
        read_entries(write(tmp_path, "- name: 甲村\n- year: 去年\n"), Place)
    assert refused.value.sentences[0].endswith("places.yml 第 2 行：entry 2: year：应为整数；写的是 '去*'。")


class County(BaseModel):
    model_config = ConfigDict(extra="forbid")

    villages: tuple[Place | str, ...] = ()


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("nmae: 甲村\n", "nmae", ["villages"]),
        ("villages: [{nmae: 甲村}]\n", "villages.0.Place.nmae", ["name", "year"]),
    ],
)
def test_a_name_that_is_not_known_is_told_with_those_that_are(tmp_path, text, field, expected):
    with pytest.raises(InvalidFile) as refused:
        read_model(write(tmp_path, text), County)
    names = refused.value.chinese, refused.value.english
    assert names == (
        f"第 1 行：{field}：没有这一项，可写 {'、'.join(expected)}；写的是 '甲*'。",
        f"line 1: {field}: no such name; expected one of {', '.join(expected)}; found '甲*'.",
    )


def test_a_text_may_have_several_lines(tmp_path: Path) -> None:
    assert (
        read_model(write(tmp_path, "name: |\n  甲\u3000村\n  乙\t村\n"), Place).name == "甲\u3000村\n乙\t村\n"
    )


def test_a_file_beside_the_data_is_read_with_its_defaults(tmp_path: Path) -> None:
    assert read_model(tmp_path / "nothing.yml", Place) == Place()
    assert read_model(write(tmp_path, "name: 甲村\n"), Place) == Place(name="甲村")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: 甲村\nyear: 去年\n", r"line 2: year: .* found '去\*'"),
        ("name: 甲村\nname: 乙村\n", "line 2: name is there twice"),
        ("name: [郝璀璨]\n", r"line 1: name: .*; found \['郝\*\*'\]\.$"),
        ("郝璀璨: 1\n", r"line 1: 郝\*\*: .*; found 1\.$"),
        ("郝璀璨: 1\n郝璀璨: 2\n", r"line 2: 郝\*\* is there twice"),
        ("name: &a 甲村\nother: *a\n", "line 2: an alias"),
        ("- 甲村\n", "line 1: expected lines of the form"),
        ("[" * 40 + "]" * 40, "nested too deeply"),
        ("[" * 20_000 + "]" * 20_000, "nested too deeply|not valid YAML"),
        ("name: [", "not valid YAML"),
        ("name: !area 甲村\n", "line 1: '!area'; expected plain values"),
        ("year: 2018\nname: !!set {甲村}\n", "line 2: .*set'; expected plain values"),
        ("name: 甲村\nyear: " + "9" * 6_000, "line 2: .*limit.*; found '9{70,80}"),
        ("name: 2026-02-30\n", "line 1: .* found '2026-02-30'"),
        ("? [甲, 乙]\n: 村\n", "line 1: a list or lines as a name"),
        ("name: 甲\0村\n", "not valid YAML"),
        ('"na\\e[2Jme": 甲村\n', r"line 1: the sign U\+001B, which cannot be seen; delete it"),
        ('year: 2018\nname: "甲\\u202E村"\n', r"line 2: the sign U\+202E"),
        ("name: 甲\u200b村\n", r"line 1: the sign U\+200B"),
        ('"na\tme": 甲村\n', r"line 1: the sign U\+0009"),
        ('"name\\uD800": 甲村\n', "not valid YAML"),
    ],
)
def test_what_a_hand_does_not_write_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        read_model(write(tmp_path, text), Place)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_what_windows_saves_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "unit.yml"
    path.write_bytes("name: 丰镇\r\nyear: 2020\r\n".encode(encoding))
    assert read_model(path, Place) == Place(name="丰镇", year=2020)


def test_text_in_no_known_encoding_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "unit.yml"
    path.write_bytes(b"name: \xff\xff\n")
    with pytest.raises(InvalidFile, match="neither UTF-8 nor GBK; save it as UTF-8") as refused:
        read_model(path, Place)
    assert "请另存为 UTF-8" in refused.value.chinese


@pytest.mark.parametrize(
    "text", ["- name: !area 甲村\n", "- {year: 1, year: 2}\n", "name: 甲村\n", "- &a {}\n- *a\n"]
)
def test_a_list_of_entries_is_read_as_strictly(tmp_path: Path, text: str) -> None:
    with pytest.raises(UserError, match=r"places\.yml: line [12]: "):
        read_entries(write(tmp_path, text), Place)
