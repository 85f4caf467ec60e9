"""Values that can be erased while the seals still verify."""

from __future__ import annotations

from datetime import date

import pytest

from ipops.kernel.outcome import Unknown
from ipops.ledger.facts.words import PartyKind
from ipops.webkit import journal, personal
from ipops.webkit.models import JournalRow, PersonalValue
from tests.webkit.conftest import draft, party

pytestmark = [pytest.mark.db, pytest.mark.django_db]
UNTIL = date(2030, 1, 1)


def test_a_kept_value_can_be_read_and_compared() -> None:
    sealed = personal.keep("张三", "转让登记", UNTIL, by="user:a")
    assert personal.value_of(sealed) == "张三"
    assert personal.matches(sealed, "张三") is True
    assert personal.matches(sealed, "李四") is False


def test_the_same_value_is_sealed_differently_each_time() -> None:
    """Otherwise two facts would tell that they speak of one person."""
    assert personal.keep("张三", "p", UNTIL, by="a") != personal.keep("张三", "p", UNTIL, by="a")


def test_an_erased_value_is_gone_with_its_salt() -> None:
    sealed = personal.keep("张三", "转让登记", UNTIL, by="user:a")
    assert personal.erase(sealed, by="user:b", why="本人要求")
    assert isinstance(personal.value_of(sealed), Unknown)
    assert personal.matches(sealed, "张三") is None
    row = PersonalValue.objects.get()
    assert (row.value, row.salt, row.erased_by, row.erased_why) == (None, None, "user:b", "本人要求")
    assert not personal.erase(sealed, by="user:b", why="again")


def test_the_retention_day_erases() -> None:
    gone = personal.keep("张三", "p", date(2026, 1, 1), by="a")
    stays = personal.keep("李四", "p", date(2026, 1, 2), by="a")
    assert personal.erase_due(date(2026, 1, 1)) == 1
    assert isinstance(personal.value_of(gone), Unknown)
    assert personal.value_of(stays) == "李四"


def test_a_value_needs_a_purpose() -> None:
    with pytest.raises(ValueError, match="purpose"):
        personal.keep("张三", " ", UNTIL, by="a")


def test_a_value_never_kept_here_is_unknown() -> None:
    from ipops.ledger.fact import Sealed

    assert isinstance(personal.value_of(Sealed("0" * 64)), Unknown)


def test_the_fact_holds_the_hash_and_stays_as_it_was() -> None:
    sealed = personal.keep("张三", "转让登记", UNTIL, by="user:a")
    person = party("P:x-1", kind_of_party=PartyKind.PERSON, name="", name_sealed=sealed)
    journal.append([draft(person, "p")], by="user:a")
    before = bytes(JournalRow.objects.get().canonical)
    assert "张三".encode() not in before
    assert sealed.digest.encode() in before
    personal.erase(sealed, by="user:b", why="本人要求")
    assert bytes(JournalRow.objects.get().canonical) == before
    assert journal.entry(1) is not None
