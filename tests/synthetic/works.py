"""Works in villages, and households that were resettled, as units report them."""

from collections.abc import Sequence
from random import Random

from tests.synthetic.amounts import shares
from tests.synthetic.forms import Row, Table, words
from tests.synthetic.people import Household

_HEADER = words(
    "序号 行政村 工程名称 工程类别 出资单位 投资(万元) 长度(米) 覆盖自然村数 覆盖村民小组数 数量 受益户数 受益人数 出工人次 进度"
)
ROADS = "农村道路扩面延长"


def xuezhai_works(village: str) -> Table:
    """Works of 薛宅村 that others paid for: not in the township's ledger of funds."""
    rows: list[Row] = [
        [1, village, "自然村村巷硬化", "道路", "市扶贫办", 660, "", 8, "", "", "", "", "", "已完工"],
        [2, village, "龙头村综合整治", "环境整治", "镇政府", 650, "", "", "", "", "", "", "", "在建"],
        [3, village, "给水网络", "供水", "市水务局", 274.07, "", 9, "", "", "", "", "", "已完工"],
        [4, village, "环境整改工程", "环境整治", "市政府", "1,300", "", 9, "", "", "", "", "", "在建"],
    ]
    return Table("工程", [_HEADER], rows, titles=("薛宅村委会到村基础设施实施台账", "2018年12月31日"))


def weijiagou_works(village: str) -> Table:
    """Roads, water and public places of 位家沟村, without money."""
    rows: list[Row] = [
        [1, village, "组道路扩宽硬化", "道路", "", "", 1660, "", 3, "", "", "", "", "已完工"],
        [2, village, "田间道路扩宽硬化", "道路", "", "", "1.1公里", "", "", "", "", "", "", "已完工"],
        [3, village, "饮水管网改造", "供水", "", "", "", "", 5, "", 246, 914, "", "已完工"],
        [4, village, "党群服务中心", "公共设施", "", "", "", "", "", "1个", "", "", "", "已完工"],
        [5, village, "垃圾箱", "环境整治", "", "", "", "", "", "10个", "", "", "", "已完工"],
        [6, village, "村庄清洁", "环境整治", "", "", "", "", "", "", "", "", "100人次", "已完工"],
    ]
    return Table("", [_HEADER], rows, titles=("位家沟村到村基础设施实施台账",))


def zhaotan_works() -> Table:
    """The three works of 昭潭镇 that the fund ledger plans: all finished."""
    header = words("序號 行政村 工程名稱 工程類別 投資額(萬元) 竣工時間 工程進度")
    rows: list[Row] = [
        [1, "下塔村", "山塘除險加固", "水利", 68.8, "2020年9月20日", "已完工"],
        [2, "", "思源河橋重建", "橋樑", 50, "2020.10.15", "已完工"],
        [3, "永豐村", "飲水管網延伸", "供水", 90, "2020.11.30", "已完工"],
    ]
    return Table("完工", [header], rows, titles=("昭潭鎮2020年基礎設施項目完工情況",))


def ertai_water() -> Table:
    """Valves of 34 natural villages, and the one point of supply that is left."""
    header = words("序号 行政村 工程名称 工程类别 投资(万元) 覆盖自然村数 数量 进度")
    rows: list[Row] = [
        [1, "", "阀门井维修", "供水", 115, 34, "", "已完工"],
        [2, "郭家窑村", "集中供水点", "供水", "", "", "1处", "已完工"],
    ]
    return Table("饮水工程", [header], rows, titles=("二台镇安全饮水工程实施台账",))


def town_roads(villages: Sequence[str]) -> tuple[Table, Table]:
    """Two roads of the province's money, and 43 that the town widens: 29 finished, 19.443 of 32.297 km."""
    header = words("序号 行政村 工程名称 道路名称 类别 长度(米) 进度")
    rng = Random(ROADS)
    done = shares(19_443, [rng.uniform(0.5, 1.5) for _ in range(29)])
    rest = shares(32_297 - 19_443, [rng.uniform(0.5, 1.5) for _ in range(14)])
    rows: list[Row] = [
        [n, villages[n % len(villages)], ROADS, f"{n}号路", "道路", metres, "已完工" if n <= 29 else "在建"]
        for n, metres in enumerate([*done, *rest], start=1)
    ]
    small: list[Row] = [
        [1, "郑圩村", "郑圩村道路", "", "道路", 400, "在建"],
        [2, "长枫村", "长枫村道路", "", "道路", 250, "在建"],
    ]
    return (
        Table("扩面延长", [header], rows, titles=("农村道路扩面延长工程实施台账",)),
        Table("到村道路", [header], small, titles=("2020年第二批到村道路建设情况",)),
    )


def resettled(households: Sequence[Household]) -> Table:
    """Two households of a village that were resettled."""
    header = words("序号 行政村 户编号 户主姓名 身份证号码 家庭人口 安置方式 是否入住")
    rows: list[Row] = [
        [n, one.village, one.number, one.head.name, one.head.id_number, one.size, "集中安置", "是"]
        for n, one in enumerate(households, start=1)
    ]
    return Table("", [header], rows, titles=("易地扶贫搬迁对象花名册",))


def zhaishi_resettlement(villages: Sequence[str]) -> Table:
    """41 households with 146 persons resettled on their own, and a site for 71 with 261, not built yet."""
    header = words("序号 村名 安置方式 安置点 安置户数 安置人数 用地面积(亩) 搬迁进度")
    rng = Random("易地搬迁")
    weights = [rng.uniform(0.5, 1.5) for _ in villages]
    rows: list[Row] = []
    for mode, site, households, persons, state in (
        ("分散安置", "", 41, 146, "已完成"),
        ("集中安置", "寨市乡集中安置点", 71, 261, "在建"),
    ):
        parts = zip(villages, shares(households, weights), shares(persons, weights), strict=True)
        for village, count, size in parts:
            area = 8.5 if site else ""
            rows.append([len(rows) + 1, village, mode, site, count, size, area, state])
    return Table("搬迁", [header], rows, titles=("寨市乡2016年易地扶贫搬迁安置情况表",))


def ertai_home() -> Table:
    """The home for old people: 42 rooms for 318 万元, with 39 households of 47 persons."""
    header = words("序号 安置方式 安置点 房屋间数 投资(万元) 安置户数 安置人数 是否入住")
    row: Row = [1, "互助幸福院", "二台镇互助幸福院", "42间", 318, 39, 47, "是"]
    return Table("幸福院", [header], [row], titles=("二台镇互助幸福院入住情况",))
