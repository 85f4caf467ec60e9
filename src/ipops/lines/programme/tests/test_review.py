"""Experts: conflicts before documents, locked sheets, a ranking anybody can repeat; objections; the gate of a nomination."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused, Unknown
from ipops.kernel.text import Text
from ipops.lines.programme.facts.words import Ground
from ipops.lines.programme.rules.selection import nomination, publicity, review
from ipops.lines.programme.rules.selection.asked import register_for
from ipops.lines.programme.rules.selection.eligibility import city_answer
from ipops.lines.programme.rules.selection.review import Declared, Expert, Sheet
from ipops.policy import pack_named
from ipops.reference.divisions import places

DEMO = pack_named("demo-notice")
ON = date(2023, 9, 20)
SCHEME = DEMO.scheme("review", ON)
PANEL = [
    Expert(expert="user:e1", name=Text("甲", "A"), places=("990101",)),
    Expert(expert="user:e2", name=Text("乙", "B"), places=("990200",)),
    Expert(expert="user:e3", name=Text("丙", "C")),
]


def within(inner, outer):
    return places().is_within(inner, outer)


def full(share=Fraction(1, 2), **changed):
    return {i.id: i.points * share for i in SCHEME.leaves} | changed


def codes(no):
    return [r.code for r in (no.reasons if isinstance(no, Refused) else no)]


class TestConflicts:
    def opens(self, expert, *declared):
        return review.may_open(expert, PANEL, "990100", declared, within)

    def test_an_expert_employed_in_the_city_is_kept_out_even_if_they_declare_none(self):
        got = self.opens("user:e1", Declared(expert="user:e1", ground=Ground.NONE))
        assert codes(got) == ["conflict-by-profile"]

    def test_nothing_opens_before_the_declaration(self):
        assert codes(self.opens("user:e2")) == ["not-declared"]
        assert codes(self.opens("user:e2", Declared(expert="user:e3", ground=Ground.NONE))) == ["not-declared"]

    def test_a_declared_conflict_keeps_out_and_a_declared_none_opens(self):
        assert codes(self.opens("user:e2", Declared(expert="user:e2", ground=Ground.KIN))) == ["conflict-declared"]
        assert self.opens("user:e2", Declared(expert="user:e2", ground=Ground.NONE)) is None

    def test_the_last_declaration_counts(self):
        said = [Declared(expert="user:e2", ground=Ground.NONE), Declared(expert="user:e2", ground=Ground.ADVISED)]
        assert codes(self.opens("user:e2", *said)) == ["conflict-declared"]

    def test_who_is_not_on_the_panel_opens_nothing(self):
        assert codes(self.opens("user:x", Declared(expert="user:x", ground=Ground.NONE))) == ["not-on-panel"]


class TestSheets:
    def test_others_show_only_after_ones_own_is_locked(self):
        others = [Sheet(expert="user:e2", points=full())]
        assert codes(review.may_see_others("user:e3", others)) == ["own-sheet-open"]
        assert review.may_see_others("user:e2", others) is None

    def test_a_sheet_scores_every_item_within_its_points(self):
        assert review.sheet_problems(SCHEME, full()) == ()
        wrong = full(targets=Fraction(26), other=Fraction(1))
        del wrong["defence"]
        assert sorted(r.field for r in review.sheet_problems(SCHEME, wrong)) == ["defence", "other", "targets"]

    def test_too_few_sheets_make_no_result(self):
        assert codes(review.result("n", SCHEME, [Sheet(expert="a", points=full())])) == ["too-few-sheets"]

    def test_experts_far_apart_are_flagged_in_total_and_by_item(self):
        sheets = [Sheet(expert=e, points=full()) for e in "ab"] + [Sheet(expert="c", points=full(targets=Fraction(0)))]
        near = review.result("n", SCHEME, sheets)
        assert (near.spread, near.wide, near.wide_items) == (Fraction(25, 2), False, ("targets",))
        far = review.result("n", SCHEME, [*sheets[:2], Sheet(expert="c", points=full(Fraction(1, 10)))])
        assert far.wide


scores = st.lists(
    st.fixed_dictionaries({i.id: st.integers(0, int(i.points)).map(Fraction) for i in SCHEME.leaves}),
    min_size=3,
    max_size=5,
)


@given(st.lists(scores, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_ranking_comes_from_the_sheets_alone(every, chance):
    """Whatever the order of sheets and applications, ranking and digest are the same; a point more never ranks lower."""
    made = []
    for n, sheets in enumerate(every):
        locked = [Sheet(expert=f"e{i}", points=p) for i, p in enumerate(sheets)]
        shuffled = chance.sample(locked, len(locked))
        made.append((review.result(f"n{n}", SCHEME, locked), review.result(f"n{n}", SCHEME, shuffled)))
    one = review.ranking(a for a, _ in made)
    other = review.ranking(b for _, b in chance.sample(made, len(made)))
    assert one == other
    assert review.digest(SCHEME, one) == review.digest(SCHEME, other)
    assert [p.result.mean for p in one] == sorted((p.result.mean for p in one), reverse=True)
    assert all(p.tied == ([q.rank for q in one].count(p.rank) > 1) for p in one)


def test_changing_one_point_changes_the_digest():
    sheets = [Sheet(expert=e, points=full()) for e in "abc"]
    other = [*sheets[:2], Sheet(expert="c", points=full(money=Fraction(1)))]
    one, two = (review.ranking([review.result("n", SCHEME, s)]) for s in (sheets, other))
    assert review.digest(SCHEME, one) != review.digest(SCHEME, two)


class TestPublicNotice:
    SINCE = date(2023, 10, 13)

    def objection(self, **changed):
        given_ = {"name": "李工", "words": "材料有误", "evidence": "a" * 64, "on": date(2023, 10, 20)}
        return publicity.Objection(**given_ | changed)

    def heard(self, **changed):
        stands = publicity.notice(DEMO, self.SINCE)
        return publicity.heard(self.objection(**changed), stands, self.SINCE, None)

    def test_five_working_days_skip_the_weekend(self):
        assert publicity.notice(DEMO, self.SINCE).last_day == date(2023, 10, 20)

    def test_a_named_written_objection_with_evidence_in_time_is_heard(self):
        assert self.heard() is None

    def test_every_lack_is_told_at_once(self):
        got = self.heard(name=" ", words="", evidence="", on=date(2023, 10, 21))
        assert codes(got) == ["objection-nameless", "objection-wordless", "objection-bare", "objection-late"]

    def test_an_objection_before_the_notice_is_refused(self):
        assert codes(self.heard(on=date(2023, 10, 12))) == ["objection-early"]

    def test_under_the_real_notice_the_length_is_unknown_so_nobody_is_late(self):
        stands = publicity.notice(pack_named("cn-2020-40"), date(2020, 5, 29))
        assert isinstance(stands, Unknown)
        late = self.objection(on=date(2021, 5, 29))
        assert publicity.heard(late, stands, date(2020, 5, 29), None) is None


class TestTheGateOfANomination:
    CALL = nomination.Call(code="call:1", pack=DEMO, opens_on=date(2023, 9, 1), closes_on=date(2023, 9, 30), form="1")
    TASKS = tuple(t.zh for t in DEMO.term("mandatory_tasks", ON).value)

    def package(self, **changed):
        given_ = {
            "city": "990100",
            "province": "990000",
            "name": "示范市（演示）",
            "form": "1",
            "matching": Money.yuan(75_000_000),
            "targets": {t.id: t.floor for t in DEMO.targets(ON) if t.floor is not None},
            "mandatory": self.TASKS,
            "optional": (),
            "attachments": ("a" * 64,),
        }
        return nomination.Package(**given_ | changed)

    def gate(self, package, on=ON, nominated=(), has=0, own=True):
        name = Text(package.name, package.name)
        eligible = city_answer(name, "示范省（演示）", 2023, DEMO, register_for(DEMO, ON), ON)
        return [r.code for r in nomination.gate(package, self.CALL, on, eligible, nominated, has, own=own)]

    def test_a_complete_package_passes(self):
        assert self.gate(self.package()) == []

    def test_the_second_city_of_a_province_is_refused(self):
        assert self.gate(self.package(), has=1) == ["province-full"]
        assert self.gate(self.package(), own=False) == ["not-its-own"]

    def test_a_promise_below_the_floor_is_named(self):
        low = self.package(targets=self.package().targets | {"custody_smes": Fraction(999)})
        assert self.gate(low) == ["target-below-floor"]

    def test_a_missing_promise_is_not_taken_for_the_floor(self):
        told = dict(self.package().targets)
        del told["custody_smes"]
        assert self.gate(self.package(targets=told)) == ["target-below-floor"]

    @pytest.mark.parametrize(
        ("changed", "on", "code"),
        [
            ({}, date(2023, 8, 31), "call-not-open"),
            ({}, date(2023, 10, 1), "call-closed"),
            ({"form": "0"}, ON, "form-version"),
            ({"mandatory": TASKS[1:]}, ON, "mandatory-task-missing"),
            ({"matching": None}, ON, "no-matching-money"),
            ({"attachments": ()}, ON, "no-attachment"),
        ],
    )
    def test_each_lack_has_its_reason(self, changed, on, code):
        assert self.gate(self.package(**changed), on=on) == [code]

    def test_a_city_is_nominated_once(self):
        assert self.gate(self.package(), nominated={"990100"}) == ["city-twice"]

    def test_zero_matching_money_is_an_answer(self):
        assert self.gate(self.package(matching=Money(0))) == []

    def test_a_city_supported_before_is_stopped_here_too(self):
        real = pack_named("cn-2020-40")
        call = replace(self.CALL, pack=real, opens_on=date(2020, 5, 1), closes_on=None)
        name = Text("济南市", "Jinan")
        on = date(2020, 5, 29)
        eligible = city_answer(name, "山东省", 2020, real, register_for(real, on), on)
        package = self.package(
            city="370100",
            mandatory=tuple(t.zh for t in real.term("mandatory_tasks", on).value),
            targets={t.id: t.floor for t in real.targets(on) if t.floor is not None},
        )
        assert [r.code for r in nomination.gate(package, call, on, eligible, (), 0, own=True)] == ["no_repeat"]
