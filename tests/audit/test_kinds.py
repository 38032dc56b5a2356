import pytest

from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.kinds import kind_of
from pipelines.audit.mentions import find_mentions


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("实现脱贫30户", "observed"),
        ("计划脱贫30户", "planned"),
        ("对30户计划脱贫户", "planned"),
        ("县里下达的脱贫任务为30户", "target"),
        ("预计收益30万元", "estimate"),
        ("按照220元/人的标准", "rule"),
        ("占比不超过30%", "rule"),
        ("计划生育奖励30人", "observed"),
    ],
)
def test_kind_of_a_figure(text, kind):
    folded = fold(text)
    mentions = find_mentions(folded.text, find_figures(folded, text))
    assert [kind_of(folded.text, mention) for mention in mentions] == [kind]
