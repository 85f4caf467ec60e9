"""Rows are caches: the same however they came about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipops.kernel.money import Money
from ipops.ledger.entry import Draft
from ipops.ledger.facts import AnnuityPaid, PartyRenamed, PledgeRegistered, PledgeReleased, RightEnded, RightGranted
from ipops.ledger.facts.words import EndOfRight, Proof, RightKind
from ipops.webkit import journal, parties, refold, rights
from ipops.webkit.models import JournalRow, Party, Right
from tests.webkit.conftest import draft, filed, party, transfer, withdrawal

pytestmark = [pytest.mark.db, pytest.mark.django_db]
FIRST = "CN201510230001.7"


def rows() -> dict[str, list[tuple[Any, ...]]]:
    return {code: list(refold.live_rows(fold)) for code, fold in refold.folds().items()}


def owners(right: str = FIRST) -> list[str]:
    return list(Right.objects.get(right=right).owners)


class TestRight:
    def test_follows_its_owners_through_transfers(self) -> None:
        journal.append([draft(filed(1), "f"), draft(transfer(1), "t")], by="user:a")
        assert owners() == ["P:乙"]
        assert Right.objects.get().place == "990102"

    def test_keeps_co_owners_who_were_no_party_to_the_transfer(self) -> None:
        journal.append([draft(filed(1, owners=("P:甲", "P:丙")), "f"), draft(transfer(1), "t")], by="user:a")
        assert owners() == ["P:丙", "P:乙"]

    def test_takes_a_transfer_that_is_learned_late_at_its_day(self) -> None:
        on = {"transferors": ("P:乙",), "transferees": ("P:丙",), "on": date(2024, 6, 1)}
        journal.append([draft(filed(1), "f"), draft(transfer(1, **on), "second")], by="user:a")
        journal.append([draft(transfer(1), "first, told later")], by="user:a")
        assert owners() == ["P:丙"]

    def test_takes_a_correction_at_the_place_of_what_it_corrects(self) -> None:
        same_day = {"transferors": ("P:乙",), "transferees": ("P:丙",)}
        journal.append(
            [draft(filed(1), "f"), draft(transfer(1), "1"), draft(transfer(1, **same_day), "2")], by="user:a"
        )
        journal.append([draft(transfer(1, price=None), "fix", supersedes=2)], by="user:a")
        assert owners() == ["P:丙"]

    def test_is_kept_whatever_the_length_of_its_title_and_its_owner_s_name(self) -> None:
        """A cell of a list holds 32,767 characters; an index holds no row of more than a third of a page."""
        words = "".join(chr(0x4E00 + i % 20_000) for i in range(20_000))
        journal.append([draft(filed(1, title=words), "f"), draft(party("甲", name=words), "p")], by="user:a")
        assert (Right.objects.get().title, Party.objects.get().name) == (words, words)

    def test_forgets_what_was_withdrawn(self) -> None:
        journal.append([draft(filed(1), "f"), draft(transfer(1), "t")], by="user:a")
        journal.append([draft(withdrawal(), "w", supersedes=2)], by="user:a")
        assert owners() == ["P:甲"]
        assert Right.objects.get().deals == []

    def test_goes_when_all_its_facts_are_withdrawn(self) -> None:
        journal.append([draft(filed(1), "f"), draft(withdrawal(), "w", supersedes=1)], by="user:a")
        assert not Right.objects.exists()

    def test_moves_when_a_correction_names_another_right(self) -> None:
        journal.append([draft(filed(1), "f1"), draft(filed(2), "f2"), draft(transfer(1), "t")], by="user:a")
        journal.append([draft(transfer(2), "fix", supersedes=3)], by="user:a")
        assert owners(FIRST) == ["P:甲"]
        assert owners("CN201510230002.7") == ["P:乙"]

    def test_lists_pledges_until_they_are_released(self) -> None:
        pledge = PledgeRegistered(
            on=date(2024, 1, 1),
            pledge="Z:1",
            right=FIRST,
            kind_of_right=RightKind.INVENTION,
            pledgors=("P:甲",),
            pledgees=("P:银行",),
            place="990101",
            proof=Proof.LISTED,
        )
        journal.append([draft(filed(1), "f"), draft(pledge, "z")], by="user:a")
        assert Right.objects.get().pledges == ["Z:1"]
        journal.append([draft(PledgeReleased(on=date(2024, 9, 1), pledge="Z:1", right=FIRST), "r")], by="user:a")
        assert Right.objects.get().pledges == []


class TestParty:
    def test_is_found_by_name_pinyin_initials_and_former_name(self) -> None:
        renamed = PartyRenamed(on=date(2024, 1, 1), party="P:甲", name="泉城甲科技有限公司")
        journal.append([draft(party("P:甲", code="91370100MA3C00000X"), "p"), draft(renamed, "r")], by="user:a")
        for typed in ("泉城甲", "quancheng", "qcjkj", "济南甲", "91370100ma3c", "P:甲"):
            assert [p.party for p in parties.search(typed)] == ["P:甲"], typed
        assert not parties.search("qingdao").exists()
        assert Party.objects.get().former_names == ["济南甲科技有限公司"]

    def test_sorts_by_sound(self) -> None:
        names = {"P:1": "重庆厂", "P:2": "安徽厂", "P:3": "济南厂"}
        journal.append([draft(party(k, name=n), k) for k, n in names.items()], by="user:a")
        assert [p.name for p in Party.objects.all()] == ["安徽厂", "重庆厂", "济南厂"]

    def test_is_not_made_by_being_named_as_a_controller(self) -> None:
        journal.append([draft(party("P:甲", controller="P:丁"), "p")], by="user:a")
        assert [p.party for p in Party.objects.all()] == ["P:甲"]


def test_rebuilding_gives_the_same_rows() -> None:
    drafts = [draft(filed(i), f"f{i}") for i in range(30)] + [draft(transfer(i), f"t{i}") for i in range(0, 30, 2)]
    journal.append([draft(party(), "p"), *drafts], by="user:a")
    journal.append([draft(transfer(4, transferees=("P:丁",)), "fix", supersedes=34)], by="user:a")
    before = rows()
    assert before[rights.FOLD.code]
    assert before[parties.FOLD.code]
    Right.objects.filter(right=FIRST).delete()
    Party.objects.update(name="改掉了")
    counted = refold.rebuild()
    assert rows() == before
    assert counted == {code: len(made) for code, made in before.items()}


def test_rebuilding_one_fold_leaves_the_others() -> None:
    journal.append([draft(party(), "p"), draft(filed(1), "f")], by="user:a")
    Party.objects.all().delete()
    assert refold.rebuild([rights.FOLD.code]) == {"webkit.right": 1}
    assert not Party.objects.exists()


def test_two_folds_may_not_share_a_code() -> None:
    import dataclasses

    with pytest.raises(RuntimeError, match="Two folds claim"):
        refold.register(dataclasses.replace(parties.FOLD, key="name"))


days = st.dates(date(2020, 1, 1), date(2020, 1, 6))
which = st.integers(1, 3)
people = st.sampled_from(["P:甲", "P:乙", "P:丙"])
facts = st.one_of(
    st.builds(lambda on, i, o: filed(i, on=on, owners=(o,)), days, which, people),
    st.builds(lambda on, i, a, b: transfer(i, on=on, transferors=(a,), transferees=(b,)), days, which, people, people),
    st.builds(lambda on, i: RightGranted(on=on, right=f"CN20151023{i:04d}.7"), days, which),
    st.builds(lambda on, i: RightEnded(on=on, right=f"CN20151023{i:04d}.7", why=EndOfRight.UNPAID), days, which),
    st.builds(
        lambda on, i, y: AnnuityPaid(on=on, right=f"CN20151023{i:04d}.7", year=y, paid=Money(1)), days, which, which
    ),
    st.builds(lambda on, p, n: party(p, on=on, name=n), days, people, st.sampled_from(["甲厂", "乙厂"])),
    st.builds(lambda on, p: PartyRenamed(on=on, party=p, name="新厂"), days, people),
)


@given(st.lists(st.tuples(facts, st.booleans(), st.integers(1, 8), st.booleans()), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_history_in_any_batches_folds_to_the_rows_of_a_rebuild(
    story: Sequence[tuple[Any, bool, int, bool]],
) -> None:
    """Late facts, corrections, corrections of corrections and withdrawals, cut into batches anywhere."""
    from django.db import transaction

    with transaction.atomic():
        standing: list[int] = []
        batch: list[Draft] = []
        for n, (fact, corrects, back, cut) in enumerate(story, start=1):
            old = standing[-min(back, len(standing))] if corrects and standing else None
            if old is not None:
                standing.remove(old)
            batch.append(draft(withdrawal() if old is not None and back > 6 else fact, str(n), old))
            standing.append(n)
            if cut:
                journal.append(batch, by="user:a")
                batch = []
        journal.append(batch, by="user:a")
        assert JournalRow.objects.count() == len(story)
        appended = rows()
        refold.rebuild()
        assert rows() == appended
        transaction.set_rollback(True)
