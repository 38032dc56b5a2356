"""Deliveries are cleaned in the workers of a pool, the largest first."""

import pickle
from concurrent.futures import Executor, Future

import pytest

from pipelines.cleaning import pool
from pipelines.common.workers import CORES
from pipelines.deliveries.intake import take_in
from tests.support.desk import KEY, REGISTERS, Desk, ledger
from tests.support.ledgers import ROAD


class Workers(Executor):
    """Keeps what it is to do; only the first task ends."""

    def __init__(self):
        self.tasks: list[tuple] = []
        self.futures: list[Future] = []

    def submit(self, function, /, *arguments, **_):
        self.tasks.append((function, *arguments))
        self.futures.append(Future())
        if len(self.futures) == 1:
            self.futures[0].set_result(arguments[0].name)
        return self.futures[-1]


@pytest.fixture
def cleaned(tmp_path):
    for period, rows in (("2017", 1), ("2018", 9)):
        Desk(tmp_path, period=period).csv("表.csv", ledger(*[ROAD] * rows))
    workers = Workers()
    deliveries = take_in(tmp_path / "raw").deliveries
    return workers, pool.clean_deliveries(deliveries, REGISTERS, tmp_path / "pieces", KEY, workers)


def test_the_largest_is_begun_first_and_cores_are_shared(cleaned):
    workers, _ = cleaned
    assert [task[1].name for task in workers.tasks] == ["木棠镇/2018", "木棠镇/2017"]
    assert {task[5] for task in workers.tasks} == {CORES // min(CORES, 2)}


def test_all_deliveries_of_a_worker_are_cleaned_by_the_very_same_registers(cleaned, monkeypatch):
    workers, _ = cleaned
    given = []
    monkeypatch.setattr(pool, "clean_delivery", lambda *arguments: given.append(arguments))
    sent = pickle.loads(pickle.dumps(workers.tasks))
    for function, *arguments in sent:
        function(*arguments)
    [(first, by, *rest), (second, by_too, *rest_too)] = given
    assert [first.name, second.name] == ["木棠镇/2018", "木棠镇/2017"]
    assert by is by_too
    assert by == REGISTERS
    assert rest == rest_too == [sent[0][3], KEY, CORES // min(CORES, 2), False]


def test_each_is_given_as_it_is_done_and_the_rest_is_cancelled_when_nobody_waits(cleaned):
    workers, done = cleaned
    assert next(done) == "木棠镇/2018"
    done.close()
    assert [future.cancelled() for future in workers.futures] == [False, True]
