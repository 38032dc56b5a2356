"""Identities: the SQL that keys them is HMAC-SHA256, and the key is guarded."""

import hashlib
import hmac
import os

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cleaning.identities import key_macro, load_key
from pipelines.problems import Problem
from pipelines.sql import scalar


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
    with pytest.raises(Problem, match="may be read by others"):
        load_key(path)


@pytest.mark.parametrize("text", ["", "abc", "00" * 31, "zz" * 32])
def test_damaged_key_is_refused(tmp_path, text):
    path = tmp_path / "identity.key"
    path.touch(mode=0o600)
    path.write_text(text)
    with pytest.raises(Problem, match="holds no key"):
        load_key(path)
