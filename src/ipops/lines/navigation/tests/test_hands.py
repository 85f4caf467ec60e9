"""What readers' words come to: who stands, where nobody does, how far two agree."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ipops.kernel.outcome import Refused
from ipops.lines.navigation.facts import Relevance
from ipops.lines.navigation.rules import hands
from ipops.lines.navigation.rules.hands import Said, Standing, settle_labels, settle_verdicts

YES, NO, UNSURE = Relevance.RELEVANT, Relevance.NOT, Relevance.UNSURE


def said(by: str, under: str = "", out: str = "", *, reviewed: bool = False) -> Said:
    return Said(by=by, under=frozenset(under.split()), out=frozenset(out.split()), reviewed=reviewed)


def code(got: Refused | None) -> str:
    return got.reasons[0].code if got else ""


class TestLabels:
    def test_of_one_reader_stand(self):
        got = settle_labels([said("a", "x y", "z")])
        assert (got.under, got.out, got.differ, got.standing) == (("x", "y"), ("z",), (), Standing.ONE)

    def test_on_which_readers_differ_are_left_to_the_rule_and_the_others_stand(self):
        got = settle_labels([said("a", "x y", "z"), said("b", "y", "x z")])
        assert (got.under, got.out, got.differ, got.standing) == (("y",), ("z",), ("x",), Standing.DIFFER)

    def test_that_one_reader_did_not_name_are_the_other_s(self):
        got = settle_labels([said("a", "x"), said("b", "", "y")])
        assert (got.under, got.out, got.standing) == (("x",), ("y",), Standing.AGREED)

    def test_are_the_reviewer_s_whatever_readers_said(self):
        got = settle_labels([said("a", "x"), said("b", "", "x"), said("c", "z", "x", reviewed=True)])
        assert (got.under, got.out, got.differ, got.standing) == (("z",), ("x",), (), Standing.REVIEWED)


class TestAVerdict:
    @pytest.mark.parametrize(
        ("words", "stands", "standing"),
        [
            ([(YES, False)], YES, Standing.ONE),
            ([(NO, False), (NO, False)], NO, Standing.AGREED),
            ([(YES, False), (NO, False)], None, Standing.DIFFER),
            ([(YES, False), (UNSURE, False)], None, Standing.DIFFER),
            ([(UNSURE, False)], None, Standing.UNSURE),
            ([(UNSURE, False), (UNSURE, False)], None, Standing.UNSURE),
            ([(YES, False), (NO, False), (NO, True)], NO, Standing.REVIEWED),
        ],
    )
    def test_stands_where_readers_agree_or_a_reviewer_says_so(self, words, stands, standing):
        assert settle_verdicts(words) == (stands, standing)


class TestAgreement:
    def test_is_the_published_kappa(self):
        """Cohen's formula on the usual example: 50 things, 20 yes by both, 15 no by both, 5 and 10 apart: kappa 0.4."""
        pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
        assert hands.kappa(pairs) == (50, 35, Fraction(2, 5))

    def test_is_unknown_where_chance_alone_would_always_agree(self):
        assert hands.kappa([("y", "y")] * 7) == (7, 7, None)
        assert hands.kappa([]) == (0, 0, None)

    def test_compares_every_two_readers_over_what_both_read(self):
        told = {"b": {1: "y", 2: "n"}, "a": {2: "n", 1: "n", 3: "y"}, "c": {9: "y"}}
        (got,) = hands.agreements(told)
        assert (got.first, got.second, got.n, got.agreed) == ("a", "b", 2, 1)


class TestWhoMay:
    @pytest.mark.parametrize(
        ("stage", "no"),
        [("data", ""), ("contracted", "not-frozen"), ("reported", "report-in"), ("stopped", "report-in")],
    )
    def test_speak_only_while_the_data_stand_frozen_and_no_report_is_in(self, stage, no):
        assert code(hands.may_speak(stage)) == no

    def test_review_only_what_somebody_else_read_with_a_reason_and_an_answer(self):
        assert code(hands.may_review([], "me", "why")) == "nothing-to-review"
        assert code(hands.may_review(["me"], "me", "why")) == "own-reading"
        assert code(hands.may_review(["a"], "me", "why", UNSURE)) == "review-unsure"
        assert code(hands.may_review(["a"], "me", " ")) == "review-without-reason"
        assert hands.may_review(["a"], "me", "why", YES) is None

    def test_name_only_nodes_of_the_tree_and_none_both_ways(self):
        assert code(hands.may_label(["x"], ["y"], ["x"])) == "no-such-node"
        assert code(hands.may_label(["x"], ["x"], ["x"])) == "both-ways"
        assert hands.may_label(["x"], ["y"], ["x", "y"]) is None
