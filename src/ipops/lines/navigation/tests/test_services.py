"""From need to use through the journal, and back from its rows."""

from __future__ import annotations

import pytest

from ipops.kernel.outcome import Refused
from ipops.lines.navigation.app.models import Study
from ipops.lines.navigation.facts import Goal, StudyKind
from ipops.webkit import journal, refold
from ipops.webkit.places import Places

from .conftest import BUREAU, accepted, contracted, frozen, proposed, reported, used

pytestmark = pytest.mark.db


def codes(got):
    assert isinstance(got, Refused), got
    return [r.code for r in got.reasons]


def test_the_whole_life_of_a_study(city):
    study = proposed()
    for step in (contracted, frozen, reported, accepted, used):
        assert step(study) is None, step
    row = Study.objects.get()
    assert (row.stage, row.documents, row.verdict, row.leader) == ("used", 49_417, "accepted", "王工")
    assert len(row.uses) == 1
    assert row.owner == f"P:{BUREAU}"


def test_sending_twice_changes_nothing(city):
    for _ in range(2):
        study = proposed()
        for step in (contracted, frozen, reported, accepted, used):
            assert step(study) is None
    assert Study.objects.count() == 1
    assert journal.size() == 8, "two parties, proposal, contract, data, report, acceptance, use"


def test_data_frozen_again_replace_the_set_and_both_stay_on_record(city):
    study = proposed()
    contracted(study)
    frozen(study)
    frozen(study, "again", documents=50_000)
    row = Study.objects.get()
    assert (row.documents, len(row.data)) == (50_000, 2)


def test_nothing_is_entered_out_of_turn(city):
    study = proposed()
    assert codes(frozen(study)) == ["not-from-here"]
    contracted(study)
    assert codes(frozen(study, documents=0)) == ["no-documents"]
    frozen(study)
    reported(study)
    assert codes(accepted(study, who="user:clerk")) == ["own-report"]
    assert codes(used(study)) == ["not-from-here"]


def test_a_goal_of_another_kind_or_a_place_of_others_is_refused(city):
    assert codes(proposed(kind=StudyKind.TALENT, goals=(Goal.PATH,))) == ["goal-of-another-kind"]
    assert codes(proposed(covers=Places(frozenset({"990200"})))) == ["other-place"]
    assert Study.objects.count() == 0


def test_rows_are_rebuilt_equal_from_facts(city):
    study = proposed()
    for step in (contracted, frozen, reported, accepted, used):
        step(study)
    before = Study.objects.values().get()
    refold.rebuild()
    assert Study.objects.values().get() == before
