"""Goals by kind, samples, who accepts."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.outcome import Refused
from ipops.lines.navigation.facts import Goal, StudyKind
from ipops.lines.navigation.rules import admission

DAY = date(2024, 6, 3)


def codes(got):
    return [r.code for r in got.reasons] if isinstance(got, Refused) else []


def freeze(**more):
    asked = {"on": DAY, "today": DAY, "documents": 10, "recall": (None, None), "precision": (None, None)} | more
    return codes(admission.freeze(**asked))


@pytest.mark.parametrize("kind", StudyKind)
def test_the_goals_of_a_kind_are_its_own(kind):
    """Every goal belongs to one kind, and a goal of another is refused."""
    own = admission.GOALS[kind]
    assert admission.propose(kind, own) is None
    assert codes(admission.propose(kind, ())) == ["no-goal"]
    for strange in set(Goal) - set(own):
        assert codes(admission.propose(kind, (*own, strange))) == ["goal-of-another-kind"]


def test_each_goal_belongs_to_exactly_one_kind():
    told = [g for goals in admission.GOALS.values() for g in goals]
    assert sorted(told) == sorted(Goal)


def test_a_sample_is_whole_and_holds_no_more_than_was_drawn():
    assert freeze() == []
    assert freeze(recall=(95, 100), precision=(0, 20)) == []
    assert freeze(recall=(5, None)) == ["half-a-sample"]
    assert freeze(precision=(21, 20)) == ["sample-too-large"]
    assert freeze(documents=0) == ["no-documents"]
    assert freeze(on=date(2024, 6, 4)) == ["in-the-future"]


@given(st.none() | st.integers(0, 50), st.none() | st.integers(0, 50))
def test_without_a_sample_a_ratio_is_unknown_and_never_one(found, drawn):
    got = admission.ratio(found, drawn)
    if found is None or not drawn:
        assert got is None
    else:
        assert got == Fraction(found, drawn)


def test_whoever_handed_the_report_in_does_not_accept_it():
    assert codes(admission.accept(accepted_by="user:a", reported_by="user:a")) == ["own-report"]
    assert admission.accept(accepted_by="user:b", reported_by="user:a") is None
