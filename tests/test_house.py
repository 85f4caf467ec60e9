"""The manner of the house, read out by a test: sizes, READMEs, decisions, and what must never lie in the tree."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "ipops"
DECISIONS = ROOT / "docs" / "decisions"


def modules() -> list[Path]:
    """Our own modules: not the migrations, which Django writes, and not the tests."""
    return sorted(p for p in SRC.rglob("*.py") if not {"migrations", "tests"} & set(p.relative_to(SRC).parts))


def lengths() -> dict[str, int]:
    return {str(p.relative_to(SRC)): len(p.read_text().splitlines()) for p in modules()}


def functions() -> Iterator[tuple[str, int]]:
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
                yield f"{path.relative_to(SRC)}:{node.name}", node.end_lineno - node.lineno + 1


def ninety(values: list[int]) -> int:
    return sorted(values)[int(len(values) * 0.9)]


class TestSizes:
    def test_no_module_is_longer_than_a_good_chapter(self):
        too_long = {p: n for p, n in lengths().items() if n > 500}
        assert too_long == {}, "Split by noun."

    def test_most_modules_are_a_page_or_two(self):
        sizes = [n for n in lengths().values() if n > 5]
        assert statistics.median(sizes) <= 120
        assert ninety(sizes) <= 300

    def test_no_function_is_longer_than_a_screen(self):
        too_long = {name: n for name, n in functions() if n > 60}
        assert too_long == {}

    def test_most_functions_fit_half_a_screen(self):
        assert ninety([n for _, n in functions()]) <= 30


def rooms() -> list[Path]:
    """Every room of the house, and every house of the street."""
    top = [p for p in SRC.iterdir() if p.is_dir() and (p / "__init__.py").exists() and p.name != "lines"]
    return sorted([*top, *(p.parent for p in SRC.glob("lines/*/line.py"))])


@pytest.mark.parametrize("room", rooms(), ids=lambda p: p.name)
class TestEveryRoom:
    def test_has_a_page_that_says_what_it_holds_and_what_it_refuses(self, room):
        page = (room / "README.md").read_text()
        assert page.startswith(f"# {room.name}"), "the first line names the room"
        assert re.search(r"\bHolds\b", page)
        assert re.search(r"\bRefuses\b", page)
        assert len(page.splitlines()) <= 90, "one page"

    def test_has_modules_that_say_what_they_are(self, room):
        silent = [
            str(p.relative_to(SRC))
            for p in modules()
            if p.is_relative_to(room) and p.read_text().strip() and not ast.get_docstring(ast.parse(p.read_text()))
        ]
        assert silent == []


class TestDecisions:
    def pages(self) -> list[Path]:
        return sorted(p for p in DECISIONS.glob("*.md") if p.name != "README.md")

    def test_are_numbered_without_twins(self):
        numbers = [p.name[:4] for p in self.pages()]
        assert all(re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", p.name) for p in self.pages())
        assert sorted(set(numbers)) == numbers

    def test_say_when_what_was_asked_chosen_and_turned_down(self):
        for page in self.pages():
            text = page.read_text()
            assert text.startswith(f"# {page.name[:4]} "), page.name
            assert re.search(r"^20\d\d-\d\d-\d\d", text, re.MULTILINE), page.name
            for part in ("**Question.**", "**Choice.**", "**Turned down.**"):
                assert part in text, f"{page.name} lacks {part}"


def tracked() -> list[Path]:
    """Files under version control; without git (an archive) every file that is not hidden or built."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        return [ROOT / n for n in listed.stdout.split("\0") if n and (ROOT / n).is_file()]
    return [p for p in ROOT.rglob("*") if p.is_file() and ".venv" not in p.parts and "__pycache__" not in p.parts]


def texts() -> Iterator[tuple[Path, str]]:
    for path in tracked():
        if path != Path(__file__):
            try:
                yield path.relative_to(ROOT), path.read_text()
            except UnicodeDecodeError:
                continue


class TestTheTree:
    def test_names_no_registry(self):
        address = re.compile(r"--?(extra-)?index-url|find-links|/simple/?[\"' ]|/packages/[0-9a-f]{2}/[0-9a-f]{2}/")
        found = [str(p) for p, text in texts() if p.suffix != ".md" and address.search(text)]
        assert [p for p in found if p != "Makefile"] == []
        assert "--no-emit-index-url" in (ROOT / "Makefile").read_text()

    def test_names_no_folder_of_one_machine(self):
        folder = re.compile(r"(^|[^A-Za-z0-9_.<])/(work|home|Users)/[A-Za-z]", re.MULTILINE)
        assert [(str(p), m[0]) for p, text in texts() if (m := folder.search(text))] == []

    def test_holds_no_leftovers(self):
        words = re.compile(r"\b(raise NotImplementedError|TODO|FIXME|XXX)\b|pragma: no cover")
        found = [(str(p), m[0]) for p, text in texts() if p.suffix == ".py" and (m := words.search(text))]
        assert found == []

    def test_holds_no_large_file(self):
        assert [str(p.relative_to(ROOT)) for p in tracked() if p.stat().st_size > 2_000_000] == []


class TestTheFrontPage:
    PAGE = (ROOT / "README.md").read_text()

    def test_names_both_commands(self):
        assert "make demo" in self.PAGE
        assert "make test" in self.PAGE

    def test_names_every_room_and_every_line(self):
        for room in rooms():
            assert f"`{room.name}`" in self.PAGE, room.name

    def test_gives_the_tenets_in_order(self):
        places = [self.PAGE.index(word) for word in ("Right", "Traceable", "Legible", "Quick", "Easy to change")]
        assert places == sorted(places)
