"""A sheet is identified by evidence, and what cannot be read as it stands is rejected with what is wrong with it."""

import pytest

from tests.support.statements import FORM_27, identify


def test_missing_header_names_the_likeliest_and_the_line_to_paste(tmp_path):
    headers = ["居民身份证号" if header == "证件号码" else header for header in FORM_27]
    (statement,) = identify(tmp_path, headers)
    assert statement.role == "rejected"
    assert (statement.reason.rule, statement.register) == ("missing_header", "persons")
    assert "最相近的列是“居民身份证号”" in statement.reason.zh
    assert (
        "write in registers/persons.yml under person_id: headers: [身份证号, 身份证号码, 公民身份号码, 居民身份证号]"
        in statement.reason.en
    )


def test_long_list_without_its_key_is_not_taken_for_a_shorter_one(tmp_path):
    headers = [header for header in FORM_27 if header != "证件号码"] + ["发放金额"]
    (statement,) = identify(tmp_path, headers)
    assert statement.role == "rejected"
    assert statement.register == "persons"


def test_two_registers_alike_are_named_with_their_scores(tmp_path):
    (statement,) = identify(
        tmp_path, ["行政村", "户编号", "合作方", "入股年度", "入股金额(元)", "发放金额(元)"]
    )
    assert statement.role == "rejected"
    assert statement.reason.rule == "ambiguous_register"
    assert (
        "capital_contributions" in statement.reason.en
        and "dividend_payouts" in statement.reason.en
        and "5" in statement.reason.en
    )


@pytest.mark.parametrize(
    "rows",
    [([],), (["封面"], ["2018年12月"]), (["说明", "本表由各村填报"],)],
    ids=["empty", "cover", "notes"],
)
def test_what_is_no_register_says_so(tmp_path, rows):
    (statement,) = identify(tmp_path, *rows)
    assert statement.role == "other"
    assert statement.reason.rule == "not_a_register"


def test_defaults_of_the_delivery_stand_in_for_a_column(tmp_path):
    headers = ["行政村", "合作方", "入股金额(元)"]
    assert identify(tmp_path, headers)[0].role == "rejected"
    assert identify(tmp_path, headers, supplied={"invested_year"})[0].match is not None
