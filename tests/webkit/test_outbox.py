"""Things that must happen after a commit: once or more, never less, never twice in effect."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest

from ipops.kernel.line import Line
from ipops.kernel.text import Text
from ipops.ledger.facts import ConflictFlagged, TransferRegistered
from ipops.webkit import journal, outbox, street
from ipops.webkit.models import OutboxItem
from tests.webkit.conftest import draft, transfer, withdrawal

pytestmark = [pytest.mark.db, pytest.mark.django_db]
NOW = datetime(2030, 1, 1, tzinfo=UTC)


def flag(fact: TransferRegistered) -> tuple[ConflictFlagged, ...]:
    """A line's pure reaction: cheap transfers are looked at."""
    if fact.price is None or fact.price.fen > 100_100:
        return ()
    return (
        ConflictFlagged(
            on=fact.on,
            case=f"C:{fact.deal}",
            deal=fact.deal,
            right=fact.right,
            conflict="cheap",
            clause="x",
            owner="clerk",
        ),
    )


@pytest.fixture(autouse=True)
def _watchful_line(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line(
        code="watch", title=Text("看", "watch"), app="none", laws=("x",), reactions={TransferRegistered.KIND: flag}
    )
    monkeypatch.setattr(street, "lines", lambda: MappingProxyType({"watch": line}))


def flagged() -> list[tuple[int, str, str]]:
    return [(e.n, e.by, e.reference) for e in journal.read() if isinstance(e.fact, ConflictFlagged)]


class TestReactions:
    def test_append_what_a_line_proposes(self) -> None:
        journal.append([draft(transfer(1), "1"), draft(transfer(500), "2")], by="user:a")
        assert outbox.run() == 2
        assert flagged() == [(3, "reaction:watch", "transfer_registered:1:0")]

    def test_do_nothing_the_second_time(self) -> None:
        journal.append([draft(transfer(1), "1")], by="user:a")
        outbox.run()
        OutboxItem.objects.update(done_at=None)
        outbox.run()
        assert len(flagged()) == 1
        assert outbox.feed() == 0

    def test_see_facts_that_came_before_them(self) -> None:
        journal.append([draft(transfer(1), str(i)) for i in range(3)], by="user:a")
        assert outbox.feed() == 3

    def test_pass_over_a_fact_that_was_corrected_meanwhile(self) -> None:
        journal.append([draft(transfer(1), "1")], by="user:a")
        journal.append([draft(withdrawal(), "2", supersedes=1)], by="user:a")
        assert outbox.run() == 1
        assert flagged() == []


class TestItems:
    calls: list[Any]

    @pytest.fixture(autouse=True)
    def _topic(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls, self.fails = [], True

        def handle(payload: Mapping[str, Any]) -> None:
            self.calls.append(payload)
            journal.append([draft(transfer(900), f"from outbox {len(self.calls)}")], by="handler")
            if payload.get("bad") and self.fails:
                raise ConnectionError("no answer")

        monkeypatch.setitem(outbox._HANDLERS, "test", handle)

    def test_are_kept_once(self) -> None:
        outbox.put("test", "a", {"x": 1})
        outbox.put("test", "a", {"x": 2})
        assert OutboxItem.objects.get().payload == {"x": 1}

    def test_that_fail_leave_nothing_behind_and_are_tried_again_later(self) -> None:
        outbox.put("test", "a", {"bad": True}, not_before=NOW)
        assert outbox.run(now=NOW) == 0
        item = OutboxItem.objects.get()
        assert (item.attempts, item.last_error) == (1, "ConnectionError: no answer")
        assert journal.size() == 0
        assert outbox.run(now=NOW + timedelta(seconds=1)) == 0
        assert len(self.calls) == 1, "not before its time"
        self.fails = False
        assert outbox.run(now=NOW + timedelta(minutes=1)) == 1
        assert journal.size() == 1

    def test_that_fail_do_not_stop_those_behind(self) -> None:
        outbox.put("test", "bad", {"bad": True}, not_before=NOW)
        outbox.put("test", "good", {}, not_before=NOW)
        assert outbox.run(now=NOW) == 1
        assert OutboxItem.objects.get(key="good").done_at == NOW

    def test_wait_longer_after_each_failure_but_never_days(self) -> None:
        outbox.put("test", "bad", {"bad": True}, not_before=NOW)
        at, waits = NOW, []
        for _ in range(14):
            outbox.run(now=at)
            item = OutboxItem.objects.get()
            waits.append(item.not_before - at)
            at = item.not_before
        assert waits == sorted(waits)
        assert waits[-1] == timedelta(hours=6)

    def test_of_a_topic_nobody_handles_wait(self) -> None:
        outbox.put("unheard-of", "a", {}, not_before=NOW)
        assert outbox.run(now=NOW) == 0
        assert OutboxItem.objects.get().done_at is None


def test_two_handlers_may_not_claim_a_topic() -> None:
    with pytest.raises(RuntimeError, match="Two handlers"):
        outbox.register(outbox.REACTION, lambda payload: None)


def test_the_day_of_a_proposed_fact_is_its_own() -> None:
    assert flag(transfer(1))[0].on == date(2024, 3, 1)
