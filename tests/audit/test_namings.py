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


STEPS = "第一步:排。\n第二步:访。\n第三步:评。\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"按照三步工作法,具体为:\n{STEPS}", [(3, 3, True)]),
        (f"按照四步工作法,具体为:\n{STEPS}", [(3, 4, False)]),
        (f"分四个阶段。具体为:{STEPS.replace('步', '阶段')}", [(3, 4, False)]),
        (f"按照四步工作法进行。{STEPS[4:]}", []),
        ("按照四步工作法,具体为:第一步已经完成,第二步正在进行", []),  # none but those done so far
        (f"按照四步工作法。{'一' * 200}:{STEPS}", []),
    ],
)
def test_steps_are_as_many_as_their_number_says(text, expected):
    folded = fold(text)
    found = find_namings(folded.text, find_mentions(folded.text, find_figures(folded, text)))
    assert [(one.left, one.right, one.holds) for one in found] == expected
