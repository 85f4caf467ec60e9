"""The gallery of wrong files: one mistake each, and beside it the message we promise (style C4, C5).

The first line of ``wrong/<mistake>.yaml`` says where the file would stand; it is put there into a copy of the good packs,
and the check must tell exactly what ``wrong/<mistake>.says`` promises, in both languages, at the right line and key.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from ipops.kernel.outcome import Problem
from ipops.policy.check import check
from ipops.policy.mistakes import SAYS

HERE = Path(__file__).parent
GOOD = HERE / "good"
TODAY = date(2026, 11, 25)
GALLERY = sorted((HERE / "wrong").glob("*.yaml"))
OF_LAWS = [p for p in GALLERY if p.stem.startswith("law-")]
OTHERS = [p for p in GALLERY if p not in OF_LAWS]


def named(path: Path) -> str:
    return path.stem


def placed(wrong: Path, folder: Path) -> Path:
    """A copy of the good packs with the wrong file where its first line says."""
    packs = shutil.copytree(GOOD, folder / "own")
    first = wrong.read_bytes().splitlines()[0].decode("ascii")
    assert first.startswith("# place: "), "say where the file would stand"
    at = packs / first.removeprefix("# place: ")
    at.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(wrong, at)
    return packs


def told(problem: Problem) -> str:
    return f"{problem.at} [{problem.code}]\n{problem.says.zh}\n{problem.says.en}\n"


def explained(wrong: Path, tmp_path: Path) -> str:
    return "\n".join(told(p) for p in check([placed(wrong, tmp_path)], today=TODAY).problems)


@pytest.mark.parametrize("wrong", OTHERS, ids=named)
def test_each_mistake_is_explained(wrong: Path, tmp_path: Path):
    assert explained(wrong, tmp_path) == wrong.with_suffix(".says").read_text(encoding="utf-8")


@pytest.mark.shared
@pytest.mark.parametrize("wrong", OF_LAWS, ids=named)
def test_each_wrong_citation_of_a_law_is_explained(wrong: Path, tmp_path: Path, shared: Path):
    assert explained(wrong, tmp_path) == wrong.with_suffix(".says").read_text(encoding="utf-8")


def test_the_good_packs_have_no_mistake():
    assert check([GOOD], today=TODAY).problems == ()


def test_the_built_in_packs_have_no_mistake():
    assert check(today=date.max).problems == ()


def test_every_promised_message_belongs_to_a_wrong_file():
    assert {p.stem for p in (HERE / "wrong").glob("*.says")} == {p.stem for p in GALLERY}


def test_every_kind_of_mistake_is_in_the_gallery():
    shown = {line.split("[")[-1].rstrip("]") for p in GALLERY for line in _heads(p)}
    assert set(SAYS) - shown == {"too-large"}, "add one wrong file and its message for each"


def _heads(wrong: Path) -> list[str]:
    return [line for line in wrong.with_suffix(".says").read_text(encoding="utf-8").splitlines() if line.endswith("]")]


@pytest.mark.parametrize("code", sorted(SAYS))
def test_a_message_says_what_why_and_what_to_do(code: str):
    """Three sentences in each language: what it is, why it matters, what to do."""
    text = SAYS[code]
    assert text.zh.count("。") + text.zh.count("？") >= 3
    assert text.en.count(". ") + text.en.count("? ") >= 2


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path):
    """Not in the gallery only because it would be a large file in the repository."""
    packs = shutil.copytree(GOOD, tmp_path / "own")
    at = packs / "zz-city" / "terms" / "growth.method.yaml"
    at.write_text("# " + "x" * (300 * 1024), encoding="utf-8")
    (problem,) = check([packs], today=TODAY).problems
    assert problem.code == "too-large"
    assert problem.at.file == "own/zz-city/terms/growth.method.yaml"
