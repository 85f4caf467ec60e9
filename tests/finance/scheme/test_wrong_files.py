"""The gallery of wrong files: one mistake each, and beside it what ``ipops finance share`` says of it, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from ipops.finance.forms import complaints
from ipops.finance.scheme import mistakes
from ipops.site.commands.finance import app

HERE = Path(__file__).parent
GALLERY = sorted((HERE / "wrong").glob("*.yaml"))
runner = CliRunner()


def told(path: Path) -> str:
    both = [runner.invoke(app, ["share", str(path), "--lang", lang]) for lang in ("zh", "en")]
    assert {r.exit_code for r in both} == {1}, [r.output for r in both]
    return "".join(r.stderr for r in both)


@pytest.mark.parametrize("wrong", GALLERY, ids=lambda p: p.stem)
def test_each_mistake_is_explained_at_its_place(wrong):
    assert told(wrong) == wrong.with_suffix(".says").read_text(encoding="utf-8")


def test_the_file_they_are_made_from_has_no_mistake():
    got = runner.invoke(app, ["share", str(HERE / "good.yaml"), "--json"])
    assert got.exit_code == 0, got.output


def test_every_kind_of_mistake_is_in_the_gallery():
    shown = {
        line.split("[")[-1].rstrip("]") for p in GALLERY for line in p.with_suffix(".says").read_text().splitlines()
    }
    assert {*complaints.SAYS, *mistakes.SAYS} - shown == set()


@pytest.mark.parametrize("code", sorted({**complaints.SAYS, **mistakes.SAYS}))
def test_a_message_says_what_why_and_what_to_do(code):
    """Three sentences in each language: what it is, why it matters, what to do."""
    text = {**complaints.SAYS, **mistakes.SAYS}[code]
    assert text.zh.count("。") + text.zh.count("？") >= 3
    assert text.en.count(". ") + text.en.count("? ") >= 2
