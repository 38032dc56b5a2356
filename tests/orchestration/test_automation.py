"""What happens by itself: files that arrive, times that come, runs that fail."""

import email
import email.policy
import http.server
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import dagster as dg
import pytest

from pipelines.orchestration.alerts import alert
from pipelines.orchestration.jobs import RETRIES, build_job
from pipelines.orchestration.project import default_definitions, definitions_for, instance_of
from pipelines.orchestration.run import run_build
from pipelines.orchestration.schedules import daily, quarter_end
from pipelines.orchestration.sensors import arrivals, failures, reminders
from tests.support.small import Household, build_of, township_folder, write_registry, write_villages


@pytest.fixture
def watched(tmp_path, catalogue):
    write_registry(township_folder(tmp_path) / "名单.csv", Household(1))
    build = build_of(tmp_path, catalogue)
    with instance_of(build.workspace) as instance:
        cursor = None

        def tick() -> bool:
            """One look at the folder; whether a build was asked for."""
            nonlocal cursor
            with dg.build_sensor_context(instance=instance, cursor=cursor) as context:
                found = arrivals(build.workspace).evaluate_tick(context)
            cursor = found.cursor
            return bool(found.run_requests)

        yield tmp_path, tick


def test_files_that_lie_still_are_built_once(watched):
    _, tick = watched
    assert [tick() for _ in range(4)] == [False, True, False, False]


def test_a_file_still_being_copied_is_waited_for(watched):
    root, tick = watched
    tick(), tick()
    copy = root / "raw" / "某镇" / "2018" / "慢.csv"
    asked = []
    for size in (10, 20, 30):
        copy.write_text("x" * size, encoding="utf-8")
        asked.append(tick())
    assert asked == [False, False, False]
    assert [tick(), tick()] == [True, False]


def test_a_removed_file_is_a_change(watched):
    root, tick = watched
    tick(), tick()
    (root / "raw" / "某镇" / "2018" / "名单.csv").unlink()
    assert [tick(), tick(), tick()] == [False, True, False]


def test_schedules_run_in_chinese_time():
    assert {schedule.name: schedule.cron_schedule for schedule in (daily, quarter_end)} == {
        "daily": "0 6 * * *",
        "quarter_end": ["0 20 31 3,12 *", "0 20 30 6,9 *"],
    }
    assert {schedule.execution_timezone for schedule in (daily, quarter_end)} == {"Asia/Shanghai"}


def test_an_alert_is_logged_even_when_its_webhook_is_silent(tmp_path, catalogue, monkeypatch):
    workspace = build_of(tmp_path, catalogue).workspace
    monkeypatch.setenv("TOWNSHIP_WEBHOOK", "http://127.0.0.1:9/nobody")
    alert(workspace, "生成失败")
    first, second = (workspace.state / "alerts.log").read_text(encoding="utf-8").splitlines()
    assert first.endswith("生成失败") and "未能送达" in second


class Mailbox(socketserver.StreamRequestHandler):
    """Answers as a mail server does, and keeps what it is told."""

    received: ClassVar[list[bytes]] = []

    def handle(self) -> None:
        self.wfile.write(b"220 mail.county.local\r\n")
        in_text = False
        for line in self.rfile:
            word = line.strip().upper()[:4]
            if in_text and line.strip() != b".":
                self.received.append(line)
                continue
            in_text = word == b"DATA"
            self.wfile.write(
                b"354 go on\r\n" if in_text else b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n"
            )


class Hook(http.server.BaseHTTPRequestHandler):
    """Keeps what is posted to it."""

    received: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.received.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@contextmanager
def listening(handler: type[socketserver.BaseRequestHandler]) -> Iterator[int]:
    """A server of this machine; its port."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_an_alert_reaches_webhook_and_mailbox(tmp_path, catalogue, monkeypatch):
    """A web server and a mail server of this machine take what is sent."""
    workspace = build_of(tmp_path, catalogue).workspace
    with listening(Hook) as web, listening(Mailbox) as mail:
        monkeypatch.setenv("TOWNSHIP_WEBHOOK", f"http://127.0.0.1:{web}/alerts")
        monkeypatch.setenv("TOWNSHIP_MAIL", f"smtp://127.0.0.1:{mail}/duty@county.local")
        alert(workspace, "生成失败,原因")
    assert json.loads(Hook.received[0])["text"]["content"] == "生成失败,原因"
    sent = email.message_from_bytes(b"".join(Mailbox.received), policy=email.policy.default)
    assert sent["To"] == "duty@county.local" and sent.get_content().strip() == "生成失败,原因"
    assert "未能送达" not in (workspace.state / "alerts.log").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "address", ["smtp://127.0.0.1:9/duty@county.local", "smtp://127.0.0.1/nobody", "mail.county.local"]
)
def test_a_mailbox_that_cannot_be_reached_is_noted(tmp_path, catalogue, monkeypatch, address):
    workspace = build_of(tmp_path, catalogue).workspace
    monkeypatch.setenv("TOWNSHIP_MAIL", address)
    alert(workspace, "生成失败")
    assert f"未能送达 {address}" in (workspace.state / "alerts.log").read_text(encoding="utf-8")


def test_an_overdue_delivery_is_told_once(tmp_path, catalogue):
    write_registry(township_folder(tmp_path) / "名单.csv", Household(1))
    calendar = tmp_path / "raw" / "calendar.yml"
    calendar.write_text(
        "- {units: [邻镇], periods: ['2018'], registers: [persons], days: 0}", encoding="utf-8"
    )
    build = build_of(tmp_path, catalogue)
    run_build(build)
    log = build.workspace.state / "alerts.log"
    cursor = None
    with instance_of(build.workspace) as instance:
        for _ in range(2):
            with dg.build_sensor_context(instance=instance, cursor=cursor) as context:
                cursor = reminders(build.workspace, catalogue.registers).evaluate_tick(context).cursor
    told = log.read_text(encoding="utf-8").splitlines()
    assert len(told) == 1 and told[0].endswith(
        "逾期未报:邻镇 2018 建档立卡贫困人口花名册(应于 2018-12-31 前)"
    )


def test_a_refused_build_is_told_by_its_rule(tmp_path, catalogue):
    folder = township_folder(tmp_path)
    write_registry(folder / "名单.csv", Household(1, size=3))
    write_villages(folder / "村.csv", 甲村=1)  # fewer inhabitants than poor persons
    build = build_of(tmp_path, catalogue)
    job = definitions_for(build).resolve_job_def("build")
    with instance_of(build.workspace) as instance:
        failed = job.execute_in_process(instance=instance, raise_on_error=False)
        context = dg.build_run_status_sensor_context(
            "failures", failed.get_run_failure_event(), instance, failed.dagster_run
        ).for_run_failure()
        failures(build.workspace, build_job())(context)
    build.close()
    told = (build.workspace.state / "alerts.log").read_text(encoding="utf-8")
    assert "生成失败,上一次发布的数据不受影响" in told and "poverty_incidence 未通过检查:" in told


def test_what_fails_for_the_moment_is_tried_again_only_where_nobody_watches(tmp_path, catalogue):
    assert default_definitions().resolve_job_def("build").op_retry_policy == RETRIES
    watched = definitions_for(build_of(tmp_path, catalogue))
    assert watched.resolve_job_def("build").op_retry_policy is None
