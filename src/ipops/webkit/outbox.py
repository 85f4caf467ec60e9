"""What must happen after a commit, at least once: kept in a table, retried, safe to run twice. The worker runs it.

    journal ── feed() ──> items of topic "reaction" ── run() ──> a line's pure function ──> proposed facts ──> journal
    seals   ── put() ───> items of topic "heads"    ── run() ──> the province's address

Rule 1: an item is put in by its (topic, key); putting it in twice changes nothing.
Rule 2: what a handler writes and the mark *done* are one transaction. A handler that fails leaves nothing behind but
its error and a later try; it never stops the items behind it.
Rule 3: proposed facts carry a reference made of the fact they answer, so a second run stores nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from ipops.ledger.entry import Draft, Source
from ipops.webkit import journal, street
from ipops.webkit.models import JournalRow, OutboxItem, ReactionCursor

Handler = Callable[[Mapping[str, Any]], None]
log = structlog.get_logger("ipops.outbox")
_HANDLERS: dict[str, Handler] = {}
_FED_AT_ONCE = 1_000
_LONGEST_WAIT = timedelta(hours=6)
REACTION = "reaction"


def register(topic: str, handler: Handler) -> None:
    """Say who handles a topic, from ``AppConfig.ready``. Twins are refused with ``RuntimeError``."""
    if _HANDLERS.setdefault(topic, handler) != handler:
        raise RuntimeError(f"Two handlers claim the topic {topic!r}.")


def put(topic: str, key: str, payload: Mapping[str, Any], *, not_before: datetime | None = None) -> None:
    """Store something to be done, inside the caller's transaction."""
    now = timezone.now()
    OutboxItem.objects.get_or_create(
        topic=topic, key=key, defaults={"payload": dict(payload), "made_at": now, "not_before": not_before or now}
    )


def run(*, most: int = 100, now: datetime | None = None) -> int:
    """Feed reactions, then try up to ``most`` waiting items; gives how many were done. Several workers may run at once."""
    feed()
    moment = now or timezone.now()
    done = 0
    for _ in range(most):
        got = _one(moment)
        if got is None:
            break
        done += got
    return done


def _one(now: datetime) -> bool | None:
    """Try one item; whether it is done, or ``None`` if none is waiting."""
    with transaction.atomic():
        waiting = OutboxItem.objects.filter(done_at=None, not_before__lte=now).order_by("not_before", "id")
        item = waiting.select_for_update(skip_locked=True).first()
        if item is None:
            return None
        try:
            with transaction.atomic():
                _HANDLERS[item.topic](item.payload)
        except Exception as e:
            item.attempts += 1
            item.last_error = f"{type(e).__name__}: {e}"[:2_000]
            item.not_before = now + min(timedelta(seconds=10) * 2 ** min(item.attempts, 20), _LONGEST_WAIT)
            log.exception("outbox item failed", topic=item.topic, key=item.key, attempts=item.attempts)
        else:
            item.done_at = now
        item.save()
        return item.done_at is not None


def feed() -> int:
    """Put an item for each new fact that a line reacts to; gives how many."""
    return sum(_feed(line.code, kind) for line in street.lines().values() for kind in line.reactions)


def _feed(line: str, kind: str) -> int:
    code = f"{line}:{kind}"
    with transaction.atomic():
        ReactionCursor.objects.get_or_create(code=code)
        cursor = ReactionCursor.objects.select_for_update().get(code=code)
        fresh = JournalRow.objects.filter(kind=kind, n__gt=cursor.read_to).order_by("n").values_list("n", flat=True)
        numbers = list(fresh[:_FED_AT_ONCE])
        for n in numbers:
            put(REACTION, f"{code}:{n}", {"line": line, "kind": kind, "n": n})
        if numbers:
            cursor.read_to = numbers[-1]
            cursor.save()
    return len(numbers)


def react(payload: Mapping[str, Any]) -> None:
    """Run a line's pure function on one fact and append what it proposes. A fact corrected meanwhile is passed over: its
    correction is a fact of its own and gets its own turn."""
    n = int(payload["n"])
    entry = journal.entry(n)
    if entry is None or journal.corrected_by([n]):
        return
    line = street.lines()[payload["line"]]
    proposed = line.reactions[payload["kind"]](entry.fact)
    because = entry.source if entry.source.document else Source(reason=f"#{n}: {line.title.zh} {line.title.en}")
    drafts = [
        Draft(fact=fact, source=because, reference=f"{payload['kind']}:{n}:{i}") for i, fact in enumerate(proposed)
    ]
    journal.append(drafts, by=f"reaction:{line.code}")
