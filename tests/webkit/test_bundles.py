"""A city's sealed facts at the province: verified, then counted, never before."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from ipops.kernel.outcome import Problem, Refused
from ipops.ledger import export
from ipops.webkit import bundles, journal, seals
from ipops.webkit.home import room
from ipops.webkit.models import AcceptedBundle, Document
from tests.webkit.conftest import draft, transfer

pytestmark = [pytest.mark.db, pytest.mark.django_db]
CITY = "990100"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path / "home"))


def append(first: int, last: int) -> None:
    journal.append([draft(transfer(i), f"n{i}") for i in range(first, last + 1)], by="user:a")
    seals.seal()


def bundle(file: Path, after: int = 0) -> Path:
    assert not isinstance(bundles.write(file, CITY, after=after), Refused)
    return file


def accepted(file: Path) -> int:
    got = bundles.accept(file, "user:province")
    assert isinstance(got, AcceptedBundle), got
    return got.size


def refused(file: Path) -> str:
    got = bundles.accept(file, "user:province")
    assert isinstance(got, Problem)
    return got.code


def counted() -> list[int]:
    folder = bundles.folders()[CITY]
    return [int(n) for n in export.read(folder, "transfer_registered")["n"].to_pylist()]


def test_a_bundle_is_accepted_and_counts(tmp_path: Path) -> None:
    append(1, 20)
    file = bundle(tmp_path / "b.zip")
    assert accepted(file) == 20
    assert counted() == list(range(1, 21))
    assert Document.objects.get().name == f"{CITY}-20.zip"


def test_the_next_bundle_goes_on(tmp_path: Path) -> None:
    append(1, 20)
    accepted(bundle(tmp_path / "1.zip"))
    append(21, 33)
    assert accepted(bundle(tmp_path / "2.zip", after=20)) == 33
    assert counted() == list(range(1, 34))


def test_a_whole_bundle_after_a_part_is_accepted_too(tmp_path: Path) -> None:
    append(1, 20)
    accepted(bundle(tmp_path / "1.zip"))
    append(21, 33)
    assert accepted(bundle(tmp_path / "all.zip")) == 33
    assert counted() == list(range(1, 34))


def test_accepting_twice_changes_nothing(tmp_path: Path) -> None:
    append(1, 20)
    file = bundle(tmp_path / "b.zip")
    assert accepted(file) == accepted(file) == 20
    assert AcceptedBundle.objects.count() == 1


def test_what_was_lost_is_made_again(tmp_path: Path) -> None:
    append(1, 20)
    accepted(bundle(tmp_path / "1.zip"))
    append(21, 33)
    accepted(bundle(tmp_path / "2.zip", after=20))
    shutil.rmtree(room("accepted"))
    assert counted() == list(range(1, 34))


def test_a_tampered_bundle_names_its_line_and_leaves_nothing(tmp_path: Path) -> None:
    append(1, 20)
    good, bad = bundle(tmp_path / "b.zip"), tmp_path / "bad.zip"
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(bad, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            new.writestr(member, data.replace(b'"deal":"D:7"', b'"deal":"D:8"'))
    got = bundles.accept(bad, "user:province")
    assert isinstance(got, Problem)
    assert (got.code, got.at.line) == ("changed", 7)
    assert not AcceptedBundle.objects.exists()
    assert not Document.objects.exists()
    assert bundles.folders() == {}


def test_a_gap_a_stranger_and_a_scribble_are_refused(tmp_path: Path) -> None:
    append(1, 20)
    append(21, 33)
    assert refused(bundle(tmp_path / "late.zip", after=20)) == "gap"
    got = bundles.accept(bundle(tmp_path / "b.zip"), "user:province", place="990200")
    assert isinstance(got, Problem)
    assert got.code == "other-place"
    scribble = tmp_path / "scribble.zip"
    scribble.write_text("no zip")
    assert refused(scribble) == "not-a-bundle"


@pytest.mark.parametrize("place", ["../../x", "", "a/b"])
def test_a_place_that_is_a_path_is_refused(tmp_path: Path, place: str) -> None:
    append(1, 3)
    good, bad = bundle(tmp_path / "b.zip"), tmp_path / "bad.zip"
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(bad, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == "manifest.json":
                data = json.dumps(json.loads(data) | {"place": place}).encode()
            new.writestr(member, data)
    assert refused(bad) == "no-such-place"


def test_nothing_sealed_is_nothing_to_carry(tmp_path: Path) -> None:
    got = bundles.write(tmp_path / "b.zip", CITY)
    assert isinstance(got, Refused)
    append(1, 3)
    got = bundles.write(tmp_path / "b.zip", CITY, after=2)
    assert isinstance(got, Refused)
    assert got.reasons[0].code == "no-such-head"
