from xml.etree import ElementTree

from lxml import etree

from pipelines.audit.word import MAIN_PART, shown_in

BODY = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><!-- kept --><w:body>'
    "<w:p/><w:p><w:r><w:t>农户</w:t><w:tab/><w:t>30户</w:t></w:r></w:p>"
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>5户</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
)


def test_both_parsers_show_the_same_at_the_same_place():
    of_tree = list(shown_in(MAIN_PART, ElementTree.fromstring(BODY)))
    of_lxml = list(shown_in(MAIN_PART, etree.fromstring(BODY)))
    assert [(one.text, one.anchor) for one in of_tree] == [(one.text, one.anchor) for one in of_lxml]
    assert [one.text for one in of_tree] == ["农户", "\t", "30户", "\n", "5户", "\n"]
    assert of_tree[2].anchor == {"part": MAIN_PART, "paragraph": 2, "run": 1, "character": 3}
    assert of_tree[4].anchor["column"] == 1
