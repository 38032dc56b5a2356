import pytest

from pipelines.audit.bounds import find_bounds
from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.mentions import find_mentions


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("结余资金(23.5万元)实施项目1个,拨付资金24.1万元。", [False]),
        ("下达专项资金25万元,已支出24.1万元", [True]),
        ("计划投资20万元,已完成投资24万元", []),
        ("流转土地30亩,种植辣椒50亩。", [False]),
        ("流转土地50亩,带动9户,种植辣椒30亩。", [True]),
        ("流转土地30亩。种植辣椒50亩。", []),  # of another sentence, and perhaps of other land
        ("流转土地30亩,种植辣椒20亩、花椒50亩。", []),
        ("流转土地约30亩,种植辣椒50亩。", []),
    ],
)
def test_a_part_is_no_more_than_the_whole_of_its_sentence(text, holds):
    folded = fold(text)
    found = list(find_bounds(find_mentions(folded.text, find_figures(folded, text))))
    assert [one.holds for one in found] == holds
    assert all(one.assuming for one in found if "种植" in text)
