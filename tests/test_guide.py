"""The Chinese guide names what there is: files, make targets, commands, pictures."""

import re

from pipelines.cli.commands import app
from pipelines.common.workspace import PROJECT

GUIDE = (PROJECT / "README.zh-CN.md").read_text(encoding="utf-8")


def test_links_lead_to_files_and_headings() -> None:
    links = re.findall(r"\]\(([^)]+)\)", GUIDE)
    headings = {
        path: {
            re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-"))
            for heading in re.findall(r"(?m)^#+ (.+)$", (PROJECT / path).read_text(encoding="utf-8"))
        }
        for path in ("README.md", "README.zh-CN.md")
    }
    assert len(links) > 10
    for link in links:
        target, _, heading = link.partition("#")
        assert (PROJECT / target).exists(), link
        assert not heading or heading in headings[target or "README.zh-CN.md"], link


def test_commands_exist() -> None:
    targets = set(re.findall(r"(?m)^([a-z-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8")))
    assert set(re.findall(r"\bmake ([a-z-]+)", GUIDE)) <= targets
    commands = {command.callback.__name__ for command in app.registered_commands if command.callback}
    assert set(re.findall(r"bin/township ([a-z]+)", GUIDE)) <= commands
    assert all((PROJECT / path).exists() for path in re.findall(r"queries/\w+\.sql", GUIDE))


def test_pictures_are_small_and_shown() -> None:
    pictures = set((PROJECT / "docs" / "screenshots").iterdir())
    assert pictures == {PROJECT / path for path in re.findall(r"!\[[^]]+\]\(([^)]+)\)", GUIDE)}
    assert all(path.stat().st_size < 150_000 for path in pictures)
