"""What is installed is what docs/licences.md allows: read from the metadata of the packages, not from memory."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STRONG = re.compile(r"(?<![A-Za-z])A?GPL|(?<!Lesser )General Public|SSPL|BUSL|Commons Clause", re.IGNORECASE)
WEAK = re.compile(r"LGPL|Lesser General Public|\bMPL|Mozilla Public|\bEPL|Eclipse Public|\bCDDL|\bEUPL", re.IGNORECASE)


def names(requirements: str) -> set[str]:
    """Distribution names pinned in a requirements file, normalised."""
    text = (ROOT / "requirements" / requirements).read_text()
    return {re.sub(r"[-_.]+", "-", n).lower() for n in re.findall(r"^([A-Za-z0-9_.-]+)==", text, re.MULTILINE)}


def licence_of(name: str) -> str:
    """What the package says of itself: the expression, else the classifiers and the first line of the licence field."""
    told = metadata.metadata(name)
    if told["License-Expression"]:
        return str(told["License-Expression"])
    classifiers = [c.split("::")[-1].strip() for c in told.get_all("Classifier", []) if c.startswith("License ::")]
    first_line = (told["License"] or "").strip().split("\n")[0][:100]
    return "; ".join(filter(None, [*classifiers, first_line]))


def listed(heading: str) -> set[str]:
    """Libraries in the table under a heading of docs/licences.md."""
    page = (ROOT / "docs" / "licences.md").read_text()
    section = page.split(f"## {heading}", 1)[1].split("\n## ", 1)[0]
    return set(re.findall(r"^\| ([a-z0-9-]+) \|", section, re.MULTILINE)) - {"library"}


RUN = sorted(names("run.txt"))


@pytest.mark.parametrize("name", RUN)
def test_a_library_of_run_time_names_a_licence_that_is_neither_gpl_nor_agpl(name):
    licence = licence_of(name)
    assert licence, f"{name} does not say its licence"
    assert not STRONG.search(WEAK.sub("", licence)), f"{name}: {licence}"


def test_the_page_lists_exactly_the_weak_copyleft_libraries_of_run_time():
    assert {n for n in RUN if WEAK.search(licence_of(n))} == listed("Run time")


def test_the_page_lists_every_weak_copyleft_library_of_the_gate():
    installed = {re.sub(r"[-_.]+", "-", d.metadata["Name"]).lower() for d in metadata.distributions()}
    gate = (names("dev.txt") | names("spark.txt")) & installed - set(RUN)
    assert {n for n in gate if WEAK.search(licence_of(n))} == listed("Only for tests and checks")


@pytest.mark.parametrize(
    ("licence", "strong"),
    [
        ("GPL-3.0-or-later", True),
        ("GNU Affero General Public License v3", True),
        ("AGPL-3.0", True),
        ("LGPL-3.0-only", False),
        ("GNU Lesser General Public License v2 or later (LGPLv2+)", False),
        ("MPL-2.0", False),
        ("MIT", False),
    ],
)
def test_the_reader_of_licences_tells_strong_from_weak(licence, strong):
    assert bool(STRONG.search(WEAK.sub("", licence))) is strong
