from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.ledger import facts, fold
from ipops.ledger.entry import Draft, Entry, Source
from ipops.ledger.journal import AlreadyCorrected, MemoryJournal
from tests.ledger.strategies import facts as made_facts
from tests.ledger.strategies import histories

SHORT = st.one_of(made_facts(facts.PartyRenamed), made_facts(facts.Withdrawn))
WHY = Source(reason="登记簿")


def renamed(n, name, at, supersedes=None, fact=None):
    return Entry(
        n=n,
        fact=fact or facts.PartyRenamed(on=date(2024, 1, 1), party="P:1", name=name),
        recorded_at=datetime(2024, 1, at, tzinfo=UTC),
        by="x",
        source=WHY,
        reference=str(n),
        supersedes=supersedes,
    )


STORY = [
    renamed(1, "甲", 1),
    renamed(2, "乙", 2),
    renamed(3, "甲改", 3, supersedes=1),
    renamed(4, "", 4, supersedes=3, fact=facts.Withdrawn(on=date(2024, 1, 4), why="误录")),
]


@pytest.mark.parametrize(
    ("day", "names"), [(1, ["甲"]), (2, ["甲", "乙"]), (3, ["乙", "甲改"]), (4, ["乙"]), (None, ["乙"])]
)
def test_each_day_reads_as_it_was_known_then(day, names):
    known_by = None if day is None else datetime(2024, 1, day, tzinfo=UTC)
    assert [e.fact.name for e in fold.live(STORY, known_by)] == names


@given(histories(fact=SHORT), st.data())
def test_reading_as_known_then_is_reading_the_journal_as_it_stood_then(history, data):
    cut = data.draw(st.integers(0, len(history)))
    known_by = history[cut - 1].recorded_at if cut else datetime(1900, 1, 1, tzinfo=UTC)
    stood = [e for e in history if e.recorded_at <= known_by]
    assert fold.live(history, known_by) == fold.live(stood)


@given(histories(fact=SHORT))
def test_what_holds_is_what_no_other_entry_corrects(history):
    live = fold.live(history)
    assert live == [
        e for e in history if all(o.supersedes != e.n for o in history) and not isinstance(e.fact, facts.Withdrawn)
    ]
    for e in history:
        chain = fold.history(history, e.n)
        assert e in chain
        assert [b.supersedes for b in chain[1:]] == [a.n for a in chain[:-1]]
        assert chain[0].supersedes is None


def test_a_day_ends_at_midnight_in_china_not_in_greenwich():
    end = fold.end_of_day(date(2024, 12, 31))
    assert end == datetime(2024, 12, 31, 15, 59, 59, 999999, tzinfo=UTC)
    assert fold.known([renamed(1, "甲", 1)], fold.end_of_day(date(2023, 12, 31))) == []
    assert len(fold.known([renamed(1, "甲", 1)], fold.end_of_day(date(2024, 1, 1)))) == 1


def test_an_entry_is_corrected_once_so_that_no_two_corrections_both_count():
    journal = MemoryJournal(clock=lambda: datetime(2024, 1, 1, tzinfo=UTC))
    fact = facts.PartyRenamed(on=date(2024, 1, 1), party="P:1", name="甲")
    journal.append([Draft(fact=fact, source=WHY, reference="a")], by="x")
    journal.append([Draft(fact=fact, source=WHY, reference="b", supersedes=1)], by="x")
    with pytest.raises(AlreadyCorrected, match="Entry 1 has been corrected by entry 2"):
        journal.append([Draft(fact=fact, source=WHY, reference="c", supersedes=1)], by="x")
    with pytest.raises(AlreadyCorrected):
        journal.append([Draft(fact=fact, source=WHY, reference=r, supersedes=2) for r in "de"], by="x")
    assert journal.size() == 2
    assert journal.append([Draft(fact=fact, source=WHY, reference="b", supersedes=1)], by="x")[0].n == 2
