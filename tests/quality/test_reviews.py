"""Reviews of findings: read from the file beside the deliveries, each finding once; an old name holds with a notice."""

import re
from pathlib import Path

import pytest

from pipelines.common.errors import UserError
from pipelines.common.old_names import OldName
from pipelines.quality.reviews import load_reviews

ENTRY = "- finding: 5f0c61a2b3d4e5f6\n  decision: confirmed\n  by: 统计站\n"


def write(folder: Path, text: str, name: str = "reviews.yml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_reviews_are_read(tmp_path: Path) -> None:
    assert load_reviews(tmp_path) == ()
    write(tmp_path, ENTRY)
    [review] = load_reviews(tmp_path)
    assert (review.finding, review.decision, review.by) == ("5f0c61a2b3d4e5f6", "confirmed", "统计站")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [("confirmed", "right", "entry 1: decision"), ("by: 统计站", "", "entry 1: by"),
     ("5f0c", "5F0C", "entry 1: finding"), ("- finding", "  finding", "expected a list of"), ("by: ", "by: {", "not valid YAML")],
)  # fmt: skip
def test_a_faulty_review_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    file = write(tmp_path, ENTRY.replace(old, new))
    with pytest.raises(UserError, match=re.escape(message)) as info:
        load_reviews(tmp_path)
    assert str(info.value).startswith(f"{file}: ")


def test_a_finding_has_one_review(tmp_path: Path) -> None:
    write(tmp_path, ENTRY + ENTRY.replace("confirmed", "dismissed"))
    with pytest.raises(UserError, match="5f0c61a2b3d4e5f6"):
        load_reviews(tmp_path)


def test_the_old_file_and_key_are_read_with_a_notice(tmp_path: Path) -> None:
    old = write(tmp_path, ENTRY.replace("decision", "verdict"), "verdicts.yml")
    with pytest.warns(OldName) as notices:
        [review] = load_reviews(tmp_path)
    assert review.decision == "confirmed"
    assert [str(notice.message) for notice in notices] == [
        f"{before} 改名为 {after}，下一个版本只认新名称。\n"
        f"{before} is now called {after}; the next release reads the new name only."
        for before, after in ((old, "reviews.yml"), (f"{old}: verdict", "decision"))
    ]
    write(tmp_path, ENTRY)
    with pytest.raises(UserError, match="move its entries there"):
        load_reviews(tmp_path)
