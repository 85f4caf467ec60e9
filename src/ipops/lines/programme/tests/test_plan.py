"""Targets from floor to district: what lies too low is an error, what the law warns against is a warning, nothing is guessed."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Refused
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import plan as reading
from ipops.lines.programme.app.services import plan as services
from ipops.lines.programme.app.services import selection, steps
from ipops.lines.programme.facts.words import TaskChoice, TaskState
from ipops.lines.programme.rules.plan import lineage
from ipops.lines.programme.rules.plan.files import PlanFile, plan_code
from ipops.lines.programme.rules.plan.lineage import Figures
from ipops.lines.programme.rules.selection.files import nomination_code
from ipops.lines.programme.rules.selection.nomination import Package
from ipops.policy import pack_named
from ipops.webkit import journal

ON = date(2024, 2, 1)
CITY, NOTICE, REAL = pack_named("demo-city"), pack_named("demo-notice"), pack_named("cn-2020-40")
YEARS = range(2024, 2027)


def found(figures, floors=NOTICE, pack=CITY, goals=()):
    made = [x for x in lineage.lines(floors, figures, ON) if not goals or x.target.id in goals]
    return lineage.findings(pack, made, YEARS, ON)


def one(goal, *, pack=CITY, **figures):
    given_ = {k: {goal: v} for k, v in figures.items() if v is not None}
    return [(x.code, x.blocks) for x in found(Figures(**given_), pack=pack, goals={goal})]


class TestTheFigureItself:
    def test_at_the_floor_is_enough_and_a_hair_below_is_an_error(self):
        assert one("custody_smes", plan=Fraction(1000)) == []
        assert one("custody_smes", plan=Fraction(9999, 10)) == [("below-floor", True)]

    def test_below_the_promise_or_the_defence_is_an_error_though_above_the_floor(self):
        assert one("custody_smes", plan=Fraction(1100), promise=Fraction(1200)) == [("below-promise", True)]
        assert one("custody_smes", plan=Fraction(1200), promise=Fraction(1100), defence=Fraction(1300)) == [
            ("below-defence", True)
        ]

    def test_a_goal_without_a_figure_is_missing_unless_it_was_joined(self):
        assert one("custody_smes") == [("plan-missing", True)]
        joined = Figures(plan={"certified_bodies": Fraction(1200)}, merges={"certified_bodies": ("custody_smes",)})
        assert [x.code for x in found(joined, goals={"custody_smes", "certified_bodies"})] == []

    @pytest.mark.parametrize(
        ("merges", "wrong"),
        [
            ({"nonsense": ("custody_smes",)}, {"joined-to-nothing"}),
            ({"custody_smes": ("certified_bodies",), "certified_bodies": ("custody_smes",)}, {"joined-in-a-chain"}),
            ({"custody_smes": ("custody_smes",)}, {"joined-in-a-chain"}),
            ({"pledge_amount_growth": ("custody_smes",)}, {"joined-unlike"}),
            ({"service_bodies": ("custody_smes",)}, {"joined-unlike"}),
            ({"pledge_amount_growth": ("pledge_projects_growth",)}, set()),
        ],
    )
    def test_a_goal_is_joined_to_one_of_its_kind_that_keeps_a_figure(self, merges, wrong):
        """Two goals joined to each other, or one to nothing, would be promised and owed by nobody."""
        goals = {g for into, parts in merges.items() for g in (into, *parts)}
        parts = {p for some in merges.values() for p in some}
        plan = {g: Fraction(2000) for g in goals - parts}
        assert {x.code for x in found(Figures(plan=plan, merges=merges), goals=goals)} == wrong

    def test_joined_counts_carry_the_sum_of_what_was_promised(self):
        figures = Figures(
            promise={"certified_bodies": Fraction(200), "custody_smes": Fraction(1000)},
            plan={"certified_bodies": Fraction(1199)},
            merges={"certified_bodies": ("custody_smes",)},
        )
        assert [x.code for x in found(figures, goals={"certified_bodies", "custody_smes"})] == ["below-merged"]

    def test_every_finding_names_its_goal_and_clause(self):
        for x in found(Figures(plan={"custody_smes": Fraction(1)})):
            assert x.goal in x.reason.field
            assert x.cite is not None


class TestTheYears:
    def years(self, goal, plan, *values, pack=CITY):
        by_year = dict(zip(YEARS, map(Fraction, values), strict=False))
        return one(goal, plan=Fraction(plan), years=by_year, pack=pack)

    def test_counts_add_up_to_the_plan(self):
        assert self.years("certified_bodies", 240, 80, 80, 80) == []
        assert self.years("certified_bodies", 240, 80, 80, 79) == [("years-below-plan", True)]

    def test_a_running_total_ends_at_the_plan_and_never_falls(self):
        assert self.years("custody_smes", 1200, 400, 800, 1200) == []
        assert self.years("custody_smes", 1200, 400, 900, 800) == [("running-total-falls", True)]
        assert self.years("custody_smes", 1200, 400, 800, 1199) == [("years-below-plan", True)]

    def test_growth_is_held_by_the_packs_own_formula(self):
        assert self.years("transfers_licences_growth", 22, 22, 22, 22) == []
        assert self.years("transfers_licences_growth", 22, 10, 22, 34) == [("years-below-plan", True)]

    def test_where_the_formula_is_open_that_is_said_and_does_not_block(self):
        assert self.years("transfers_licences_growth", 22, 1, 1, 1, pack=REAL) == [("growth-method-open", False)]

    def test_other_years_than_the_plans_are_an_error(self):
        assert self.years("certified_bodies", 240, 240) == [("years-differ", True)]

    @given(st.lists(st.integers(0, 60), min_size=3, max_size=3), st.integers(20, 40))
    def test_compound_agrees_with_the_growth_it_makes(self, rates, plan):
        whole = Fraction(1)
        for r in rates:
            whole *= 1 + Fraction(r, 100)
        enough = whole >= (1 + Fraction(plan, 100)) ** 3
        assert (self.years("transfers_licences_growth", plan, *rates) == []) == enough


class TestTheDistricts:
    def test_a_pledge_quota_handed_down_is_warned_against_with_its_document(self):
        figures = Figures(
            plan={"pledge_amount_growth": Fraction(30)}, districts={"pledge_amount_growth": {"990101": Fraction(30)}}
        )
        (x,) = found(figures, goals={"pledge_amount_growth"})
        assert (x.code, x.blocks) == ("pledge-cascaded", False)
        assert x.cite.document == "国知发运字〔2021〕17号"

    def test_counts_of_districts_carry_the_citys(self):
        by_place = {"990101": Fraction(100), "990102": Fraction(139)}
        assert one("certified_bodies", plan=Fraction(240), districts=by_place) == [("districts-below-plan", True)]
        assert one("certified_bodies", plan=Fraction(239), districts=by_place) == []


class TestOvershoot:
    TARGET = CITY.target("custody_smes")

    def test_a_target_far_overshot_counts_as_set_too_low(self):
        cite = CITY.scheme("evaluation", ON).cite
        over = Fraction(3, 2)
        assert lineage.set_too_low(self.TARGET, Fraction(1799), over, cite) is None
        assert lineage.set_too_low(self.TARGET, Fraction(1800), over, cite).code == "set-too-low"

    def test_without_a_figure_in_the_scheme_nothing_is_said(self):
        assert lineage.set_too_low(self.TARGET, Fraction(10**6), None, CITY.cite) is None


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(1, 5000))
def test_a_plan_that_passes_lies_above_everything_it_is_bound_by(plan, promise, defence):
    errors = one("custody_smes", plan=Fraction(plan), promise=Fraction(promise), defence=Fraction(defence))
    assert (errors == []) == (plan >= max(1000, promise, defence))


def test_policies_run_out_and_are_repealed():
    def policy(number, on, **more):
        return f.PolicyIssued(plan="p", place="990100", number=number, title="办法", on=on, **more)

    first, second = (
        policy("示政〔2024〕1号", date(2024, 1, 1)),
        policy("示政〔2025〕1号", date(2025, 1, 1), replaces="示政〔2024〕1号"),
    )
    short = policy("示政〔2024〕2号", date(2024, 1, 1), until=date(2024, 7, 1))
    file = PlanFile(plan="p", adopted=None, figures=Figures(), policies=(first, short, second))
    assert file.policies_on(date(2024, 6, 30)) == (first, short)
    assert file.policies_on(date(2024, 7, 1)) == (first,)
    assert file.policies_on(date(2025, 1, 1)) == (second,)


# ── in the database ──────────────────────────────────────────────────────────────────────────────────────────────────

CALL, PAPER = "call:p", "c" * 64
NOMINATION = nomination_code(CALL, "990100")
FLOORS = {t.id: t.floor for t in NOTICE.targets(ON) if t.floor is not None}


def codes(got):
    assert isinstance(got, Refused), got
    return [r.code for r in got.reasons]


@pytest.fixture
def city(db):
    nominated()


def nominated():
    """A call with one city nominated for it."""
    day = date(2023, 9, 4)
    selection.call_open(
        call=CALL, title="示范", pack="demo-notice", form="1", closes_on=None, by="user:centre", today=day
    )
    package = Package(
        city="990100",
        province="990000",
        name="示范市（演示）",
        form="1",
        matching=Money.yuan(75_000_000),
        targets=FLOORS,
        mandatory=tuple(t.zh for t in NOTICE.term("mandatory_tasks", ON).value),
        optional=(),
        attachments=("a" * 64,),
    )
    selection.nominate(package=package, call=CALL, by="user:province", today=day, reference="1")


def road(*events):
    for event in events:
        got = steps.step(case=NOMINATION, event=event, by="user:centre", today=date(2023, 12, 1), reference=event)
        assert not isinstance(got, Refused)


def task(code="T1", **changed):
    given_ = {
        "plan": plan_code(NOMINATION),
        "place": "990100",
        "task": code,
        "title": "托管",
        "choice": TaskChoice.MANDATORY,
        "owner": "市知识产权局",
        "due_on": date(2025, 12, 31),
        "evidence": "托管合同",
        "money": Money.yuan(5_000_000),
        "on": ON,
    }
    return f.TaskBooked(**given_ | changed)


def plan(**changed):
    given_ = {
        "number": "示政〔2024〕1号",
        "pack": "demo-city",
        "base_year": 2023,
        "first_year": 2024,
        "last_year": 2026,
        "targets": FLOORS,
        "merges": {},
        "tasks": (task(),),
        "document": PAPER,
    }
    return services.Plan(**given_ | changed)


def adopt(**changed):
    return services.plan_adopt(nomination=NOMINATION, plan=plan(**changed), by="user:officer", today=ON)


@pytest.mark.django_db
@pytest.mark.db
class TestAdopting:
    @pytest.fixture(autouse=True)
    def funded(self, city):
        services.defence_promise(
            nomination=NOMINATION,
            figures={"custody_smes": Fraction(1100)},
            words="答辩承诺",
            by="user:centre",
            today=date(2023, 10, 8),
        )
        road("review", "publicise", "pay_first")

    def test_what_was_promised_in_the_defence_binds(self):
        size = journal.size()
        assert codes(adopt()) == ["below-defence"]
        assert journal.size() == size
        kept = adopt(targets=FLOORS | {"custody_smes": Fraction(1100)})
        assert kept.warnings == ()
        assert Dossier.objects.get(case=NOMINATION).stage == "running"

    def test_no_pack_the_plan_names_lowers_the_floors_of_its_call(self):
        """The notice of 2018 has no floor for custody: it does not help."""
        low = FLOORS | {"certified_bodies": Fraction(1)}
        assert "below-floor" in codes(adopt(targets=low, pack="cn-2018-96"))

    def test_a_task_without_owner_day_or_sign_blocks(self):
        good = FLOORS | {"custody_smes": Fraction(1100)}
        assert codes(adopt(targets=good, tasks=(task(owner="", evidence=""),))) == ["task-incomplete"] * 2
        kept = adopt(targets=good, tasks=(task(owner="", evidence="", due_on=None, choice=TaskChoice.NOT_CHOSEN),))
        assert not isinstance(kept, Refused)

    def test_the_base_year_is_the_plans_but_lies_before_it(self):
        assert codes(adopt(base_year=2024)) == ["plan-years"]

    def test_a_pledge_quota_for_districts_needs_a_reason(self):
        adopt(targets=FLOORS | {"custody_smes": Fraction(1100)})
        asked = {
            "nomination": NOMINATION,
            "years": {},
            "districts": {"pledge_amount_growth": {"990101": Fraction(30)}},
            "by": "user:officer",
            "today": ON,
        }
        assert codes(services.targets_split(**asked)) == ["pledge-cascaded"]
        kept = services.targets_split(**asked, confirmed="仅作内部测算，不作考核")
        assert [w.code for w in kept.warnings] == ["pledge-cascaded"]
        assert reading.plan_of(Dossier.objects.get(case=NOMINATION), ON).file.figures.districts == asked["districts"]

    def test_another_citys_district_is_refused(self):
        adopt(targets=FLOORS | {"custody_smes": Fraction(1100)})
        got = services.targets_split(
            nomination=NOMINATION, years={}, districts={"certified_bodies": {"990200": Fraction(300)}}, by="x", today=ON
        )
        assert codes(got) == ["not-a-district"]

    def test_done_needs_its_evidence_and_late_is_seen(self):
        adopt(targets=FLOORS | {"custody_smes": Fraction(1100)})
        asked = {"nomination": NOMINATION, "task": "T1", "words": "", "by": "user:officer", "today": ON}
        assert codes(services.task_report(**asked, state=TaskState.DONE, reference="1")) == ["no-evidence"]
        row = Dossier.objects.get(case=NOMINATION)
        assert reading.plan_of(row, ON).file.tasks["T1"].is_late(date(2026, 1, 1))
        services.task_report(**asked, state=TaskState.DONE, reference="2", document=PAPER)
        after = reading.plan_of(row, ON, money=True).file.tasks["T1"]
        assert not after.is_late(date(2026, 1, 1))
        assert after.spent == NIL

    def test_a_meeting_needs_its_minutes_and_a_repeal_something_to_repeal(self):
        got = services.meeting_record(
            nomination=NOMINATION,
            title="领导小组",
            items=("督办",),
            until=None,
            document="",
            by="x",
            on=ON,
            reference="m",
        )
        assert codes(got) == ["no-minutes"]
        policy = f.PolicyIssued(plan="", place="", number="2号", title="办法", replaces="1号", on=ON)
        got = services.policy_record(nomination=NOMINATION, policy=policy, document=PAPER, by="x", reference="p")
        assert codes(got) == ["repeals-unknown"]


@pytest.mark.django_db
def test_before_the_first_money_no_plan_is_adopted(city):
    assert codes(adopt()) == ["not-from-here"]


@given(st.data())
def test_district_figures_that_pass_never_leave_the_city_short(data):
    plan_ = data.draw(st.integers(200, 1000))
    parts = data.draw(st.lists(st.integers(0, 500), min_size=1, max_size=4))
    assume(sum(parts) > 0)
    by_place = {f"99010{i + 1}": Fraction(v) for i, v in enumerate(parts)}
    errors = one("certified_bodies", plan=Fraction(plan_), districts=by_place)
    assert (errors == []) == (sum(parts) >= plan_)
