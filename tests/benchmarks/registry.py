"""Deliveries of townships: person exports of the 27-column form as GB18030 CSV, any number of persons.

DuckDB makes the rows; few of them break an expectation, as in a real registry. Every value follows from the number
of a person or household, so that the same size always gives the same persons. ID numbers pass every check of
GB 11643-1999, but their sequence numbers lie in 990-999, which hardly any real number has; names are heavenly stems
and numerals after a common surname: nobody is meant.
"""

import hashlib
import shutil
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

CACHE = Path(__file__).parents[2] / ".cache" / "benchmarks"
FEWEST_TOWNSHIPS = 10
LARGEST_TOWNSHIP = 100_000
"""Persons: as in a real registry, more persons are more files, not larger ones."""

_STEMS = "甲乙丙丁戊己庚辛壬癸"

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SUM = " + ".join(f"(body // {10 ** (16 - place)} % 10) * {weight}" for place, weight in enumerate(_WEIGHTS))

_MACROS = (
    # A choice that follows from a number; the word sets it apart from other choices by the same number.
    "create macro pick(number, word, choices) as choices[(hash(number, word) % len(choices) + 1)::integer]",
    "create macro happens(number, word, one_in) as hash(number, word) % one_in = 0",
    f"create macro id_number(body) as body || substr('10X98765432', (({_SUM}) % 11)::integer + 1, 1)",
)

# Parents were born from 1955 on, children are at primary school. Days × 5 sequence numbers of each sex × county codes:
# no two persons share an ID number.
_PERSONS = """
    create temp table persons as
    with members as (
        select household, unnest(range(1, (2 + hash(household, 'size') % 5)::integer)) as place
        from range($first_household, $first_household + $persons) as households (household)
        order by all
        limit $persons
    ),
    numbered as (
        select
            household, place,
            count(*) over (partition by household) as size,
            $first_person + row_number() over (order by household, place) - 1 as person
        from members
    )
    select
        household, place, size, person,
        case
            when place = 1 then pick(household, 'head', ['男', '男', '男', '男', '女'])
            when place = 2 then if(pick(household, 'head', ['男', '男', '男', '男', '女']) = '男', '女', '男')
            else pick(person, 'sex', ['男', '女'])
        end as sex,
        place > 2 as is_child,
        if(is_child, 1500, 10000) as days,
        if(is_child, date '2006-09-01', date '1955-01-01') + (person * 7919 % days)::integer as born_on,
        (460000 + person // days // 5)::bigint * 100000000000 + strftime(born_on, '%Y%m%d')::bigint * 1000
            + 990 + 2 * (person // days % 5) + if(sex = '男', 1, 0) as body,
        pick(household, 'standing', ['返贫', '未脱贫', '未脱贫', '注销'] || list_resize(['已脱贫'], 96, '已脱贫')) as standing,
        pick(person, 'health', ['健康', '健康', '健康', '健康', '长期慢性病', '残疾']) as health,
        health <> '残疾' and pick(person, 'work', [true, false]) and not is_child as works
    from numbered
"""

_ROWS = """
    select
        '样板县' as 行政县,
        $township as 乡镇,
        left($township, 1) || pick(household, 'village', split('东南西北中上下前后左右新老大小高平长安福', '')) || '村'
            || if(happens(person, 'space', 100), '　', '') as 行政村,
        (1 + hash(household, 'group') % 8) || '组' as 自然村,
        if(place = 1 and happens(person, 'no household', 700), null, 46000000000 + household) as 户编号,
        (46000000000 + household) * 100 + place as 人编号,
        pick(household, 'surname', split('王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许邓冯韩曹', ''))
            || pick(person, 'name', split('甲乙丙丁戊己庚辛壬癸', ''))
            || pick(person, 'given name', split('一二三四五六七八九十', '')) as 姓名,
        if(happens(person, 'wrong digit', 2000), left(id_number(body), 17) || if(ends_with(id_number(body), '5'), '6', '5'),
            id_number(body)) as 证件号码,
        size as 人数,
        case place when 1 then '户主' when 2 then '配偶' else if(sex = '男', '之子', '之女') end as 与户主关系,
        '汉族' as 民族,
        if(is_child, null, pick(person, 'education', ['文盲或半文盲', '小学', '小学', '初中', '初中', '高中', '大专及以上']))
            as 文化程度,
        if(is_child, '小学', '非在校生') as 在校生状况,
        health as 健康状况,
        case when is_child then '无劳动力' when health = '残疾' then '弱劳动力或半劳动力'
            else pick(person, 'labour', ['普通劳动力', '普通劳动力', '技能劳动力']) end as 劳动技能,
        if(works, pick(person, 'work place', ['乡(镇)内务工', '县内务工', '省内县外务工', '省外务工']), null) as 务工状况,
        if(works, 2 + hash(person, 'months') % 10, null) as 务工时间,
        '是' as 参加大病医疗,
        if(happens(person, 'no such standing', 2000), '脱贫中', standing) as 脱贫属性,
        if(standing in ('已脱贫', '返贫'),
            pick(household, 'exit', ['2014', '2015', '2016', '2016', '2017', '2017', '2017', '2018', '2018'])
                || if(happens(household, 'with 年', 500), '年', ''), null) as 脱贫年度,
        pick(household, 'kind', ['一般贫困户', '一般贫困户', '一般贫困户', '低保贫困户', '五保贫困户']) as 贫困户属性,
        pick(household, 'cause', ['缺技术', '缺资金', '交通条件落后', '自身发展动力不足']) as 主要致贫原因,
        if(standing = '已脱贫', '否', pick(household, 'house', ['是', '否'])) as 危房户,
        '是' as 饮水安全,
        '否' as 饮水困难,
        if(happens(person, 'approximate', 2000), '约', '') || (2100 + hash(household, 'income') % 12700)
            || pick(household, 'fen', ['', '', '.5', '.25']) as 人均纯收入,
        154 || lpad((hash(household, 'phone') % 100000000)::varchar, 8, '0') as 联系电话
    from (from persons union all by name (from persons where happens(person, 'repeated', 2000)))
    order by person
"""


def registry(persons: int) -> Path:
    """Folder of deliveries <township>/2018/<file>.csv with that many persons, made at first use and kept in the cache.

    One row in 400 is to be quarantined or superseded; the last row of each file is a total.
    """
    recipe = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]
    folder = CACHE / f"registry-{persons}-{recipe}"
    if not folder.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=CACHE) as unfinished:
            _write(Path(unfinished) / "raw", persons)
            (Path(unfinished) / "raw").rename(folder)
    return folder


def _write(folder: Path, persons: int) -> None:
    with duckdb.connect() as db:
        db.execute("set enable_progress_bar = false")
        for macro in _MACROS:
            db.execute(macro)
        townships = max(FEWEST_TOWNSHIPS, ceil(persons / LARGEST_TOWNSHIP))
        for number in range(townships):
            first, next_first = persons * number // townships, persons * (number + 1) // townships
            name = f"{_STEMS[number % 10]}{number // 10 + 1}镇"
            delivery = folder / name / "2018"
            delivery.mkdir(parents=True)
            db.execute("drop table if exists persons")
            db.execute(
                _PERSONS,
                {"persons": next_first - first, "first_person": first, "first_household": first},
            )
            utf8 = delivery / "utf-8"
            db.execute(f"copy ({_ROWS}) to '{utf8}' (format csv, header)", {"township": name})
            _recode(utf8, delivery / f"{name}建档立卡贫困人口.csv", next_first - first)
            utf8.unlink()


def _recode(utf8: Path, path: Path, persons: int) -> None:
    with utf8.open(encoding="utf-8") as text, path.open("w", encoding="gb18030", newline="\r\n") as copy:
        shutil.copyfileobj(text, copy, 1 << 20)
        copy.write(f"合计,,,,,,,,{persons}" + "," * 18 + "\n")
