"""Notices are sentences, and known afterwards."""

import warnings

from pipelines.common import notices


def test_a_notice_is_one_sentence_and_is_remembered(monkeypatch):
    monkeypatch.setattr(notices, "TOLD", [])
    monkeypatch.setattr(warnings, "formatwarning", warnings.formatwarning)
    notices.show_as_sentences()
    notice = FutureWarning("甲 is now called 乙.")
    assert warnings.formatwarning(notice, FutureWarning, "notes.py", 7) == "甲 is now called 乙.\n"
    assert notices.TOLD == ["甲 is now called 乙."]
