"""Every entry below the folder of raw files is a delivery, a note, or reported with its reason."""

import os
import re
import socket

import pytest

from pipelines.deliveries.intake import take_in
from pipelines.rules import Refusal
from tests.support.desk import LEDGER, Desk
from tests.support.ledgers import ROAD


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw"
    put(folder / "石桥镇" / "2018" / "台账.csv")
    return folder


ENTRY = "file: a.xlsx, column: 金额, reason: 核实, by: 某某, until: 2030-01-01"


def put(path, text="x"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def reported(raw):
    """Names of the deliveries, and the rule that each entry that cannot be used breaks."""
    intake = take_in(raw)
    return (
        [delivery.name for delivery in intake.deliveries],
        {entry.path.relative_to(raw).as_posix(): entry.violation.rule for entry in intake.unusable},
    )


def test_a_folder_that_is_not_a_period_concerns_that_delivery_alone(raw):
    put(raw / "石桥镇" / "201813" / "台账.csv")
    put(raw / "柳河镇" / "2018-00" / "台账.csv")
    put(raw / "柳河镇" / "2018年1-9月" / "台账.csv")
    assert reported(raw) == (
        ["柳河镇/2018年1-9月", "石桥镇/2018"],
        {"石桥镇/201813": "unknown_period", "柳河镇/2018-00": "unknown_period"},
    )
    assert take_in(raw).sentences[0][0] == (
        "柳河镇/2018-00 文件夹名“2018-00”不是期间；请改名，例如 2018、2020H1、2021Q3、2021-06、2021年1-9月。"
    )


def test_links_into_nothing_and_out_of_the_folder_are_reported(raw, tmp_path):
    put(tmp_path / "elsewhere" / "2018" / "台账.csv")
    (raw / "共享镇").symlink_to(tmp_path / "not mounted")
    (raw / "外镇").symlink_to(tmp_path / "elsewhere")
    (raw / "别名镇").symlink_to(raw / "石桥镇")
    (raw / "石桥镇" / "2018" / "补.csv").symlink_to(tmp_path / "gone.csv")
    assert reported(raw) == (
        ["别名镇/2018"][:0],
        {
            "共享镇": "dangling_link",
            "外镇": "outside_link",
            "石桥镇/2018/补.csv": "dangling_link",
            "别名镇/2018/补.csv": "dangling_link",
        },
    )


def test_a_pipe_and_a_socket_hold_back_their_delivery(raw):
    os.mkfifo(raw / "石桥镇" / "2018" / "管道.csv")
    put(raw / "柳河镇" / "2018" / "台账.csv")
    with socket.socket(socket.AF_UNIX) as listener:
        folder = os.getcwd()
        os.chdir(raw / "柳河镇" / "2018")  # the address of a socket may not be long
        listener.bind("套接字.csv")
        os.chdir(folder)
        assert reported(raw) == (
            [],
            {"石桥镇/2018/管道.csv": "special_entry", "柳河镇/2018/套接字.csv": "special_entry"},
        )


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser enters every folder")
def test_a_folder_without_access_is_reported(raw):
    (raw / "石桥镇").chmod(0)
    try:
        assert reported(raw) == ([], {"石桥镇": "unreadable_entry"})
    finally:
        (raw / "石桥镇").chmod(0o700)


def test_a_folder_that_cannot_be_listed_is_reported(raw, monkeypatch):
    """What the superuser, as whom CI runs, meets only on a broken disk."""
    scandir = os.scandir

    def refuse(folder):
        if folder.name == "2018":
            raise PermissionError(13, "Permission denied", str(folder))
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    assert reported(raw) == ([], {"石桥镇/2018": "unreadable_entry"})


def test_units_of_odd_names_are_units(raw):
    put(raw / "镇.md" / "2018" / "台账.csv")
    put(raw / "...." / "2018" / "台账.csv")
    put(raw / ".git" / "2018" / "台账.csv")
    assert reported(raw) == (["..../2018", "石桥镇/2018", "镇.md/2018"], {".git": "hidden_entry"})


def test_files_in_the_wrong_place_are_reported_and_hold_nothing_back(raw):
    put(raw / "在上.csv")
    put(raw / "waivers.yml")
    put(raw / "石桥镇" / "在旁.csv")
    put(raw / "石桥镇" / "2018" / "村级" / "在下.csv")
    put(raw / "石桥镇" / "2018" / "~$台账.xlsx")
    assert reported(raw) == (
        ["石桥镇/2018"],
        dict.fromkeys(["在上.csv", "石桥镇/在旁.csv", "石桥镇/2018/村级/在下.csv"], "misplaced_entry"),
    )


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("unit.yml", "county: 123\n", r"unit\.yml: line 1: county: .*string; found 123"),
        (
            "unit.yml",
            "township: 石桥镇\nprovince: 某省\n",
            r"unit\.yml: line 2: province: no such name; expected one of prefecture, county",
        ),
        ("unit.yml", "[a, b]", r"expected lines of the form 'name: value'"),
        ("unit.yml", "county: &a 某县\ntownship: *a\n", "line 2: an alias"),
        ("2018/delivery.yml", "money_unit: 元\nmoney_unit: 万元\n", "line 2: money_unit is there twice"),
        ("2018/delivery.yml", "sheets:\n- file: a.xlsx\n  role: 汇总\n", "line 3: sheets.0.role: .*'list'"),
        (
            "2018/delivery.yml",
            "sheets:\n- {file: a.xlsx, replaces: b.xlsx}\n- {file: a.xlsx, replaces: c.xlsx}\n",
            "line 1: sheets: .*has 2 lines for a.xlsx",
        ),
        ("2018/delivery.yml", "a: " + "[" * 3000, "not valid YAML|nested too deeply"),
        ("unit.yml", "county: !area 某县\n", "line 1: '!area'"),
        ("2018/delivery.yml", "defaults: {year: " + "9" * 6000 + "}", "line 1: .* found '999"),
        ("2018/delivery.yml", "defaults: [year]\n", "line 1: defaults: .*; found"),
        (
            "2018/corrections.yml",
            f"- {{{ENTRY}, row: {'9' * 20}, found: 1, correct: 2}}\n",
            r"line 1: entry 1: row: .*; found 9+",
        ),
        ("2018/corrections.yml", "- {file: a.xlsx, until: 2026-02-30}\n", "line 1: .*; found '2026-02-30'"),
        ("2018/corrections.yml", "file: a.xlsx\n", "line 1: expected a list of entries"),
        ("2018/exemptions.yml", "- \n", r"line 1: entry 1: .*; found None"),
        ("2018/exemptions.yml", f"- {{{ENTRY}, rule: nope}}\n", r"entry 1: rule: .*; found 'nope'"),
        ("2018/delivery.yml", "note: '" + "长" * 400_000 + "'", "more than a megabyte"),
    ],
)
def test_a_note_that_is_not_valid_concerns_its_delivery_alone(raw, file, text, expected):
    put(raw / "柳河镇" / "2018" / "台账.csv")
    put(raw / "石桥镇" / file, text)
    intake = take_in(raw)
    assert [delivery.name for delivery in intake.deliveries] == ["柳河镇/2018"]
    (entry,) = intake.unusable
    assert entry.violation.rule == "invalid_notes"
    assert re.search(expected, intake.sentences[0][1])


def test_a_pipe_as_note_does_not_hang(raw):
    os.mkfifo(raw / "石桥镇" / "unit.yml")
    assert {entry.violation.rule for entry in take_in(raw).unusable} == {"special_entry", "invalid_notes"}


def test_the_note_on_a_sheet_goes_before_the_one_on_its_file(raw):
    put(
        raw / "石桥镇" / "2018" / "delivery.yml",
        "sheets:\n- {file: 台账.xlsx, register: fund_ledger}\n- {file: 台账.xlsx, sheet: 汇总, counts: false}\n",
    )
    notes = take_in(raw).deliveries[0].notes
    of_file, of_sheet = notes.on("台账.xlsx", "明细"), notes.on("台账.xlsx", "汇总")
    assert of_file and of_file.register_name == "fund_ledger" and of_file.counts is None
    assert of_sheet and of_sheet.register_name is None and of_sheet.counts is False
    assert notes.on("别的.xlsx", "汇总") is None


def test_an_empty_folder_is_reported_in_one_sentence(tmp_path):
    with pytest.raises(Refusal, match="holds no deliveries") as refused:
        (tmp_path / "raw").mkdir()
        take_in(tmp_path / "raw")
    assert refused.value.violation.rule == "no_deliveries"
    with pytest.raises(Refusal, match="is not a folder") as refused:
        take_in(tmp_path / "none")
    assert refused.value.violation.rule == "no_folder"
    assert refused.value.sentences[0].startswith(f"{tmp_path / 'none'} 不是文件夹；")


@pytest.mark.parametrize(
    ("unit", "stated", "area"),
    [
        ("石桥镇", "county: 某县\n", ["某县", None, None]),
        ("石桥镇", "county: 某县\ntownship: 柳河镇\n", ["某县", "柳河镇", None]),
        ("石桥镇", "source: 邮件\n", [None, "石桥镇", None]),
        ("彰北办事处", "", [None, "彰北办事处", None]),
        ("高新区管委会", "", [None, "高新区管委会", None]),
        ("红光农场", "", [None, "红光农场", None]),
        ("下河村(补报)", "", [None, None, "下河村"]),
        ("扶贫办", "", [None, None, None]),
    ],
)
def test_the_area_of_a_unit_is_what_it_states_or_what_its_name_ends_in(raw, unit, stated, area):
    put(raw / unit / "unit.yml", stated)
    put(raw / unit / "2019" / "台账.csv")
    [delivery] = [one for one in take_in(raw).deliveries if one.period.name == "2019"]
    assert list(delivery.area.values()) == area


def test_one_sign_is_a_name(raw):
    put(
        raw / "石桥镇" / "2018" / "exemptions.yml",
        f"- {{{ENTRY.replace('某某', '某')}, rule: approximate_value}}\n",
    )
    assert [entry.by for entry in take_in(raw).deliveries[0].exemptions] == ["某"]


def test_a_name_that_cannot_be_shown_concerns_its_delivery_alone(raw):
    put(raw / "柳河镇" / "2018" / "表\n石桥镇: 假的一行.csv")
    put(raw / "河西镇" / "2018\x1b[31m" / "台账.csv")
    archived = os.fsencode(raw / "东山镇" / "2018") + b"/\xb1\xed.csv"
    put(raw / "东山镇" / "2018" / "台账.csv")
    with open(archived, "w", encoding="ascii"):
        pass
    with_unit = os.fsencode(raw) + b"/\xb1\xed"
    os.mkdir(with_unit)
    intake = take_in(raw)
    assert [delivery.name for delivery in intake.deliveries] == ["石桥镇/2018"]
    assert {(entry.unit, entry.period, entry.violation.rule) for entry in intake.unusable} == {
        ("柳河镇", "2018", "unshowable_name"),
        ("河西镇", "2018\\x1b[31m", "unshowable_name"),
        ("东山镇", "2018", "unshowable_name"),
        ("表", None, "unshowable_name"),
    }
    told = [zh.split(" ")[0] for zh, _ in intake.sentences]
    assert sorted(told) == ["东山镇/2018/表.csv", "柳河镇/2018/表\\n石桥镇:", "河西镇/2018\\x1b[31m", "表"]


def test_links_in_a_circle_are_told_once(raw):
    (raw / "自己").symlink_to(raw)
    (raw / "石桥镇" / "2018" / "圈").symlink_to(raw / "石桥镇")
    (raw / "柳河镇" / "2018").mkdir(parents=True)
    put(raw / "柳河镇" / "2018" / "台账.csv")
    (raw / "柳河镇" / "2018" / "远").mkdir()
    (raw / "石桥镇" / "2018" / "绕").symlink_to(raw / "柳河镇" / "2018" / "远")
    (raw / "柳河镇" / "2018" / "远" / "回").symlink_to(raw / "石桥镇" / "2018")
    assert reported(raw) == (
        ["柳河镇/2018"],
        {
            "自己": "circular_link",
            "石桥镇/2018/圈": "circular_link",
            "石桥镇/2018/绕": "misplaced_entry",
            "柳河镇/2018/远/回": "misplaced_entry",
        },
    )


def test_hidden_tables_are_told_and_hold_nothing_back(raw):
    put(raw / "石桥镇" / "2018" / ".台账二.xlsx")
    put(raw / ".柳河镇" / "2018" / "台账.csv")
    put(raw / ".git" / "config")
    put(raw / "__MACOSX" / "石桥镇" / "._台账.csv")
    put(raw / "石桥镇" / "2018" / "~$台账.xlsx")
    assert reported(raw) == (
        ["石桥镇/2018"],
        {"石桥镇/2018/.台账二.xlsx": "hidden_entry", ".柳河镇": "hidden_entry"},
    )


@pytest.mark.parametrize("name", ["Unit.YML", "unit.yaml", "UNIT.yml", "unit.yml.txt"])
def test_a_note_of_another_spelling_holds_its_unit_back(raw, name):
    put(raw / "石桥镇" / name, "county: 临江县")
    put(raw / "柳河镇" / "2018" / "台账.csv")
    assert reported(raw) == (["柳河镇/2018"], {f"石桥镇/{name}": "misnamed_note"})


def test_a_unit_without_a_delivery_is_named(raw):
    put(raw / "柳河镇" / "unit.yml", "county: 临江县")
    assert reported(raw) == (["石桥镇/2018"], {"柳河镇": "empty_unit"})


def test_files_elsewhere_than_in_a_delivery_are_named(tmp_path):
    desk = Desk(tmp_path)
    desk.csv("台账.csv", [LEDGER, ROAD])
    for place in (
        "在上.csv",
        f"{desk.unit}/在旁.csv",
        f"{desk.unit}/2018/村级/在下.csv",
        f"{desk.unit}/2018/.git/x.csv",
    ):
        path = desk.folder / "raw" / place
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    unusable = take_in(desk.folder / "raw").unusable
    assert {entry.path.stem for entry in unusable} == {"在上", "在旁", "在下", ".git"}
