"""木棠镇 of 儋州市 in 2018: the unit with every register, after report 000."""

from tests.synthetic.aid import write_mutang_health
from tests.synthetic.bases import xuezhai_income
from tests.synthetic.deliveries import Sample
from tests.synthetic.figures import reported
from tests.synthetic.housing import finished_before, rebuilt_2018
from tests.synthetic.mutang.benefits import write_benefits
from tests.synthetic.mutang.dividends import write_dividends
from tests.synthetic.mutang.funds import write_funds
from tests.synthetic.mutang.registry import VILLAGES, XUEZHAI, Township, write_registry
from tests.synthetic.works import xuezhai_works

UNIT, PERIOD = "木棠镇", "2018"


def write(sample: Sample) -> None:
    sample.unit(UNIT, county="儋州市", township=UNIT)
    delivery = sample.delivery(
        UNIT,
        PERIOD,
        source="乡镇脱贫攻坚工作总结(报告000),2018 年",
        note="各行均为合成数据,合计与报告公布的数字一致。",
    )
    township = Township.make()
    write_registry(delivery, township)
    write_funds(delivery)
    write_dividends(delivery, township)
    write_benefits(delivery, township)
    write_mutang_health(delivery, VILLAGES)
    households = township.households
    before = finished_before(households[:387])
    delivery.save("2017年及以前危房改造台账.csv", before, encoding="gb18030")
    delivery.save("2018年危房改造台账.xls", rebuilt_2018(households[400:1006:2], VILLAGES))
    delivery.save("薛宅村集体经济收益台账.xls", xuezhai_income(XUEZHAI))
    delivery.save("薛宅村到村工程台账.xlsx", xuezhai_works(XUEZHAI))
    delivery.save("报告数据.csv", reported(UNIT, PERIOD))
