import pytest

from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.mentions import find_mentions
from pipelines.audit.namings import find_namings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县、镇、村三级联动", [(3, 3, True)]),
        ("县乡村三级联动", [(3, 3, True)]),
        ("乡镇、村两级联动", [(2, 2, True)]),
        ("镇、村三级联动", [(2, 3, False)]),
        ("在村三级联动", []),  # one name is no list
        ("村里三级残20人", []),
    ],
)
def test_names_are_as_many_as_their_number_says(text, expected):
    folded = fold(text)
    found = find_namings(folded.text, find_mentions(folded.text, find_figures(folded, text)))
    assert [(one.left, one.right, one.holds) for one in found] == expected
