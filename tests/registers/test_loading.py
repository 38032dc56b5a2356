"""What is a valid contract loads, what is not is refused with the file and the field."""

import pytest

from pipelines.common.errors import UserError
from pipelines.common.old_names import OldName
from pipelines.common.shared_columns import LIST
from pipelines.common.yaml_files import read_yaml
from pipelines.registers.loading import FOLDER, load_registers, load_vocabulary

AREAS = "[{use: county}, {use: township}, {use: village}"
REST = "title: 表, description: A table., grain: one row"
PLAIN = "{name: amount_yuan, type: money, title: 金额, description: Money.}"


def load(tmp_path, text):
    (tmp_path / "made.yml").write_text("{" + text + "}", encoding="utf-8")
    return load_registers(tmp_path)["made"]


def test_a_new_register_needs_one_file(tmp_path):
    register = load(tmp_path, f"{REST}, key: [village], columns: {AREAS}, {PLAIN}]")
    assert register.by_name["amount_yuan"].sql_type == "DECIMAL(18,2)"
    assert list(register.published_columns)[:7] == [
        "unit",
        "period",
        "as_of_on",
        "as_of_year",
        "file",
        "sheet",
        "row",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{REST}, key: [], columns: [{PLAIN}]", "every register has the columns county"),
        (f"{REST}, key: [nothing], columns: {AREAS}, {PLAIN}]", "names nothing, which is not a column"),
        (
            f"{REST}, key: [], columns: {AREAS}, {{name: x, type: gold, title: x, description: x}}]",
            "type 'gold' is not one",
        ),
        (
            f"{REST}, key: [], columns: {AREAS}, {{name: X, type: text, title: x, description: x}}]",
            "columns.3.name",
        ),
        (f"{REST}, key: [], colour: red, columns: {AREAS}, {PLAIN}]", "colour"),
        (f"key: [], columns: {AREAS}, {PLAIN}]", "Field required"),
        (f"{REST}, key: [], columns: [{{use: planet}}]", "not a contract"),
        ("title: [", "not a contract"),
    ],
)
def test_an_invalid_file_is_reported_in_a_sentence(tmp_path, text, message):
    with pytest.raises(UserError, match=message) as problem:
        load(tmp_path, text)
    assert "made.yml" in str(problem.value) and "\n" not in str(problem.value)


def test_old_keys_of_a_contract_are_read_with_a_notice_that_names_the_new_ones(tmp_path):
    each = PLAIN.replace("}", ", is_each: true}")
    old = "known_by: [village], left_shift: {from: village, into: township}"
    with pytest.warns(OldName) as notices:
        register = load(tmp_path, f"{REST}, key: [village], {old}, columns: {AREAS}, {each}]")
    assert register.identifying_columns == ("village",)
    assert register.shifted_column is not None and register.shifted_column.into == "township"
    assert register.by_name["amount_yuan"].is_per_unit
    message = " ".join(str(notice.message) for notice in notices)
    assert all(new in message for new in ("identifying_columns", "shifted_column", "is_per_unit"))


def test_a_column_of_several_registers_is_described_once():
    """A form may call it otherwise; type and unit are the same."""
    listed = read_yaml(FOLDER / "shared" / LIST)
    own: dict[str, list[str]] = {}
    for name in load_registers():
        for column in read_yaml(FOLDER / f"{name}.yml")["columns"]:
            assert "use" in column or column["name"] not in listed, (
                f"{name}.yml describes {column['name']} again"
            )
            own.setdefault(column.get("name", ""), []).append(name)
    assert {column: names for column, names in own.items() if column and len(names) > 1} == {}


def test_a_shared_column_keeps_its_type(tmp_path):
    areas = AREAS.replace("village}", "village, type: text}")
    with pytest.raises(UserError, match=r"not a contract \(type of village is set in columns\.yml\)"):
        load(tmp_path, f"{REST}, key: [village], columns: {areas}, {PLAIN}]")


def test_vocabulary_that_is_not_there():
    with pytest.raises(UserError, match="names the vocabulary nothing"):
        load_vocabulary("nothing")
