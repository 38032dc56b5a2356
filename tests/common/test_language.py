"""Which language is spoken, and what is printed in it."""

import pytest

from pipelines.common.language import label, language, say, spoken


@pytest.mark.parametrize(
    ("environment", "chosen"),
    [
        ({}, None),
        ({"LANG": "C.UTF-8"}, None),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, None),
        ({"LANG": "zh_CN.UTF-8", "TOWNSHIP_LANG": "en"}, "en"),
        ({"TOWNSHIP_LANG": "zh"}, "zh"),
    ],
)
def test_the_user_s_own_word_goes_before_the_locale(environment: dict[str, str], chosen: str | None) -> None:
    assert language(environment) == chosen


@pytest.mark.parametrize(
    ("chosen", "sentences", "words"),
    [("zh", ["已发布"], "文件"), ("en", ["published"], "files"), ("", ["已发布", "published"], "files 文件")],
)
def test_sentences_and_labels_are_in_it(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    chosen: str,
    sentences: list[str],
    words: str,
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TOWNSHIP_LANG", chosen)
    assert spoken("已发布", "published") == sentences
    say("已发布", "published")
    assert capsys.readouterr().out.splitlines() == sentences
    assert label("files 文件") == words
    assert spoken("", "only English") == ["only English"] and label("year") == "year"
