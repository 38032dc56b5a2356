"""Identities: the SQL that keys them is HMAC-SHA256, and the key is guarded."""

import hashlib
import hmac
import os

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cleaning.identities import key_macro, load_key, renew_key
from pipelines.common.errors import UserError
from pipelines.common.sql import scalar
from tests.support.small import id_number


@given(st.binary(min_size=32, max_size=32), st.text(st.characters(exclude_characters="\0", codec="utf-8")))
def test_keyed_is_hmac(key, text):
    with duckdb.connect() as db:
        db.execute(key_macro(key))
        keyed = scalar(db, "select keyed(?)", [text])
    assert keyed == hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]


def test_key_is_made_once_and_for_its_owner(tmp_path):
    path = tmp_path / "state" / "identity.key"
    key = load_key(path)
    assert len(key) == 32
    assert load_key(path) == key
    assert os.name != "posix" or path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX")
def test_key_that_others_may_read_is_refused(tmp_path):
    path = tmp_path / "identity.key"
    load_key(path)
    path.chmod(0o640)
    with pytest.raises(UserError, match="may be read by others"):
        load_key(path)


@pytest.mark.parametrize("text", ["", "abc", "00" * 31, "zz" * 32])
def test_damaged_key_is_refused(tmp_path, text):
    path = tmp_path / "identity.key"
    path.touch(mode=0o600)
    path.write_text(text)
    with pytest.raises(UserError, match="holds no key"):
        load_key(path)


def test_a_dictionary_of_id_numbers_finds_nobody_without_the_key(tmp_path):
    """Whoever knows the county and the birthday tries every number there is: a plain hash falls, a keyed one holds."""
    key = load_key(tmp_path / "identity.key")
    known_numbers = [id_number(serial) for serial in range(1000)]
    secret = id_number(371)
    with duckdb.connect() as db:
        db.execute("create table dictionary as select unnest(?::varchar[]) as number", [known_numbers])
        db.execute(key_macro(key))
        stored = scalar(db, "select keyed(?)", [secret])
        attack = "select number from dictionary where left(sha256(number), 32) = ? or keyed(number) = ?"
        db.execute(key_macro(bytes(32)))  # the attacker has to guess the key as well
        plain = hashlib.sha256(secret.encode()).hexdigest()[:32]
        assert db.execute(attack, [plain, plain]).fetchall() == [(secret,)]
        assert db.execute(attack, [stored, stored]).fetchall() == []
        db.execute(key_macro(key))
        assert db.execute(attack, [stored, stored]).fetchall() == [(secret,)], (
            "the dictionary holds the number"
        )


def test_a_renewed_key_is_another_and_the_old_one_is_kept(tmp_path):
    path = tmp_path / "identity.key"
    first = load_key(path)
    old = renew_key(path)
    assert load_key(path) != first and load_key(old) == first
    assert os.name != "posix" or {p.stat().st_mode & 0o777 for p in (path, old)} == {0o600}
    assert renew_key(path) == old and load_key(old) != first
