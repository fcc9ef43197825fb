"""What the texts say is so: commands print what they show, links lead somewhere, locks are whole."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from scripts.tour import ROOT, agrees, replay, shown_in, texts

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
TEXTS = texts()
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
PINNED = re.compile(r"^([a-z0-9-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def tracked() -> list[Path]:
    """The files that git keeps: what a reader of the repository gets."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file()]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_print_what_the_text_shows(path: Path) -> None:
    """When the outputs have rightly changed, `make docs` puts the new ones into the texts."""
    for shown, done in replay(path.read_text(encoding="utf-8")):
        now = f"line {shown.line}: `{shown.command}` now prints (`make docs` renews it)\n{done.stdout}"
        assert agrees(shown.output, done.stdout), now
        assert done.returncode in (0, 1, 2)


def test_both_readmes_show_the_same_commands() -> None:
    def tour(name: str) -> list[str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return [shown.command.replace(" --lang en", "") for shown in shown_in(text)]

    assert tour("README.md") == tour("README.vi.md") != []


def test_what_the_texts_call_make_for_exists() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    everything = "\n".join(path.read_text(encoding="utf-8") for path in TEXTS)
    called = set(re.findall(r"(?:^|`)make ([a-z-]+)", everything, re.MULTILINE))
    assert {"run", "test", "test-all"} <= called <= set(targets)


@pytest.mark.parametrize(
    "shown, printed, agreed",
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n...\nc", "a\nb\nb\nc\n", True),
        ("a\n...\nc", "a\nc\n", True),
        ("a\n...", "a\nb\n", True),
        ("a\nb", "a\nB\n", False),
        ("a", "a\nb", False),
        ("a.c", "abc", False),  # text, not a pattern
    ],
)
def test_comparing_outputs(shown: str, printed: str, agreed: bool) -> None:
    assert agrees(shown, printed) is agreed


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_files(path: Path) -> None:
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert [link for link in LINK.findall(text) if not (path.parent / link).exists()] == []


def test_licences_are_whole() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")[:200]
    attribution = (ROOT / "LICENSES" / "CC-BY-4.0.txt").read_text(encoding="utf-8")
    assert all(f"Section {number} --" in attribution for number in range(1, 9))


def test_no_file_remembers_the_machine_it_was_made_on() -> None:
    """Paths into somebody's home, addresses of somebody's registry."""
    places = re.compile(
        rb"/(?:home|Users)/[a-z][\w.-]*/|/root/|--(?:extra-)?index-url|--find-links|--trusted-host"
    )
    kept = [path for path in tracked() if path.suffix not in {".png", ".xlsx", ".mo"} and path.name != "lock"]
    guilty = {
        str(path.relative_to(ROOT)): found.group().decode()
        for path in kept
        if path != Path(__file__)
        and "axe-core" not in path.parts
        and (found := places.search(path.read_bytes()))
    }
    assert guilty == {}


@pytest.mark.parametrize("name", ["build", "core", *EXTRAS])
def test_a_lock_holds_what_is_declared(name: str) -> None:
    """Each declared part is pinned to a version it allows, each version has a hash, no address is named."""
    text = (ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8")
    declared = ["setuptools>=77"] if name == "build" else PROJECT["dependencies"] + EXTRAS.get(name, [])
    pins: dict[str, list[Version]] = {}
    for part, version in PINNED.findall(text):
        pins.setdefault(part, []).append(Version(version))
    for requirement in map(Requirement, declared):
        versions = pins.get(re.sub(r"[-_.]+", "-", requirement.name).lower())
        assert versions, f"`{requirement.name}` is missing in locks/{name}.txt: run `make locks`"
        assert all(requirement.specifier.contains(version) for version in versions), (
            f"{requirement}: `make locks`"
        )
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"https?:|file:|^-", text, re.MULTILINE)


def test_locks_agree_with_each_other() -> None:
    """So that any two extras can be installed side by side."""
    pins: dict[tuple[str, str], set[str]] = {}
    for path in (ROOT / "locks").glob("*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if found := PINNED.match(line):
                marker = line.partition(";")[2].strip(" \\")
                pins.setdefault((found.group(1), marker), set()).add(found.group(2))
    assert {part: versions for part, versions in pins.items() if len(versions) > 1} == {}
