"""The key of an area: one text that is never NULL, on every clean row and for every level that includes the row."""

from collections.abc import Iterable

AREA_LEVELS = ("county", "township", "village")
AREA_COLUMNS = ("area_level", *AREA_LEVELS)
AREA_NAMES = ("area", *AREA_COLUMNS)
"""Columns that name the area of a row, its key among them."""
VILLAGE_OFFICES = {
    "嘎查村民委员会": "嘎查", "嘎查委员会": "嘎查", "嘎查村": "嘎查",
    "村民委员会": "村", "村委会": "村", "村委": "村", "行政村": "村",
    "社区居民委员会": "社区", "社区居委会": "社区", "居民委员会": "社区", "居委会": "社区",
}  # fmt: skip
"""What people write behind the name of a village for its office or its kind → the suffix of its name, longest first."""
UNKNOWN = "-"
"""Stands in a key where a level is not named. Cleaning leaves no name of that kind."""


def _key(*levels: str) -> str:
    """SQL of the names of the levels as a path. A name keeps no separator, so that no two areas share a key."""
    return " || '/' || ".join(f"coalesce(replace({level}, '/', '／'), '{UNKNOWN}')" for level in levels)


AREA_KEYS = {
    "area": (_key(*AREA_LEVELS), "这一行所说地区的代码：县/乡镇/行政村，没有写明的一级记为“-”。"),
    "township_area": (_key("county", "township"), "所在乡镇的代码：县/乡镇。"),
    "county_area": (_key("county"), "所在县的代码。"),
}
"""Key → its SQL on a clean row, and its definition."""

AREA_KEY_COLUMNS = ", ".join(f"{sql} as {name}" for name, (sql, _) in AREA_KEYS.items())

AREAS_TITLE = "地区"
AREA_TABLE = {
    "area": "地区的代码，各表都用它连接：县、县/乡镇或县/乡镇/行政村，不知道的上级记为“-”。",
    "area_level": "village（村）、township（乡镇）或 county（县）。",
    "county": "县。",
    "township": "乡镇；县一级为空。",
    "village": "行政村；乡镇和县一级为空。",
    "township_area": "所在乡镇的代码；县一级为空。",
    "county_area": "所在县的代码。",
}
"""Columns of clean.areas, one row per area that a clean row names, and their definitions. All are VARCHAR."""


def areas_of(registers: Iterable[str]) -> str:
    """The SELECT of clean.areas from the clean views of the registers: each area that a row names, at each level."""
    keys = ", ".join((*AREA_LEVELS, *AREA_KEYS))
    named = " union ".join(f"select {keys} from clean.{register}" for register in registers)
    return f"""
        with named as ({named})
        select county_area as area, 'county' as area_level, min(county) as county, null::varchar as township,
            null::varchar as village, null::varchar as township_area, county_area
        from named where county is not null group by all
        union all
        select township_area, 'township', min(county), min(township), null, township_area, county_area
        from named where township is not null group by all
        union all
        select area, 'village', min(county), min(township), min(village), township_area, county_area
        from named where village is not null group by all
    """
