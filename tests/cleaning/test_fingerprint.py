"""Pieces are named by all that went into them: what changes the outcome changes the name."""

import hashlib

import pytest

from pipelines.cleaning.fingerprint import file_digest, fingerprint
from tests.support.desk import KEY, REGISTERS, ledger
from tests.support.ledgers import ROAD


def changed_file(desk):
    desk.csv("表.csv", ledger([*ROAD[:4], "1001"]))


def renamed_file(desk):
    (desk.inbox / "表.csv").rename(desk.inbox / "表(2).csv")


def note(desk):
    desk.write("delivery.yml", "money_unit: 万元\n")


def other_area(desk):
    desk.write("../unit.yml", "county: 某县\ntownship: 木棠镇\n")


def correction(desk):
    desk.write(
        "corrections.yml",
        "- {file: 表.csv, row: 2, column: 下达资金, found: '1000', correct: '1001', reason: 核实, by: 某某, until: 2030-01-01}\n",
    )


@pytest.mark.parametrize("change", [changed_file, renamed_file, note, other_area, correction])
def test_what_changes_the_outcome_changes_the_name(desk, change):
    desk.csv("表.csv", ledger(ROAD))
    before = fingerprint(desk.delivery(), REGISTERS, KEY)
    assert fingerprint(desk.delivery(), REGISTERS, KEY) == before
    change(desk)
    assert fingerprint(desk.delivery(), REGISTERS, KEY) != before


def test_another_key_or_contract_gives_another_name(desk):
    desk.csv("表.csv", ledger(ROAD))
    delivery = desk.delivery()
    ledgers = REGISTERS["fund_ledger"].model_copy(update={"title": "另一种台账"})
    names = [
        fingerprint(delivery, REGISTERS, KEY),
        fingerprint(delivery, REGISTERS, KEY[::-1]),
        fingerprint(delivery, REGISTERS | {"fund_ledger": ledgers}, KEY),
    ]
    assert len(set(names)) == 3


def test_a_file_is_known_by_its_bytes(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    assert file_digest(tmp_path / "a") == hashlib.sha256(b"abc").hexdigest()
    assert file_digest(tmp_path / "none") is None
