"""Notices are sentences, and known afterwards."""

import warnings

import pytest

from pipelines.common import notices


def test_a_notice_is_one_sentence_and_is_remembered(monkeypatch):
    monkeypatch.setattr(notices, "TOLD", [])
    monkeypatch.setattr(warnings, "formatwarning", warnings.formatwarning)
    notices.show_as_sentences()
    notice = FutureWarning("甲 is now called 乙.")
    assert warnings.formatwarning(notice, FutureWarning, "notes.py", 7) == "甲 is now called 乙.\n"
    assert notices.TOLD == ["甲 is now called 乙."]


@pytest.mark.parametrize(
    ("chosen", "sentences"),
    [("zh", ["已发布"]), ("en", ["published"]), ("", ["已发布", "published"])],
)
def test_a_notice_is_in_the_language_that_is_spoken(monkeypatch, chosen, sentences):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TOWNSHIP_LANG", chosen)
    with pytest.warns(UserWarning) as told:
        notices.warn("已发布", "published")
    assert str(told[0].message).splitlines() == sentences
    assert told[0].filename != __file__, "it names the caller of what warns"
