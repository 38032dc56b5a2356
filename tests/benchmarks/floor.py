"""The yardstick of a build: `python floor.py RAW OUT` does its work on person exports in bare DuckDB.

Reads, types, checks, keys, sets aside bad and repeated rows with their reasons, writes Parquet, and makes two marts;
one worker process per core. It knows the form of the files beforehand and so needs no contract; it checks no
expectation, and keeps no record and no release. Only DuckDB and the standard library are imported.
"""

import json
import os
import secrets
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from shutil import copyfileobj

import duckdb

COLUMNS = (
    "county", "township", "village", "natural_village", "household_id", "person_number", "person_name", "person_id",
    "household_size_persons", "relation", "ethnicity", "education", "schooling", "health", "labour", "work_place",
    "work_months", "has_major_illness_insurance", "exit_status", "exit_year", "household_kind", "poverty_cause",
    "has_dangerous_house", "has_safe_water", "has_water_difficulty", "net_income_per_person_yuan", "person_phone",
)  # fmt: skip

NUMBERS = {
    "household_size_persons": (r"\d{1,9}", "bigint"),
    "work_months": (r"\d{1,12}(\.\d{1,6})?", "decimal(24, 6)"),
    "net_income_per_person_yuan": (r"\d{1,12}(\.\d{1,2})?", "decimal(18, 2)"),
}

TERMS = {
    "relation": ("户主", "配偶", "之子", "之女", "之父", "之母", "其他"),
    "education": ("文盲或半文盲", "小学", "初中", "高中", "大专及以上", "学龄前儿童"),
    "schooling": ("学龄前儿童", "小学", "七年级", "八年级", "九年级", "普通高中一年级", "非在校生"),
    "health": ("健康", "长期慢性病", "残疾", "患有大病"),
    "labour": ("普通劳动力", "技能劳动力", "弱劳动力或半劳动力", "丧失劳动力", "无劳动力"),
    "exit_status": ("已脱贫", "未脱贫", "预脱贫", "返贫", "注销"),
    "household_kind": ("一般贫困户", "低保贫困户", "五保贫困户"),
    "poverty_cause": (
        "因病",
        "因残",
        "因学",
        "因灾",
        "缺技术",
        "缺资金",
        "缺劳力",
        "交通条件落后",
        "自身发展动力不足",
    ),
}

FLAGS = ("has_major_illness_insurance", "has_dangerous_house", "has_safe_water", "has_water_difficulty")
KEYED = ("person_number", "person_id", "person_phone")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

HOUSEHOLDS = """
    create temp table households as
    select county, township, village, exit_status, exit_year, household_id, count(*) as persons
    from read_parquet('{out}/*.persons.parquet')
    where exit_status is distinct from '注销'
    group by all
"""

MARTS = {
    "exits_by_year": """
        with exits as (
            select township, village, exit_year, exit_status, count(*) as households, sum(persons)::bigint as persons
            from households
            group by grouping sets ((township, village, exit_year, exit_status), (township, exit_year, exit_status))
        ),
        by_year as (
            select township, village, exit_year,
                coalesce(sum(households) filter (exit_status = '已脱贫'), 0)::bigint as households,
                coalesce(sum(persons) filter (exit_status = '已脱贫'), 0)::bigint as persons,
                coalesce(sum(households) filter (exit_status = '返贫'), 0)::bigint as returned_households,
                coalesce(sum(persons) filter (exit_status = '返贫'), 0)::bigint as returned_persons
            from exits
            where exit_status in ('已脱贫', '返贫') and exit_year is not null
            group by all
        )
        select *,
            sum(households) over years as cumulative_households,
            sum(persons) over years as cumulative_persons
        from by_year
        window years as (partition by township, village order by exit_year)
    """,
    "poverty_incidence": """
        select township, village,
            count(*) as registered_households,
            sum(persons)::bigint as registered_persons,
            count(*) filter (exit_status <> '已脱贫') as poor_households,
            coalesce(sum(persons) filter (exit_status <> '已脱贫'), 0)::bigint as poor_persons
        from households
        group by grouping sets ((township, village), (township))
    """,
}


def main(raw: Path, out: Path) -> None:
    """Every file of `raw` into `out`: <name>.persons.parquet, <name>.set_aside.parquet, marts, counts.json."""
    out.mkdir(parents=True)
    files = sorted(raw.rglob("*.csv"))
    workers = min(os.cpu_count() or 1, len(files))
    threads = max(1, (os.cpu_count() or 1) // workers)
    key = secrets.token_bytes(32)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        accounts = list(pool.map(clean, files, repeat(out), repeat(key), repeat(threads)))
    counts = {name: sum(account[name] for account in accounts) for name in accounts[0]}
    with duckdb.connect(config={"memory_limit": "800MB"}) as db:
        db.execute("set enable_progress_bar = false")
        db.execute(HOUSEHOLDS.format(out=out))
        for name, select in MARTS.items():
            db.execute(f"copy ({select}) to '{out / name}.parquet' (format parquet)")
    (out / "counts.json").write_text(json.dumps(counts), encoding="utf-8")


def clean(csv: Path, out: Path, key: bytes, threads: int) -> dict[str, int]:
    """Clean one file; the account of its data rows: read, accepted, quarantined, superseded."""
    name = f"{csv.parents[1].name}-{csv.parent.name}"
    text = out / f"{name}.txt"
    with csv.open(encoding="gb18030") as source, text.open("w", encoding="utf-8") as copy:
        copyfileobj(source, copy, 1 << 20)
    with duckdb.connect(config={"threads": threads, "memory_limit": "700MB"}) as db:
        db.execute("set enable_progress_bar = false")
        db.execute(keyed_macro(key))
        db.execute(f"create temp table typed as {typed_rows()}", [str(text)])
        db.execute("""
            create temp table repeated as
            with shared as (select person_id from typed where fault is null group by all having count(*) > 1)
            select row from typed semi join shared using (person_id) where fault is null
            qualify row > min(row) over (partition by person_id)
        """)
        accepted = written(
            db,
            f"""select '{csv.name}' as file, * exclude (fault, raw) from typed
                where fault is null and row not in (from repeated)""",
            out / f"{name}.persons.parquet",
        )
        set_aside = written(
            db,
            f"""select '{csv.name}' as file, row, coalesce(fault, 'repeated') as fault, raw from typed
                where fault is not null or row in (from repeated)""",
            out / f"{name}.set_aside.parquet",
        )
        read, superseded = db.sql(
            "select (select count(*) from typed), (select count(*) from repeated)"
        ).fetchall()[0]
    text.unlink()
    if read != accepted + set_aside:
        raise AssertionError(f"{csv}: {read} rows, but {accepted} accepted and {set_aside} set aside")
    return {
        "read": read,
        "accepted": accepted,
        "quarantined": set_aside - superseded,
        "superseded": superseded,
    }


def typed_rows() -> str:
    """SELECT of typed rows with the first column at fault in each, and its text."""
    faults = dict(conditions())
    return f"""
        with cells as (
            select row_number() over () + 1 as row, {", ".join(f"{trimmed(name)} as {name}" for name in COLUMNS)}
            from read_csv(?, columns = {dict.fromkeys(COLUMNS, "VARCHAR")}, header = false, skip = 1,
                auto_detect = false, delim = ',', quote = '', escape = '')
        ),
        checked as (
            select *, case {" ".join(f"when {broken} then '{name}'" for name, broken in faults.items())} end as fault
            from cells
            where county <> '合计'
        )
        select row, {", ".join(f"{typed(name)} as {name}" for name in COLUMNS)},
            if(try_cast(person_id[17] as integer) % 2 = 1, '男', '女') as id_sex,
            try_strptime(person_id[7:14], '%Y%m%d')::date as id_birth_on,
            fault,
            case fault {" ".join(f"when '{name}' then {name}" for name in faults)} end as raw
        from checked
    """


def trimmed(name: str) -> str:
    """SQL for a cell without spaces around it, NULL where it is blank; to look for spaces first is faster."""
    has_space = f"contains({name}, ' ') or contains({name}, '\u3000')"
    return f"nullif(if({has_space}, trim({name}, ' \u3000'), {name}), '')"


def conditions() -> Iterator[tuple[str, str]]:
    """Column → SQL condition under which a cell of it sets its row aside; one that is not a number is set aside alone."""
    digits = " + ".join(
        f"(body // {10 ** (16 - place)} % 10) * {weight}" for place, weight in enumerate(WEIGHTS)
    )
    # A lambda, because inside CASE the cast would be done again for every digit.
    check_digit = (
        f"list_transform([person_id[1:17]::bigint], lambda body: '10X98765432'[({digits}) % 11 + 1])[1]"
    )
    yield "household_id", r"household_id is null or not regexp_full_match(household_id, '\d{4,20}')"
    yield (
        "person_id",
        rf"""case when person_id is null or not regexp_full_match(person_id, '[1-8]\d{{16}}[0-9X]') then true
             else try_strptime(person_id[7:14], '%Y%m%d') is null
                 or {check_digit} <> person_id[18] end""",
    )
    yield "exit_year", r"not regexp_full_match(exit_year, '(19|20)\d\d年?')"
    for name, terms in TERMS.items():
        yield name, f"{name} not in {terms}"
    for name in FLAGS:
        yield name, f"{name} not in ('是', '否')"


def typed(name: str) -> str:
    """SQL for the typed value of a column."""
    if name in NUMBERS:
        pattern, kind = NUMBERS[name]
        return f"if(regexp_full_match({name}, '{pattern}'), try_cast({name} as {kind}), null)"
    if name in FLAGS:
        return f"{name} = '是'"
    if name in KEYED:
        return f"keyed({name})"
    if name == "person_name":
        return "person_name[1] || '*'"
    if name == "exit_year":
        return "try_cast(exit_year[1:4] as integer)"
    return name


def keyed_macro(key: bytes) -> str:
    """SQL that defines keyed(text): the first half of HMAC-SHA256."""
    inner, outer = (bytes(byte ^ pad for byte in key.ljust(64, b"\0")).hex() for pad in (0x36, 0x5C))
    return f"""create temp macro keyed(raw) as
        left(sha256(unhex('{outer}') || unhex(sha256(unhex('{inner}') || encode(raw)))), 32)"""


def written(db: duckdb.DuckDBPyConnection, select: str, path: Path) -> int:
    """Write what the SELECT gives as Parquet and return its rows."""
    return db.execute(f"copy ({select}) to '{path}' (format parquet, compression zstd)").fetchall()[0][0]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
