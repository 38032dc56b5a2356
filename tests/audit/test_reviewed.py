import pytest

from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.identities import find_identities
from pipelines.audit.mentions import find_mentions
from pipelines.audit.reviewed import id_of_identity, ids_of_figures, read_reviews_of
from pipelines.audit.subjects import find_meanings
from pipelines.common.errors import UserError


def mentions_of(text):
    folded = fold(text)
    return folded.text, find_mentions(folded.text, find_figures(folded, text))


def ids(text):
    return ids_of_figures(mentions_of(text)[1])


def test_an_id_is_of_words_value_and_unit_wherever_they_stand():
    [first, second] = ids("全镇脱贫户30户,走访40户")
    assert ids("另一段。走访40户。全镇脱贫户三十户") == [second, first]
    others = [ids(text)[0] for text in ("全镇脱贫户31户", "全镇脱贫户30人", "全村脱贫户30户")]
    assert len({first, *others}) == 4


def test_a_contradiction_is_what_its_figures_say():
    def broken(text):
        folded, mentions = mentions_of(text)
        [identity] = find_identities(folded, mentions, find_meanings(folded, mentions))
        return id_of_identity(identity, ids_of_figures(mentions))

    assert broken("脱贫户30户20人") == broken("上面另有一段话。脱贫户30户20人")
    assert broken("脱贫户30户20人") != broken("脱贫户30户21人")


def test_reviews_stand_beside_the_report(tmp_path):
    report, file = tmp_path / "总结.docx", tmp_path / "总结.reviews.yml"
    assert read_reviews_of(report) == {}
    entry = "- {finding: 0123456789abcdef, decision: dismissed, by: 统计站}\n"
    file.write_text(entry, encoding="utf-8")
    assert read_reviews_of(report)["0123456789abcdef"].decision == "dismissed"
    file.write_text(entry * 2, encoding="utf-8")
    with pytest.raises(UserError, match="two entries review"):
        read_reviews_of(report)
