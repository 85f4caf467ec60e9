"""The pure half runs where Django is not installed (style G11), tried in a process that refuses to import it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import ipops

SRC = Path(ipops.__file__).parent
BLOCK = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("django", "psycopg", "ninja", "ipops.webkit") or name.startswith("ipops.webkit"):
            raise ImportError(f"blocked: {name}")
sys.meta_path.insert(0, Refuse())
"""
PURE_ROOMS = ("kernel", "reference", "ledger", "intake", "measures", "policy", "rights", "finance", "corpus", "reports")


def without_django(script: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(SRC.parent)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "-c", BLOCK + script], env=environment, capture_output=True, text=True, timeout=120
    )


def pure_modules() -> list[str]:
    """Every module of the engines, and of a house what is not its app."""
    found = [p for room in PURE_ROOMS for p in (SRC / room).rglob("*.py")]
    found += list(SRC.glob("lines/*/*.py"))
    names = {".".join(("ipops", *p.relative_to(SRC).with_suffix("").parts)) for p in found if "tests" not in p.parts}
    return sorted(n.removesuffix(".__init__") for n in names)


def test_django_is_really_blocked():
    assert "blocked: django" in without_django("import django").stderr


def test_every_pure_module_imports_without_django():
    script = "import importlib\n" + "\n".join(f"importlib.import_module({n!r})" for n in pure_modules())
    done = without_django(script)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("words", [["id", "--help"], ["--help"], ["--version"]])
def test_the_command_answers_without_django(words):
    done = without_django(f"sys.argv = ['ipops', *{words!r}]\nfrom ipops.site.cli import main\nmain()")
    assert done.returncode == 0, done.stderr


def test_a_number_is_checked_without_django():
    script = "sys.argv = ['ipops', 'id', 'ZL201510237122.7', '--json']\nfrom ipops.site.cli import main\nmain()"
    done = without_django(script)
    said = json.loads(done.stdout)
    assert set(said) >= {"input", "scheme", "office", "kind", "normalised", "check", "valid", "reason", "proposed"}
