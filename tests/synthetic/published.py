"""Tables that governments published, under their own headers, as deliveries of the places that they are about."""

import csv
from pathlib import Path

from tests.synthetic.deliveries import Sample
from tests.synthetic.figures import reported
from tests.synthetic.forms import Cell, Row, Table

_TABLES = Path(__file__).parent / "tables"


def write(sample: Sample) -> None:
    _luxi(sample)
    _beita(sample)
    _liling(sample)
    _mengzhou(sample)
    _xialin(sample)
    _jinshi(sample)
    _houjialou(sample)
    _figures_only(sample)
    # two townships that the tables name as the place of a project, and that are not units themselves
    sample.places({"county": "醴陵市", "township": "枫林镇"}, {"county": "津市市", "township": "药山镇"})


def _luxi(sample: Sample) -> None:
    """The table gives amounts only in its total rows, and of single units only the rate."""
    sample.unit("泸西县", county="泸西县")
    delivery = sample.delivery(
        "泸西县",
        "2019",
        source="https://www.hhlx.gov.cn/info/2861/221921.htm",
        note="截至2019年12月18日。原表只在合计、小计行公布金额,各单位只公布支出进度。",
        defaults={"year": 2019},
    )
    title = "泸西县2019年财政涉农整合资金支出进度表"
    delivery.save("支出进度.xls", _table("luxi", titles=(title, "截至2019年12月18日")))
    delivery.save("公布数据.csv", reported("泸西县", "2019"))


def _beita(sample: Sample) -> None:
    sample.unit("北塔区", county="北塔区")
    delivery = sample.delivery(
        "北塔区",
        "2020",
        source="http://www.beita.gov.cn/beita/ghjh/202003/96305b519e474f4993e4f1c556c4905a.shtml",
        note="第16行原表缺村名,后面各列左移一格。",
        defaults={"fund_level": "中央", "year": 2020},
    )
    titles = ("北塔区2020年第一批中央财政扶贫专项资金安排表", "单位:万元")
    delivery.save("资金安排表.xls", _table("beita", titles=titles))
    delivery.save("公布数据.csv", reported("北塔区", "2020"))


def _liling(sample: Sample) -> None:
    sample.unit("醴陵市", county="醴陵市")
    delivery = sample.delivery(
        "醴陵市",
        "2019",
        source="http://www.liling.gov.cn/c1066/20200121/i1426684.html",
        note="原表没有注明金额单位,正文为万元。",
        defaults={"fund_level": "县级", "year": 2019},
        money_unit="万元",
    )
    delivery.save("2019年市本级财政专项扶贫资金分配表.csv", _table("liling"), encoding="gb18030")
    delivery.save("公布数据.csv", reported("醴陵市", "2019"))


def _mengzhou(sample: Sample) -> None:
    sample.unit("孟州市", prefecture="焦作市", county="孟州市")
    delivery = sample.delivery(
        "孟州市",
        "2018",
        source="http://www.mengzhou.gov.cn/sitesources/mzsrmzf/page_pc/ztzl/tpgj/fpxmzjgggs/articlef49c1078d6534093936af9922c9f5281.html",
        defaults={"year": 2018},
    )
    delivery.save("2018年扶贫资金来源.csv", _table("mengzhou"))
    delivery.save("公布数据.csv", reported("孟州市", "2018"))


def _xialin(sample: Sample) -> None:
    sample.unit("霞林街道", county="城厢区", township="霞林街道")
    delivery = sample.delivery(
        "霞林街道",
        "2017",
        source="https://www.chengxiang.gov.cn/zwgk/fp/fpzcjlsqk/201710/t20171030_727037.htm",
        defaults={"fund_level": "中央", "year": 2017},
    )
    delivery.save(
        "中央财政扶贫资金分配表.xlsx", _table("xialin", titles=("霞林街道2017年度中央财政扶贫资金分配表",))
    )
    delivery.save("公布数据.csv", reported("霞林街道", "2017"))


def _jinshi(sample: Sample) -> None:
    sample.unit("津市市", county="津市市")
    delivery = sample.delivery(
        "津市市",
        "2020",
        source="https://www.jinshishi.gov.cn/zwgk/public/6616338/1183585091.html",
        note="原表的一部分;文号、实施镇村、变更前内容和理由为纵向合并单元格。",
        defaults={"year": 2020},
        sheets=[{"file": "项目变更表.xlsx", "counts": True}],  # the plan that it changes was not sent
    )
    delivery.save("项目变更表.xlsx", _table("jinshi", titles=("津市市财政专项扶贫资金项目变更表",)))
    delivery.save("公布数据.csv", reported("津市市", "2020"))


def _houjialou(sample: Sample) -> None:
    sample.unit("后加楼村", village="后加楼村")
    delivery = sample.delivery(
        "后加楼村",
        "2019H1",
        source="http://tastyfever.com/news/article-161303.html",
        note="前三行金额按人数和标准算出。",
        defaults={"partner": "光伏电站", "payout_year": 2019},
    )
    delivery.save("光伏收益分配表.xlsx", _table("houjialou", titles=("后加楼村2019年上半年光伏收益分配表",)))
    delivery.save("公布数据.csv", reported("后加楼村", "2019H1"))


def _figures_only(sample: Sample) -> None:
    """National and prefecture figures, which no register answers."""
    sample.unit("全国", source="国家统计局等公布数字,逐条注明来源")
    sample.delivery("全国", "2020").save("公布数据.csv", reported("全国", "2020"))
    sample.unit("曲靖市", source="http://www.zyooe.com/qjsfpz/files/basic-html/page682.html")
    sample.delivery("曲靖市", "2019").save("公布数据.csv", reported("曲靖市", "2019"))


def _table(name: str, titles: tuple[str, ...] = ()) -> Table:
    """The transcribed table; its numbers as numbers, as a workbook holds them."""
    with (_TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        header, *body = list(csv.reader(lines))
    rows: list[Row] = [[_cell(text) for text in row] for row in body]
    return Table("Sheet1", [header], rows, titles=titles)


def _cell(text: str) -> Cell:
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number
