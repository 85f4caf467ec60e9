"""Source documents by their SHA-256."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipops.kernel.outcome import Problem
from ipops.ledger.entry import Draft, Source
from ipops.webkit import access, documents, journal
from ipops.webkit.models import Document
from tests.webkit.conftest import transfer
from tests.webkit.test_access import HERE, NEXT_DOOR, office, person

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path))


def kept(data: bytes, name: str = "notice.pdf") -> str:
    sha256 = documents.store(BytesIO(data), name, "user:a")
    assert isinstance(sha256, str)
    return sha256


def test_a_stored_file_comes_back_as_it_was() -> None:
    sha256 = kept(b"notice")
    assert sha256 == hashlib.sha256(b"notice").hexdigest()
    opened = documents.open_document(sha256)
    assert opened is not None
    with opened:
        assert opened.read() == b"notice"
    row = Document.objects.get()
    assert (row.name, row.size, row.media_type, row.stored_by) == ("notice.pdf", 6, "application/pdf", "user:a")


def test_storing_twice_changes_nothing(tmp_path: Path) -> None:
    assert kept(b"notice", "a.pdf") == kept(b"notice", "b.pdf")
    assert Document.objects.get().name == "a.pdf"
    assert sum(p.is_file() for p in (tmp_path / "documents").rglob("*")) == 1


@pytest.mark.parametrize(("data", "words"), [(b"", "empty"), (b"x" * 11, "longer")])
def test_what_cannot_be_kept_is_a_problem_and_leaves_nothing(data: bytes, words: str, tmp_path: Path) -> None:
    got = documents.store(BytesIO(data), "scan.tif", "user:a", most=10)
    assert isinstance(got, Problem)
    assert words in got.says.en
    assert got.at.file == "scan.tif"
    assert not [p for p in (tmp_path / "documents").rglob("*") if p.is_file()]
    assert not Document.objects.exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\papers\\passwd", "/etc/passwd"])
def test_a_name_is_never_a_path(name: str) -> None:
    kept(b"x", name)
    assert Document.objects.get().name == "passwd"


@pytest.mark.parametrize("sha256", ["", "../../x", "A" * 64, "a" * 63, "é" * 64])
def test_what_is_no_hash_opens_nothing(sha256: str) -> None:
    assert documents.open_document(sha256) is None


def test_a_changed_or_lost_file_is_noticed() -> None:
    one, two, three = kept(b"1"), kept(b"2"), kept(b"3")
    assert documents.missing() == []
    documents.path_of(one).write_bytes(b"9")
    documents.path_of(two).unlink()
    assert documents.missing() == sorted([one, two])
    assert documents.is_intact(three)


@given(st.binary(min_size=1, max_size=3 << 20))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_come_back(data: bytes) -> None:
    opened = documents.open_document(kept(data))
    assert opened is not None
    with opened:
        assert opened.read() == data


def test_a_document_is_seen_by_who_stored_it_and_by_who_sees_a_fact_resting_on_it() -> None:
    clerk = person("clerk", access.Role.CLERK, office("city", HERE))
    colleague = person("colleague", access.Role.OFFICER, access.Office.objects.get())
    neighbour = person("neighbour", access.Role.CLERK, office("next", NEXT_DOOR))
    sha256 = documents.store(BytesIO(b"notice"), "n.pdf", clerk.label)
    assert isinstance(sha256, str)
    assert documents.document_for(clerk, sha256) is not None
    assert documents.document_for(colleague, sha256) is None
    journal.append([Draft(fact=transfer(1), source=Source(document=sha256), reference="1")], by=clerk.label)
    assert documents.document_for(colleague, sha256) is not None
    assert documents.document_for(neighbour, sha256) is None
    assert documents.document_for(AnonymousUser(), sha256) is None
