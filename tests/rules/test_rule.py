"""The rules: each is complete in both languages, and what code raises is a rule with the fields that it names."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.common.errors import UserError
from pipelines.rules import RULES
from pipelines.rules.rule import FOLDER, load_rules

ROOT = Path(__file__).parents[2]
HAN = re.compile("[一-鿿]")
QUOTED_TERMS = re.compile("元|万元|合计|是|否")
REFUSAL = re.compile("请|无法|不能|不是|没有|缺少|重报|未读")
"""Words of a sentence by which a sender learns that something does not count."""
CALLS = {"InvalidValue", "Refusal", "UnreadableFile", "Violation", "Notice"}


def raised() -> Iterator[tuple[str, str, set[str] | None]]:
    """Where a rule is named in a call, its id, and the fields that the call gives, where it has them."""
    for path in sorted((ROOT / "pipelines").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(call, ast.Call) and ast.unparse(call.func) in CALLS and call.args):
                continue
            where = f"{path.relative_to(ROOT)}:{call.lineno}"
            named = call.args[0]
            for node in (named.body, named.orelse) if isinstance(named, ast.IfExp) else (named,):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield where, node.value, _fields(call)


def _fields(call: ast.Call) -> set[str] | None:
    named = {keyword.arg for keyword in call.keywords if keyword.arg != "rows"}  # of a notice
    if None in named:
        return None
    if len(call.args) == 1:
        return {name for name in named if name not in (None, "rows")}
    given = call.args[1]
    if isinstance(given, ast.Dict) and all(isinstance(key, ast.Constant) for key in given.keys):
        return {str(key.value) for key in given.keys if isinstance(key, ast.Constant)}
    return None


def test_every_rule_that_code_names_is_there_with_its_fields():
    reported = list(raised())
    assert len(reported) > 40
    assert [(where, rule) for where, rule, _ in reported if rule not in RULES] == []
    wrong = [
        (where, rule, sorted(given ^ RULES[rule].fields))
        for where, rule, given in reported
        if given is not None and not RULES[rule].required_fields <= given <= RULES[rule].fields
    ]
    assert wrong == []


def test_every_rule_is_named_by_what_raises_it():
    """In whole, so that a search leads there: in Python as a text, in contracts and vocabularies as a word."""
    code = [path for path in (ROOT / "pipelines").rglob("*.py") if path.parent != FOLDER]
    words = [path for path in (ROOT / "pipelines").rglob("*.yml") if path.parent != FOLDER]
    named = {
        text
        for path in code
        for text in re.findall(r'"(\w+)"|\'(\w+)\'', path.read_text("utf-8"))
        for text in text
    }
    named |= {word for path in words for word in re.findall(r"\w+", path.read_text("utf-8"))}
    assert RULES.keys() - named == set()


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_a_rule_states_in_each_language_what_is_wrong_and_what_to_do(rule):
    for sentence in (rule.zh, rule.remedy_zh):
        assert HAN.search(sentence) and not sentence.endswith(("。", ".", ";"))
    for sentence in (rule.en, rule.remedy_en):
        assert re.search("[a-z]{3}", sentence) and not sentence.endswith(".")
        assert not HAN.search(QUOTED_TERMS.sub("", sentence))


def test_tests_that_show_what_the_catalogue_of_faults_cannot_are_there():
    named = {
        (rule.id, name)
        for rule in RULES.values()
        for name in re.findall(r"\S*test_\w+\.py", rule.unreachable or "")
    }
    assert len(named) > 40
    texts = {name: (ROOT / name).read_text(encoding="utf-8") for _, name in named if (ROOT / name).is_file()}
    assert {(rule, name) for rule, name in named if rule not in texts.get(name, "")} == set()


def test_a_remedy_is_written_as_it_is():
    """Nothing fills it in: a clerk would read the name of a field."""
    assert [rule.id for rule in RULES.values() if "{" in rule.remedy_zh + rule.remedy_en] == []


def test_a_clerk_is_never_sent_to_a_contract():
    assert [rule.id for rule in RULES.values() if "registers/" in rule.zh + rule.remedy_zh] == []


def test_no_sentence_outside_the_rules_refuses_data():
    reported = []
    for package in ("reading", "statements", "cleaning", "deliveries"):
        for path in sorted((ROOT / "pipelines" / package).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            documented = {
                statement.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
                for statement in node.body[:1]
                if isinstance(statement, ast.Expr)
            }
            reported += [
                (path.name, node.lineno, node.value)
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
                and node not in documented and REFUSAL.search(node.value) and len(HAN.findall(node.value)) > 5
            ]  # fmt: skip
    assert reported == []


def test_only_rules_on_cells_can_be_exempted(tmp_path):
    for path in FOLDER.glob("*.yml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    rows = tmp_path / "rows.yml"
    rows.write_text(
        rows.read_text(encoding="utf-8").replace(
            "conflicting_key:\n", "conflicting_key:\n  is_exemptible: true\n"
        ),
        encoding="utf-8",
    )
    with pytest.raises(UserError, match=r"rows\.yml: conflicting_key: .*only a rule on cells"):
        load_rules(tmp_path)
