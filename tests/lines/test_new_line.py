"""``ipops new-line`` writes a house that stands, imports cleanly, and fails the shared suite by name until it is filled."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ipops.site.scaffold import FILES, Unfit, write_house

ROOT = Path(__file__).resolve().parents[2]
FILLED = Path(__file__).parent / "filled"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """The tree as a developer has it, without its houses: what a new line needs and nothing slow."""
    made = tmp_path_factory.mktemp("checkout")
    forget = shutil.ignore_patterns("__pycache__", ".*_cache")
    shutil.copytree(ROOT / "src", made / "src", ignore=forget)
    for house in (made / "src" / "ipops" / "lines").iterdir():
        if house.is_dir():
            shutil.rmtree(house)
    for name in ("pyproject.toml", ".importlinter", "conftest.py", "README.md"):
        shutil.copy(ROOT / name, made / name)
    for name in ("lines", "ledger"):
        shutil.copytree(ROOT / "tests" / name, made / "tests" / name, ignore=forget)
    return made


def python(checkout: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "IPOPS_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, *words],
        cwd=checkout,
        env={**kept, "PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        timeout=300,
    )


def suite(checkout: Path, code: str) -> tuple[set[str], set[str], str]:
    """Names of the promises kept and broken by the house, and what pytest printed."""
    done = python(
        checkout,
        *("-m", "pytest", "-p", "no:cacheprovider", "-p", "no:randomly", "-v", "--no-header", "-k", code),
        *("--tb=line", "tests/lines/test_every_line.py", f"src/ipops/lines/{code}"),
    )
    found = re.findall(r"(test_\w+)(?:\[\w+\])? (PASSED|FAILED|ERROR)", done.stdout)
    kept = {name for name, how in found if how == "PASSED"}
    return kept, {name for name, how in found if how != "PASSED"}, done.stdout


@pytest.mark.slow
class TestAFreshHouse:
    def test_fails_by_name_until_it_is_filled_and_imports_cleanly(self, checkout):
        done = python(checkout, "-m", "ipops", "new-line", "insurance")
        assert done.returncode == 0, done.stderr
        linted = subprocess.run(
            [Path(sys.executable).with_name("lint-imports")],
            cwd=checkout,
            env={**os.environ, "PYTHONPATH": "src"},
            capture_output=True,
            text=True,
        )
        assert linted.returncode == 0, linted.stdout
        kept, broken, said = suite(checkout, "insurance")
        assert broken == {
            "test_has_a_readme_naming_its_law",
            "test_has_nothing_left_to_fill",
            "test_records_or_counts_something",
            "test_shows_something",
            "test_there_are_cases_that_a_lawyer_can_read",
            "test_something_moves",
            "test_the_line_counts_or_records_something",
            "test_there_is_a_service",
            "test_the_menu_leads_somewhere",
        }, said
        assert "test_keeps_the_file_names_of_every_house" in kept
        assert "test_has_pages_that_refuse_strangers" in kept

    def test_passes_once_it_is_filled(self, checkout):
        written = python(checkout, "-m", "ipops", "new-line", "custody")
        assert written.returncode == 0, written.stderr
        house = checkout / "src" / "ipops" / "lines" / "custody"
        for path in (p for p in FILLED.rglob("*.txt")):
            place = house / str(path.relative_to(FILLED)).removesuffix(".txt")
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place)
        kept, broken, said = suite(checkout, "custody")
        assert broken == set(), said
        assert len(kept) >= 15


class TestTheName:
    @pytest.mark.parametrize("name", ["", "Ab", "two words", "9lives", "class", "../up", "x", "admin", "a" * 30, "名"])
    def test_that_cannot_be_a_code_is_refused_and_nothing_is_written(self, tmp_path, name):
        with pytest.raises(Unfit) as said:
            write_house(name, tmp_path)
        assert said.value.says.zh
        assert list(tmp_path.iterdir()) == []

    def test_of_a_house_that_stands_is_refused_and_the_house_left_alone(self, tmp_path):
        write_house("custody", tmp_path)
        (tmp_path / "custody" / "facts.py").write_text("mine")
        with pytest.raises(Unfit):
            write_house("custody", tmp_path)
        assert (tmp_path / "custody" / "facts.py").read_text() == "mine"


def test_every_file_of_the_plan_is_written(tmp_path):
    made = {str(p.relative_to(tmp_path / "custody")) for p in write_house("custody", tmp_path)}
    plan = "README.md line.py facts.py machine.py rules.py indicators.py policy/README.md app/apps.py app/models.py "
    plan += "app/selectors.py app/services.py app/views/cases.py app/views/pages.py app/api.py app/urls.py app/admin.py app/migrations/__init__.py "
    plan += "app/templates/custody/index.html tests/test_rules.py tests/test_machine.py tests/test_indicators.py "
    plan += "tests/test_services.py tests/test_pages.py"
    assert set(plan.split()) <= made
    assert all("$" not in p.read_text() for p in (tmp_path / "custody").rglob("*.py"))
    assert len(made) == len(list(FILES.rglob("*.txt")))
