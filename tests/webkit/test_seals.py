"""Sealing, proving, and refusing to seal over what no longer adds up."""

from __future__ import annotations

import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

import ipops.ledger.verify_offline as offline
from ipops.kernel.outcome import Problem, Refused
from ipops.ledger.heads import Head, read_heads
from ipops.webkit import journal, outbox, personal, seals
from ipops.webkit.home import room
from ipops.webkit.models import OutboxItem
from tests.webkit.conftest import draft, party, transfer

pytestmark = [pytest.mark.db, pytest.mark.django_db]
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path / "home"))


def append(first: int, last: int) -> None:
    journal.append([draft(transfer(i), f"n{i}") for i in range(first, last + 1)], by="user:a")


def sealed(at: datetime = NOON) -> Head:
    head = seals.seal(at=at)
    assert isinstance(head, Head)
    return head


class TestSeal:
    def test_of_an_empty_journal_is_none(self) -> None:
        assert seals.seal() is None

    def test_without_news_is_the_one_that_is_there(self) -> None:
        append(1, 5)
        first = sealed()
        assert seals.seal() == first
        assert seals.heads() == [first]

    def test_grows_with_the_journal(self) -> None:
        append(1, 5)
        first = sealed()
        append(6, 300)
        second = sealed()
        assert (first.size, second.size) == (5, 300)
        assert seals.heads() == [second, first]
        assert {t.size for t in seals.tiles().values()} == {300}

    def test_is_the_tree_over_the_canonical_bytes(self) -> None:
        from ipops.ledger import merkle
        from ipops.webkit.store import read_bytes

        append(1, 77)
        head = sealed()
        for name in merkle.hash_names():
            assert head.root(name) == merkle.root(merkle.leaf_hashes(read_bytes(), name), name).hex()

    def test_goes_to_a_file_a_day_that_can_be_read_back(self) -> None:
        append(1, 5)
        first = sealed(datetime(2026, 11, 25, 15, 59, tzinfo=UTC))
        append(6, 7)
        second = sealed(datetime(2026, 11, 25, 16, 1, tzinfo=UTC))
        files = sorted(room("heads").iterdir())
        assert [f.name for f in files] == ["2026-11-25.jsonl", "2026-11-26.jsonl"], "a day in China"
        assert [read_heads(f.read_text()) for f in files] == [(first,), (second,)]

    def test_survives_the_loss_of_its_leaf_files(self) -> None:
        append(1, 20)
        sealed()
        for file in room("tiles").iterdir():
            file.unlink()
        append(21, 30)
        assert sealed().size == 30

    def test_is_refused_when_the_leaf_files_no_longer_give_the_last_head(self) -> None:
        append(1, 20)
        sealed()
        leaves = room("tiles") / "leaves.sha256"
        touched = bytearray(leaves.read_bytes())
        touched[3] ^= 1
        leaves.write_bytes(bytes(touched))
        append(21, 22)
        got = seals.seal()
        assert isinstance(got, Problem)
        assert got.code == "head-does-not-follow"
        assert len(seals.heads()) == 1

    def test_is_refused_when_the_tail_is_gone(self) -> None:
        append(1, 20)
        sealed()
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE journal DISABLE TRIGGER journal_only_grows; DELETE FROM journal WHERE n > 18")
            cursor.execute("ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_only_grows")
        got = seals.seal()
        assert isinstance(got, Problem)
        assert got.code == "tail-removed"

    def test_stays_valid_when_personal_values_are_erased(self) -> None:
        from datetime import date

        value = personal.keep("张三", "转让登记", date(2030, 1, 1), by="user:a")
        journal.append([draft(party("P:x-1", name="", name_sealed=value), "p")], by="user:a")
        sealed()
        personal.erase(value, by="user:b", why="本人要求")
        proof = seals.prove(1)
        assert isinstance(proof, dict)
        assert offline.holds(proof, "sha256")


class TestProof:
    def test_of_every_entry_under_every_head_holds_offline(self) -> None:
        heads = []
        for last in (1, 2, 7, 16, 33):
            append((heads[-1].size if heads else 0) + 1, last)
            heads.append(sealed())
        for head in heads:
            for n in range(1, head.size + 1):
                proof = seals.prove(n, under=head)
                assert isinstance(proof, dict)
                assert offline.holds(proof, "sha256")
                assert json.loads(proof["entry"])["ref"] == f"n{n}"
        for i, first in enumerate(heads):
            for second in heads[i:]:
                proof = seals.prove_consistency(first.size, second.size)
                assert isinstance(proof, dict)
                assert offline.holds(proof, "sha256")

    def test_is_checked_by_the_script_alone(self, tmp_path: Path) -> None:
        append(1, 40)
        sealed()
        file = tmp_path / "proof.json"
        file.write_text(json.dumps(seals.prove(17)))
        kept = next(room("heads").iterdir())
        ran = subprocess.run(
            [sys.executable, "-I", "-S", offline.__file__, str(file), str(kept)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        file.write_text(file.read_text().replace("D:17", "D:71"))
        ran = subprocess.run(
            [sys.executable, "-I", "-S", offline.__file__, str(file)], capture_output=True, text=True, check=False
        )
        assert ran.returncode == 1

    @pytest.mark.parametrize("n", [0, 6, 7])
    def test_of_what_is_not_there_or_not_sealed_is_refused(self, n: int) -> None:
        append(1, 5)
        sealed()
        append(6, 6)
        got = seals.prove(n)
        assert isinstance(got, Refused)
        assert got.reasons[0].code == ("not-sealed-yet" if n == 6 else "no-such-entry")

    def test_of_consistency_names_the_heads_near_by(self) -> None:
        append(1, 5)
        sealed()
        append(6, 9)
        sealed()
        got = seals.prove_consistency(4, 9)
        assert isinstance(got, Refused)
        assert "5" in got.reasons[0].says.en
        back = seals.prove_consistency(9, 5)
        assert isinstance(back, Refused)
        assert back.reasons[0].code == "wrong-order"


@pytest.fixture
def province() -> Iterator[tuple[str, list[Any]]]:
    """An address that takes heads, and what it took."""
    taken: list[Any] = []

    class Desk(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204 if len(taken) > 1 else 503)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/heads", taken
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_head_goes_to_the_province_until_it_takes_it(
    province: tuple[str, list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, taken = province
    monkeypatch.setenv("IPOPS_PROVINCE", address)
    append(1, 3)
    head = sealed()
    assert outbox.run() == 0, "busy the first time"
    item = OutboxItem.objects.get()
    assert "503" in item.last_error
    assert outbox.run(now=item.not_before) == 1
    assert taken == [head.as_json()] * 2


def test_only_web_addresses_are_asked() -> None:
    with pytest.raises(ValueError, match="no web address"):
        seals.deliver({"address": "file:///etc/passwd", "head": {}})
