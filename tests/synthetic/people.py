"""Synthetic households and persons.

ID numbers pass every check of GB 11643-1999 (existing date of birth, sex digit, check digit), but their sequence
numbers lie in 990-999, which hardly any real number has. Names are heavenly stems and numerals after a common
surname, telephones begin with 154, which no operator uses: nobody is meant.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tests.synthetic.amounts import split

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许邓冯韩曹"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_NUMERALS = "一二三四五六七八九十"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CAUSES = ("因病", "因残", "因学", "缺技术", "缺资金", "缺劳力", "交通条件落后", "自身发展动力不足")
_LIKELY_CAUSES = ("缺技术", "缺资金", "交通条件落后", "自身发展动力不足")
"""Causes that any household may have."""
_KINDS = ("一般贫困户",) * 7 + ("低保贫困户",) * 2 + ("五保贫困户",)


@dataclass(frozen=True)
class Person:
    """A member of a household as the registry describes one."""

    number: str
    name: str
    id_number: str
    age: int
    relation: str
    education: str
    schooling: str
    health: str
    labour: str
    work_place: str
    work_months: int | None


@dataclass(frozen=True)
class Household:
    """A registered household; the head is the first member."""

    number: str
    village: str
    hamlet: str
    status: str
    exit_year: int | None
    identified: tuple[int, int]
    kind: str
    cause: str
    income: int
    phone: str
    monitored: str = ""
    members: tuple[Person, ...] = ()

    @property
    def size(self) -> int:
        return len(self.members)

    @property
    def head(self) -> Person:
        return self.members[0]

    def identified_with(self, person: Person) -> tuple[int, int]:
        """Year and month in which the person was identified: with the household, or born into it later."""
        return max(self.identified, (int(person.id_number[6:10]), int(person.id_number[10:12])))


@dataclass
class People:
    """Where one unit's households come from.

    `area_code` begins the ID numbers, `year` is the one at whose end ages and incomes are measured.
    """

    unit: str
    area_code: str
    year: int
    rng: Random = field(init=False)

    def __post_init__(self) -> None:
        self.rng = Random(self.unit)
        self._taken: set[str] = set()
        self._households = 0

    def group(
        self,
        households: int,
        persons: int,
        villages: Sequence[str],
        status: str = "已脱贫",
        exit_year: int | None = None,
        identified_year: int | None = None,
        monitored: str = "",
    ) -> list[Household]:
        """Households of one standing with exactly that many persons, scattered over the villages."""
        sizes = split(self.rng, persons, households)
        return [
            self.household(self.rng.choice(villages), size, status, exit_year, identified_year, monitored)
            for size in sizes
        ]

    def household(
        self,
        village: str,
        size: int,
        status: str = "已脱贫",
        exit_year: int | None = None,
        identified_year: int | None = None,
        monitored: str = "",
    ) -> Household:
        """One household of that size."""
        rng = self.rng
        self._households += 1
        number = f"{self.area_code}{self._households:06}"
        year = identified_year or min(
            rng.choice((2013, 2013, 2014, 2014, 2015, 2016)), exit_year or self.year
        )
        poor = status not in ("已脱贫", "")
        hamlet = f"{rng.randint(1, 8)}组"
        identified = (year, 12 if identified_year is None else rng.randint(2, 5))
        kind, cause = rng.choice(_KINDS), rng.choice(_CAUSES)
        income = rng.randint(2100, 3400) if poor else rng.randint(4600, 14800)
        phone, members = self.phone(), tuple(self._members(number, size))
        return Household(
            number=number,
            village=village,
            hamlet=hamlet,
            status=status,
            exit_year=exit_year,
            identified=identified,
            kind=kind,
            cause=cause if _is_borne_out(cause, members) else _LIKELY_CAUSES[self._households % 4],
            income=income,
            phone=phone,
            monitored=monitored,
            members=members,
        )

    def id_number(self, birth: date, sex: str) -> str:
        """A number that nobody else of this unit has."""
        while True:
            sequence = self.rng.choice(
                (991, 993, 995, 997, 999) if sex == "男" else (990, 992, 994, 996, 998)
            )
            number = with_check_digit(f"{self.area_code}{birth:%Y%m%d}{sequence}")
            if number not in self._taken:
                self._taken.add(number)
                return number
            birth += timedelta(days=1)

    def name(self, surname: str = "") -> str:
        rng = self.rng
        return (surname or rng.choice(_SURNAMES)) + rng.choice(_STEMS) + rng.choice(_NUMERALS)

    def phone(self) -> str:
        return f"154{self.rng.randrange(10**8):08}"

    def account(self) -> str:
        return f"9999{self.rng.randrange(10**15):015}"

    def _members(self, household: str, size: int) -> Iterable[Person]:
        rng = self.rng
        head_age = rng.randint(58, 84) if size == 1 else rng.randint(36, 70)
        head_sex = "男" if rng.random() < 0.85 else "女"
        surname = rng.choice(_SURNAMES)
        yield self._person(household, 1, surname, "户主", head_sex, head_age)
        roles = self._roles(head_age, head_sex)
        for place, (relation, sex, age, is_kin) in zip(range(2, size + 1), roles, strict=False):
            yield self._person(household, place, surname if is_kin else "", relation, sex, age)

    def _roles(self, age: int, sex: str) -> Iterable[tuple[str, str, int, bool]]:
        """Relation, sex, age and whether the surname is shared, for as many further members as are asked for."""
        rng = self.rng
        if rng.random() < 0.8:
            yield "配偶", "女" if sex == "男" else "男", max(22, age + rng.randint(-4, 3)), False
        if age < 52:
            elder = [
                ("之母", "女", age + rng.randint(20, 26), False),
                ("之父", "男", age + rng.randint(21, 28), True),
            ]
        else:
            elder = [
                ("之儿媳", "女", age - rng.randint(23, 30), False),
                ("之孙子", "男", max(0, age - rng.randint(46, 54)), True),
                ("之孙女", "女", max(0, age - rng.randint(46, 54)), True),
            ]
        yield self._child(age)
        yield self._child(age)
        yield from elder
        while True:
            yield self._child(age)

    def _child(self, age: int) -> tuple[str, str, int, bool]:
        relation, sex = self.rng.choice((("之子", "男"), ("之女", "女")))
        return relation, sex, max(0, age - self.rng.randint(22, 36)), True

    def _person(self, household: str, place: int, surname: str, relation: str, sex: str, age: int) -> Person:
        rng = self.rng
        birth = date(self.year - age, 1, 1) + timedelta(days=rng.randrange(330))
        schooling = _schooling(rng, age)
        studies = schooling not in ("非在校生", "学龄前儿童")
        health = (
            rng.choices(("健康", "长期慢性病", "残疾", "患有大病"), (80, 12, 6, 2))[0]
            if age >= 16
            else "健康"
        )
        labour = _labour(rng, age, health, studies)
        works = labour in ("普通劳动力", "技能劳动力") and rng.random() < 0.45
        return Person(
            number=f"{household}{place:02}",
            name=self.name(surname),
            id_number=self.id_number(birth, sex),
            age=age,
            relation=relation,
            education="学龄前儿童" if age < 6 else "" if studies else _education(rng, age),
            schooling=schooling,
            health=health,
            labour=labour,
            work_place=rng.choice(("乡(镇)内务工", "县内务工", "省内县外务工", "省外务工")) if works else "",
            work_months=rng.randint(2, 11) if works else None,
        )


def with_check_digit(body: str) -> str:
    """17 digits and the check digit that GB 11643-1999 gives them."""
    remainder = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11
    return body + "10X98765432"[remainder]


def with_wrong_digit(number: str) -> str:
    """The ID number with a check digit that is not its own."""
    return number[:17] + ("5" if number[17] != "5" else "6")


def _is_borne_out(cause: str, members: Iterable[Person]) -> bool:
    """Whether a member of the household is why it is poor, where the cause is about a member."""
    match cause:
        case "因病":
            return any(person.health not in ("健康", "残疾") for person in members)
        case "因残":
            return any(person.health == "残疾" for person in members)
        case "因学":
            return any(person.schooling != "非在校生" for person in members)
        case "缺劳力":
            return any(person.labour not in ("普通劳动力", "技能劳动力") for person in members)
    return True


def _schooling(rng: Random, age: int) -> str:
    if age < 3:
        return "学龄前儿童"
    if age < 6:
        return "学前教育"
    if age < 12:
        return "小学"
    if age < 15:
        return "七八九"[age - 12] + "年级"
    if age < 18:
        return f"普通高中{'一二三'[age - 15]}年级" if rng.random() < 0.7 else "非在校生"
    if age < 21:
        return f"高职高专{'一二三'[age - 18]}年级" if rng.random() < 0.3 else "非在校生"
    return "非在校生"


def _education(rng: Random, age: int) -> str:
    if age >= 65:
        return rng.choice(("文盲或半文盲", "小学", "小学"))
    return rng.choices(("小学", "初中", "高中", "大专及以上"), (30, 50, 15, 5))[0]


def _labour(rng: Random, age: int, health: str, studies: bool) -> str:
    if age < 16 or studies:
        return "无劳动力"
    if health in ("残疾", "患有大病"):
        return rng.choice(("丧失劳动力", "弱劳动力或半劳动力"))
    if age >= 60:
        return "弱劳动力或半劳动力" if age < 75 else "无劳动力"
    return "技能劳动力" if rng.random() < 0.08 else "普通劳动力"
