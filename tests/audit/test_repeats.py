import pytest

from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.lists import find_lists
from pipelines.audit.mentions import find_mentions
from pipelines.audit.repeats import find_parts_of_stocks, find_repeats, find_restated_sums
from pipelines.audit.stocks import find_stocks
from pipelines.audit.subjects import find_meanings


def stocks(text, mentions):
    return find_stocks(text, mentions, find_meanings(text, mentions))


def repeats(text):
    folded = fold(text)
    figures = find_figures(folded, text)
    mentions = find_mentions(folded.text, figures)
    return [
        ([figures[number].text for number in one.figures], one.holds)
        for one in find_repeats(stocks(folded.text, mentions))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全镇边缘户30户。对全镇30户边缘易致贫户", [(["30户", "30户"], True)]),
        ("全镇边缘户30户80人。对全镇边缘户12户走访", [(["12户", "30户"], False)]),
        ("全镇边缘户30户。全镇脱贫户9户,边缘户12户全部参保", [(["12户", "30户"], False)]),
        ("全镇边缘户30户。走访边缘户12户", []),
        ("全镇边缘户30户。今年走访,边缘户12户均已落实", []),
        ("全镇边缘户30户。全镇因病边缘户12户", []),
        ("全镇边缘户30户。年初全镇边缘户12户", []),
        ("2019年全镇边缘户30户。全镇边缘户12户", []),
        ("全镇边缘户30户。全村边缘户12户", []),
        ("全镇边缘户约30户。全镇边缘户12户", []),
        ("对全镇30个村排查。全镇24个村均已完成", [(["24个", "30个"], False)]),
        ("对全镇30个村排查。全镇24个村休耕", []),  # some of them
        ("对全镇30个村排查。全镇有24个村均已完成", []),
        ("一、甲镇\n全镇边缘户30户。\n一、乙镇\n全镇边缘户12户。", []),
    ],
)
def test_one_stock_has_one_number(text, expected):
    assert repeats(text) == expected


@pytest.mark.parametrize(
    ("again", "holds"),
    [
        ("全镇边缘户14户。全镇脱贫不稳定户19户", [False]),
        ("全镇边缘户12户。全镇脱贫不稳定户18户", [True]),
        ("全镇边缘户14户", []),
    ],
)
def test_parts_that_are_stated_again_add_up_to_the_whole(again, holds):
    text = f"全镇监测对象30户,其中边缘户12户,脱贫不稳定户18户。{again}"
    folded = fold(text)
    mentions = find_mentions(folded.text, find_figures(folded, text))
    lists = list(find_lists(folded.text, mentions))
    found = list(find_restated_sums(mentions, stocks(folded.text, mentions), lists))
    assert [one.holds for one in found] == holds
    assert all(one.right == 30 for one in found)


@pytest.mark.parametrize(
    ("text", "assuming"),
    [
        ("全镇建档立卡贫困户30户。目前全镇贫困户28户", [True]),
        ("全镇建档立卡贫困户30户。目前全镇贫困户9户", []),  # those who are left, rather
        ("全镇建档立卡贫困户30户。2016年全镇贫困户28户", []),
        ("全镇建档立卡贫困户30户。目前全镇建档立卡贫困户28户", [False]),
        ("组织领导方面,成立13个工作组。召集12个专项组组长", [True]),
    ],
)
def test_what_may_be_one_stock_is_wrong_if_it_is(text, assuming):
    folded = fold(text)
    mentions = find_mentions(folded.text, find_figures(folded, text))
    found = list(find_repeats(stocks(folded.text, mentions)))
    assert [bool(one.assuming) for one in found] == assuming
    assert not any(one.holds for one in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全镇建档立卡贫困户30户。走访31户建档立卡贫困户", [(31, 30, False)]),
        ("全镇建档立卡贫困户30户。走访29户建档立卡贫困户", [(29, 30, True)]),
        ("全镇建档立卡贫困户30户。走访60户建档立卡贫困户", []),  # of another day, or of several visits
        ("走访31户建档立卡贫困户", []),
        ("全县31户建档立卡贫困户。全镇建档立卡贫困户30户", []),
    ],
)
def test_some_are_no_more_than_all(text, expected):
    folded = fold(text)
    mentions = find_mentions(folded.text, find_figures(folded, text))
    found = find_parts_of_stocks(stocks(folded.text, mentions))
    assert [(one.left, one.right, one.holds) for one in found] == expected
