"""The township and village that the place of a project names; what names none stays at the level above."""

import pytest

from pipelines.values.locating import KIND_OF_PLACE, Location, locate

TOWNSHIPS = {
    "石桥镇": "石桥镇",
    "柳林镇": "柳林镇",
    "彰北办事处": "彰北街道",
    "彰北街道": "彰北街道",
    "龙王庙乡": "龙王庙乡",
}


@pytest.mark.parametrize(
    "text",
    [
        *(
            "相关乡镇办",
            "全市24个镇",
            "全县各乡镇",
            "各乡镇",
            "有关乡镇",
            "全县16个乡镇",
            "相关乡镇(街道)",
            "有扶贫任务的乡镇",
        ),
        *(
            "城乡居民",
            "县城乡结合部",
            "全县",
            "15个贫困村",
            "非贫困村",
            "各行政村",
            "县乡村振兴局",
            "美丽乡村示范村",
        ),
        *("县直及乡镇", "3镇2乡", "重点乡村", "柏庄镇后林都村", "上坪村、下坪村", "开发区王庄村"),
    ],
)
def test_a_county_takes_no_place_from_words_for_many_or_from_names_that_nobody_listed(text):
    found = locate(text, TOWNSHIPS, own=None)
    assert (found.township, found.village) == (None, None)


@pytest.mark.parametrize(
    ("text", "township", "village"),
    [
        ("石桥镇", "石桥镇", None),
        ("石桥镇上坪村", "石桥镇", "上坪村"),
        ("石桥镇丁17村", "石桥镇", "丁17村"),
        ("石桥镇共17村", "石桥镇", None),
        ("石桥镇上坪村等3个村", "石桥镇", None),
        ("石桥镇上坪村、下坪村", "石桥镇", None),
        ("石桥镇卫生院", "石桥镇", None),
        ("石桥镇政府", "石桥镇", None),
        ("彰北办事处周家营村", "彰北街道", "周家营村"),
        ("龙王庙乡村组", "龙王庙乡", None),
        ("石桥镇等5个乡镇", None, None),
        ("石桥镇、柳林镇", None, None),
        ("石桥镇及柳林镇", None, None),
    ],
)
def test_a_county_takes_the_one_township_that_is_named(text, township, village):
    found = locate(text, TOWNSHIPS, own=None)
    assert (found.township, found.village) == (township, village)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("上坪村", Location("石桥镇", "上坪村")),
        ("石桥镇上坪村", Location("石桥镇", "上坪村")),
        ("全镇", Location("石桥镇")),
        ("15个贫困村", Location("石桥镇")),
        ("上坪村、下坪村", Location("石桥镇")),
        ("卫生院", Location("石桥镇")),
        ("石桥镇等5个乡镇", Location(is_wider=True)),
        ("有关乡镇", Location(is_wider=True)),
        ("全县", Location(is_wider=True)),
    ],
)
def test_a_township_knows_its_villages_from_what_goes_beyond_it(text, expected):
    assert locate(text, TOWNSHIPS, own="石桥镇") == expected


@pytest.mark.parametrize("name", ["新三村", "七一村", "东十村", "胜利二村", "十里村", "全州镇"])
def test_numerals_in_a_name_do_not_make_it_a_number_of_places(name):
    assert locate(f"石桥镇{name}", TOWNSHIPS, own=None).township == "石桥镇"
    assert not KIND_OF_PLACE.search(name)
