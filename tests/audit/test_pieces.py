from pathlib import Path

from pipelines.audit.pieces import Pieces


def test_each_character_knows_the_piece_that_it_comes_from():
    pieces = Pieces(Path("报告.txt"))
    pieces.add("农户", {"character": 0, "line": 1})
    pieces.add("", {"character": 2, "line": 1})
    pieces.add("30户", {"character": 5, "line": 2})
    document = pieces.document()
    assert document.text == "农户30户"
    assert document.anchor(1) == {"character": 1, "line": 1}
    assert document.anchor(4) == {"character": 7, "line": 2}


def test_a_line_is_broken_once():
    pieces = Pieces(Path("报告.txt"))
    pieces.break_line({"character": 0})
    pieces.add("农户", {"character": 0})
    pieces.break_line({"character": 2})
    pieces.break_line({"character": 2})
    assert pieces.document().text == "农户\n"


def test_a_box_is_that_of_the_characters_of_its_first_line():
    pieces = Pieces(Path("报告.pdf"))
    for number, box in enumerate([[10, 50, 20, 60], [20, 49, 30, 61], [10, 30, 20, 40]]):
        pieces.add("户", {"page": 1, "character": number, "box": box})
    document = pieces.document()
    assert document.anchor(0, 3) == {"page": 1, "character": 0, "box": [10, 49, 30, 61]}
    assert document.anchor(2, 3)["box"] == [10, 30, 20, 40]
