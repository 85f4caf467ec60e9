"""Two clerks at once, and a crash in the middle: one act is stored once, and nothing is stored by half."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from ipops.intake.profile import shipped
from ipops.kernel.outcome import Refused
from ipops.lines.trading.app.models import Deal, ImportRun
from ipops.lines.trading.app.services import register
from ipops.lines.trading.app.services.deals import Recorded, Written, deal_record
from ipops.webkit import journal
from ipops.webkit.models import Right, WorkItem

from .conftest import PLACE, R1, TODAY, draft, filed, party, transfer_ask

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    gate = threading.Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.fixture
def town() -> None:
    facts = [
        party("P:甲", "山河科技有限公司"),
        party("P:乙", "东湖电子有限公司"),
        party("P:丙", "三禾材料有限公司"),
        filed(R1, "P:甲"),
    ]
    journal.append([draft(f, f"base:{i}") for i, f in enumerate(facts)], by="test")


def record(reference: str, taker: str) -> Recorded | Refused:
    return deal_record(
        written=Written(ask=transfer_ask(), rights=(R1,), givers=("P:甲",), takers=(taker,)),
        by=f"user:{reference}",
        today=TODAY,
        reference=reference,
        place=PLACE,
    )


def test_two_clerks_who_record_one_act_store_it_once(town):
    got = at_once(lambda: record("a", "P:乙"), lambda: record("b", "P:乙"))
    assert sorted(type(g).__name__ for g in got) == ["Recorded", "Refused"]
    assert Deal.objects.count() == 1


def test_two_clerks_who_sell_one_right_to_two_are_judged_one_after_the_other(town):
    """Whoever comes second sells what the giver no longer has; the register's word is stored and flagged."""
    got = at_once(lambda: record("a", "P:乙"), lambda: record("b", "P:丙"))
    flags = sorted(len(g.flags) for g in got)
    assert flags == [0, 1]
    assert len(Right.objects.get(right=R1).owners) in (1, 2)


def test_one_form_sent_twice_at_once_is_one_deal(town):
    def send() -> Recorded | Refused:
        return deal_record(
            written=Written(ask=transfer_ask(), rights=(R1,), givers=("P:甲",), takers=("P:乙",)),
            by="user:a",
            today=TODAY,
            reference="same",
            place=PLACE,
        )

    one, other = at_once(send, send)
    assert one.deal == other.deal
    assert Deal.objects.count() == 1


def test_a_list_imported_twice_at_once_is_stored_once(town, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(f"专利号,转让方,受让方,登记日\n{R1},山河科技有限公司,新来的有限公司,2024-05-01\n", encoding="utf-8")

    def merge() -> Any:
        return register.register_import(
            path=path, kind="transfer", profile=shipped()["cnipa-transfer"], by="u", today=TODAY, place=PLACE
        )

    assert sorted(m.stored for m in at_once(merge, merge)) == [0, 1]
    assert Deal.objects.count() == 1


def test_an_import_that_dies_at_the_last_step_leaves_nothing(town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "list.csv"
    path.write_text(f"专利号,转让方,受让方,登记日\n{R1},山河科技有限公司,新来的有限公司,2024-05-01\n", encoding="utf-8")

    def die(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(register, "_ask_for_review", die)
    size = journal.size()
    with pytest.raises(OSError, match="disk"):
        register.register_import(path=path, kind="transfer", profile=shipped()["cnipa-transfer"], by="u", today=TODAY)
    assert (journal.size(), Deal.objects.count(), ImportRun.objects.count()) == (size, 0, 0)
    assert WorkItem.objects.count() == 0
    assert Right.objects.get(right=R1).owners == ["P:甲"]
