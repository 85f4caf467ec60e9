"""``ipops ledger …``: what it prints and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import ipops.ledger.verify_offline as offline
from ipops.site.commands import ledger
from ipops.webkit import access, journal
from ipops.webkit.home import room
from tests.webkit.conftest import draft, transfer, withdrawal
from tests.webkit.test_access import HERE, office

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path / "home"))


def run(*words: str | Path, code: int = 0) -> str:
    got = CliRunner().invoke(ledger.app, [str(w) for w in words])
    assert got.exit_code == code, got.output + repr(got.exception)
    return got.stdout


def run_json(*words: str | Path, code: int = 0) -> Any:
    """Exactly one JSON document on standard output."""
    return json.loads(run(*words, "--json", code=code))


@pytest.fixture
def city() -> None:
    journal.append([draft(transfer(i), f"n{i}") for i in range(1, 9)], by="user:a")
    journal.append([draft(withdrawal(), "w", supersedes=3)], by="user:a")


def test_sealing_an_empty_journal_is_no_mistake() -> None:
    assert run_json("seal") is None
    assert "empty" in run("seal")


@pytest.mark.usefixtures("city")
class TestLedger:
    def test_seals_and_lists_heads(self) -> None:
        head = run_json("seal")
        assert head["size"] == 9
        assert run_json("heads") == [head]
        assert head["sha256"] in run("heads")
        assert head["sha256"] in run("seal")

    def test_shows_an_entry_with_what_corrected_it(self) -> None:
        assert run_json("show", "3")["superseded_by"] == 9
        assert "转让登记" in run("show", "1")
        assert run_json("show", "99", code=1)["code"] == "no-such-entry"

    def test_verifies(self) -> None:
        run("seal")
        report = run_json("verify")
        assert (report["holds"], report["entries"], report["sealed"]) == (True, 9, 9)
        assert "校验通过" in run("verify")

    def test_verifies_against_a_head_kept_outside(self, tmp_path: Path) -> None:
        run("seal")
        kept = tmp_path / "kept.jsonl"
        kept.write_text(next(room("heads").iterdir()).read_text())
        assert run_json("verify", "--head", kept)["heads"] == 1
        kept.write_text(kept.read_text().replace('"size":9', '"size":12'))
        report = run_json("verify", "--head", kept, code=1)
        assert report["problems"][0]["code"] == "removed-tail"
        assert "kept.jsonl" in run("verify", "--head", kept, code=1)
        kept.write_text("scribble")
        assert run_json("verify", "--head", kept, code=1)["code"] == "not-a-head"
        run("verify", "--head", tmp_path / "nowhere", code=2)

    def test_verifies_documents_too(self, tmp_path: Path) -> None:
        from io import BytesIO

        from ipops.webkit import documents

        sha256 = documents.store(BytesIO(b"notice"), "n.pdf", "user:a")
        assert isinstance(sha256, str)
        assert run_json("verify", "--documents")["documents"] == []
        documents.path_of(sha256).unlink()
        assert run_json("verify", "--documents", code=1)["documents"] == [sha256]
        assert sha256 in run("verify", "--documents", code=1)

    def test_proves(self) -> None:
        assert run_json("prove", "2", code=1)["reasons"][0]["code"] == "not-sealed-yet"
        run("seal")
        proof = json.loads(run("prove", "2"))
        assert offline.holds(proof, "sha256")
        journal.append([draft(transfer(50), "n50")], by="user:a")
        run("seal")
        assert offline.holds(json.loads(run("prove-consistency", "9", "10")), "sha256")
        assert run_json("prove-consistency", "9", "11", code=1)["reasons"][0]["code"] == "no-such-head"

    def test_exports_what_is_new(self, tmp_path: Path) -> None:
        folder = tmp_path / "out"
        assert run_json("export", folder) == {"folder": str(folder), "before": 0, "up_to": 9}
        assert run_json("export", folder)["before"] == 9
        assert (folder / "transfer_registered").is_dir()

    def test_carries_a_bundle_and_accepts_it(self, tmp_path: Path) -> None:
        file = tmp_path / "b.zip"
        assert run_json("bundle", file, "--place", HERE, code=1)["reasons"][0]["code"] == "nothing-sealed"
        run("seal")
        run("bundle", file, code=2)
        office("city", HERE)
        assert run_json("bundle", file)["place"] == HERE
        assert run_json("accept", file)["size"] == 9
        assert run_json("accept", file, "--place", "990200", code=1)["code"] == "other-place"
        assert "已接收" in run("accept", file)
        assert access.Office.objects.count() == 1


def test_refold_is_told_by_row(city: None) -> None:
    import typer

    from ipops.site.commands import refold

    app = typer.Typer()
    app.command()(lambda: None)
    refold.register(app)
    got = CliRunner().invoke(app, ["refold", "--json"])
    assert got.exit_code == 0, got.output
    assert json.loads(got.stdout)["rows"]["webkit.right"] == 7
    assert CliRunner().invoke(app, ["refold", "nonsense"]).exit_code == 2
