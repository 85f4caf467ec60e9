"""From results to points, grade and money: exact at every edge, unknown where something is missing, frozen once published."""

from __future__ import annotations

import json
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Refused, Unknown
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft
from ipops.ledger.entry import Source as EntrySource
from ipops.ledger.facts import Observed
from ipops.ledger.facts.words import ObservationKind
from ipops.lines.programme.app.models import Account, Dossier
from ipops.lines.programme.app.reading import evaluation as reading
from ipops.lines.programme.app.services import evaluation as services
from ipops.lines.programme.app.services import fund, objections, steps
from ipops.lines.programme.facts import EvidenceFiled
from ipops.lines.programme.facts.words import ScorePart, Source
from ipops.lines.programme.rules.evaluation import score
from ipops.lines.programme.rules.evaluation.score import Given, Result
from ipops.lines.programme.rules.selection import publicity
from ipops.lines.programme.tests.test_plan import FLOORS, NOMINATION, PAPER, adopt, city, codes, road  # noqa: F401
from ipops.policy import pack_named
from ipops.policy.remainder import Result as Evaluated
from ipops.policy.remainder import remainder
from ipops.policy.schemes import How
from ipops.webkit import documents, journal

DEMO, REAL = pack_named("demo-city"), pack_named("cn-2020-40")
ON = date(2026, 2, 1)
SCHEME = DEMO.scheme("evaluation", ON)
GIVEN = {i.id: Given(points=i.points, entry=1) for i in SCHEME.leaves if i.how in (How.EXPERT, How.FIELD)}
GOALS = [i for i in SCHEME.leaves if i.how is How.MEASURE]


def results(achieved=Fraction(1), **changed):
    made = {i.goal: Result(goal=i.goal, value=achieved * 100, target=Fraction(100), facts=3) for i in GOALS}
    return made | changed


def sheet(achieved=Fraction(1), given_=GIVEN, execution=Fraction(1), **changed):
    rate = (
        None
        if execution is None
        else Result(goal="execution", value=execution, target=Fraction(1), why=Text("已支付", "paid"))
    )
    return score.sheet(SCHEME, results(achieved, **changed), given_, rate)


def graded(total):
    got = score.grade(Fraction(total), DEMO, ON)
    return got if isinstance(got, Unknown) else got.named.zh


class TestTheSheet:
    def test_everything_met_is_the_full_score(self):
        assert sheet().total == SCHEME.full

    def test_headings_are_the_sums_of_their_items(self):
        made = {x.item.id: x.points for x in sheet(Fraction(1, 2)).lines}
        assert made["outputs"] == sum(made[i.id] for i in SCHEME.under("outputs"))

    def test_an_unknown_figure_leaves_the_whole_without_a_score(self):
        lost = Result(goal="custody_smes", value=None, target=Fraction(100), why=Text("没有数据", "no data"))
        got = sheet(custody_smes=lost)
        assert isinstance(got.total, Unknown)
        assert "托管" in got.total.why.zh
        assert next(x for x in got.lines if x.item.id == "custody").says.zh == "没有数据"

    def test_what_people_have_not_scored_is_missing_too(self):
        assert isinstance(sheet(given_={}).total, Unknown)

    def test_no_money_came_so_execution_is_unknown(self):
        assert isinstance(sheet(execution=None).total, Unknown)

    def test_overshoot_is_capped_and_said(self):
        got = sheet(custody_smes=Result(goal="custody_smes", value=Fraction(150), target=Fraction(100)))
        line = next(x for x in got.lines if x.item.id == "custody")
        assert (line.points, line.overshot) == (10, True)
        near = sheet(custody_smes=Result(goal="custody_smes", value=Fraction(14999, 100), target=Fraction(100)))
        assert near.overshot == ()

    def test_a_step_gives_all_or_nothing(self):
        for value, want in ((Fraction(1), 5), (Fraction(999, 1000), 0)):
            got = sheet(regional_platform=Result(goal="regional_platform", value=value, target=Fraction(1)))
            assert next(x.points for x in got.lines if x.item.id == "platform") == want

    def test_falling_numbers_give_nothing_and_never_less(self):
        got = sheet(pledge_amount_growth=Result(goal="pledge_amount_growth", value=Fraction(-5), target=Fraction(30)))
        assert next(x.points for x in got.lines if x.item.id == "pledge_amount") == 0

    def test_a_what_if_names_what_changes(self):
        then = sheet(custody_smes=Result(goal="custody_smes", value=Fraction(50), target=Fraction(100)))
        changed = score.what_if(sheet(), then)
        assert [(c.item.id, c.before, c.after) for c in changed] == [("benefits", 30, 25), ("custody", 10, 5)]

    def test_the_digest_moves_with_any_figure(self):
        assert sheet().digest == sheet().digest
        assert sheet().digest != sheet(Fraction(99, 100)).digest


@given(st.fractions(0, 3), st.fractions(0, 1))
def test_points_lie_between_none_and_all_and_never_fall_with_achievement(a, more):
    """Monotone: better results never lose points; the total stays within the scheme."""
    one, other = sheet(a).total, sheet(a + more).total
    assert 0 <= one <= other <= SCHEME.full


class TestGrades:
    @pytest.mark.parametrize(
        ("total", "want"),
        [
            ("0", "差"),
            ("59.999999", "差"),
            ("60", "中"),
            ("79.99", "中"),
            ("80", "良"),
            ("89.9999", "良"),
            ("90", "优"),
            ("100", "优"),
        ],
    )
    def test_bands_are_half_open(self, total, want):
        assert graded(total) == want

    def test_carry_the_cited_wording(self):
        got = score.grade(Fraction(85), DEMO, ON)
        assert got.bands.cite.grade == "C"
        assert "80–89" in got.bands.note.zh

    def test_where_no_layer_has_bands_the_grade_is_unknown(self):
        assert isinstance(score.grade(Fraction(85), REAL, ON), Unknown)

    @given(st.fractions(0, 100))
    def test_every_score_has_exactly_one_grade(self, total):
        bands = DEMO.term("evaluation.grades", ON).bands
        assert sum(total in b for b in bands) == 1
        assert graded(total) in ("差", "中", "良", "优")


class TestMoney:
    @pytest.mark.parametrize(
        ("total", "yuan"),
        [("59.99", 0), ("60", 20_000_000), ("80", 35_000_000), ("89.99", 35_000_000), ("90", 50_000_000)],
    )
    def test_under_the_demo_pack_the_score_decides(self, total, yuan):
        got = remainder(DEMO, Evaluated(score=Fraction(total)), ON)
        assert got.amount == Money.yuan(yuan)
        assert got.demo

    @given(st.fractions(0, 100))
    def test_under_the_notice_of_2020_no_score_gives_an_amount(self, total):
        got = remainder(REAL, Evaluated(score=total), ON)
        assert isinstance(got, Unknown)
        assert got.needs is not None
        assert "官方文本" in got.needs.zh

    @given(st.fractions(0, 100), st.fractions(0, 100))
    def test_a_better_score_never_pays_less(self, a, b):
        low, high = sorted((a, b))
        assert remainder(DEMO, Evaluated(score=low), ON).amount <= remainder(DEMO, Evaluated(score=high), ON).amount


@pytest.mark.db
@pytest.mark.django_db
class TestInTheDatabase:
    @pytest.fixture(autouse=True)
    def running(self, city, tmp_path, monkeypatch):  # noqa: F811
        monkeypatch.setenv("IPOPS_HOME", str(tmp_path / "home"))
        road("review", "publicise", "pay_first")
        assert not isinstance(adopt(), Refused)
        for source, withheld in ((Source.CENTRAL_FIRST, False), (Source.CENTRAL_SECOND, True)):
            fund.money_receive(
                nomination=NOMINATION,
                source=source,
                amount=Money.yuan(50_000_000),
                budget_year=2023,
                number="示财建1号",
                received_on=date(2023, 11, 1),
                passed_on=date(2023, 11, 2),
                by="user:officer",
                today=ON,
                reference=str(source),
                withheld=withheld,
            )

    CASE = services.evaluation_code(NOMINATION, 2025)

    @pytest.fixture
    def opened(self, monkeypatch):
        monkeypatch.setattr(reading, "results_of", lambda place, year, pack: results(Fraction(9, 10)))
        services.evaluation_open(nomination=NOMINATION, pack="demo-city", year=2025, by="user:province", today=ON)

    def give(self, share=Fraction(1)):
        for part, how in ((ScorePart.EXPERT, How.EXPERT), (ScorePart.FIELD, How.FIELD)):
            points = {i.id: i.points * share for i in SCHEME.leaves if i.how is how}
            got = services.score_give(
                evaluation=self.CASE,
                part=part,
                points=points,
                why="现场核查记录",
                by="user:province",
                today=ON,
                reference=str(part),
            )
            assert not isinstance(got, Refused)

    def publish(self, reference="1"):
        return services.evaluation_publish(evaluation=self.CASE, by="user:province", today=ON, reference=reference)

    def test_under_the_real_notice_there_is_no_scheme_to_open_with(self):
        got = services.evaluation_open(nomination=NOMINATION, pack="cn-2020-40", year=2025, by="x", today=ON)
        assert codes(got) == ["no-scheme"]

    def test_nothing_is_published_while_something_is_missing(self, opened):
        size = journal.size()
        assert codes(self.publish()) == ["score-unknown"]
        assert journal.size() == size

    def test_points_beyond_the_scheme_or_by_the_wrong_part_are_refused(self, opened):
        asked = {"evaluation": self.CASE, "why": "x", "by": "x", "today": ON, "reference": "r"}
        got = services.score_give(
            **asked, part=ScorePart.EXPERT, points={"industry": Fraction(11), "field": Fraction(1)}
        )
        assert sorted(codes(got)) == ["not-this-part", "points-out-of-bounds"]

    def explain(self, item, reference="d", **more):
        given = {"why": "建档较晚", "remedy": "补建档案", "by": "user:clerk", "today": ON, "reference": reference}
        return services.deviation_explain(evaluation=self.CASE, item=item, **given | more)

    def test_a_deviation_is_explained_until_the_result_is_published_and_is_frozen_with_it(self, opened):
        self.give()
        read = reading.evaluation_of(self.CASE, ON)
        lost = [x.item.id for x in reading.deviating(read.sheet)]
        assert "custody" in lost
        full = next(x.item.id for x in read.sheet.lines if x.item.id not in lost and x.item.how is not How.HEADING)
        assert codes(self.explain(full)) == ["no-deviation"]
        assert codes(self.explain("custody", why=" ")) == ["no-why"]
        assert not isinstance(self.explain("custody"), Refused)
        assert not isinstance(self.explain("custody", "d2", why="核减重复企业"), Refused)
        entry = self.publish()
        with documents.open_document(entry.source.document) as kept:
            assert json.load(kept)["deviations"] == {"custody": {"why": "核减重复企业", "remedy": "补建档案"}}
        assert codes(self.explain("custody", "d3")) == ["evaluation-frozen"]

    def test_a_published_result_is_shown_without_working_anything_out(self, opened, monkeypatch):
        def never(*_, **__):
            raise AssertionError("A published result was worked out again.")

        self.give()
        self.publish()
        row = Dossier.objects.get(case=self.CASE)
        told = reading.evaluation_of(self.CASE, ON)
        monkeypatch.setattr(reading, "results_of", never)
        monkeypatch.setattr(score, "sheet", never)
        shown = reading.shown_of(row, ON)
        assert (shown.sheet.digest, shown.grade, shown.payment) == (told.sheet.digest, told.grade, told.payment)
        assert reading.entered_since(shown) == 0

    def test_a_ledger_that_moves_after_publication_is_seen(self, opened):
        self.give()
        self.publish()
        shown = reading.shown_of(Dossier.objects.get(case=self.CASE), ON)
        observed = Observed(
            on=ON,
            indicator="custody_smes",
            scope="attested",
            kind_of_figure=ObservationKind.CUMULATIVE,
            place="990100",
            period="2025",
            value="900",
            unit="sme",
            grade="demo",
            where="test",
        )
        source = EntrySource(reason="测试")
        plain = EvidenceFiled(filed="ret:x", place="990100", fields=(), pages=(), on=ON)
        journal.append([Draft(fact=plain, source=source, reference="plain")], by="test")
        assert reading.entered_since(shown) == 0
        journal.append([Draft(fact=observed, source=source, reference="seen")], by="test")
        assert reading.entered_since(shown) == 1

    def settle(self, on, why=""):
        return services.evaluation_settle(evaluation=self.CASE, by="user:centre", today=on, reference="f", why=why)

    def object(self, on):
        full = objections.Raised(against=self.CASE, name="示范市", words="托管数漏计", document=PAPER)
        return objections.objection_raise(raised=full, by="user:officer", today=on, reference="o")

    def test_where_no_text_gives_a_time_for_objections_it_is_unknown_and_settling_needs_a_reason(self, opened):
        self.give()
        assert codes(self.settle(ON)) == ["not-from-here"]
        self.publish()
        stands = reading.objecting_to(self.CASE)
        assert isinstance(stands, Unknown)
        assert stands.needs is not None
        assert codes(self.settle(ON)) == ["objection-time-unknown"]
        assert not isinstance(self.settle(ON, why="各方书面确认无异议"), Refused)

    def test_a_time_the_pack_gives_holds_for_objections_and_for_settling(self, opened, monkeypatch):
        self.give()
        self.publish()
        known, last = pack_named("demo-notice").term("publicity_days", ON), date(2026, 2, 6)
        own = type(DEMO).term

        def term(pack, name, on, **more):
            return known if name == "result_objection_days" else own(pack, name, on, **more)

        monkeypatch.setattr(type(DEMO), "term", term)
        assert reading.objecting_to(self.CASE).last_day == last
        assert codes(self.object(last + timedelta(days=1))) == ["objection-late"]
        assert codes(self.settle(last, why="x")) == ["objection-time-running"]
        assert not isinstance(self.object(last), Refused)
        assert codes(self.settle(last + timedelta(days=1))) == ["not-from-here"]

    def test_once_the_time_is_over_a_result_is_made_final(self, opened, monkeypatch):
        self.give()
        self.publish()
        stands = publicity.notice(pack_named("demo-notice"), ON)
        monkeypatch.setattr(reading, "objecting", lambda pack, since: stands)
        assert codes(self.settle(stands.last_day)) == ["objection-time-running"]
        assert not isinstance(self.settle(stands.last_day + timedelta(days=1)), Refused)

    def test_publishing_freezes_sheet_parameters_and_ledger(self, opened):
        self.give()
        before = journal.size()
        entry = self.publish()
        fact = entry.fact
        assert (fact.known_to, fact.grade, fact.amount) == (before, "中", Money.yuan(20_000_000))
        with documents.open_document(entry.source.document) as kept:
            frozen = json.load(kept)
        assert score.digest_of(frozen["sheet"]) == fact.sheet
        assert Fraction(frozen["sheet"]["total"]) == fact.score
        assert Dossier.objects.get(case=NOMINATION).stage == "evaluated"
        later = services.score_give(
            evaluation=self.CASE,
            part=ScorePart.FIELD,
            points={"field": Fraction(1)},
            why="x",
            by="x",
            today=ON,
            reference="l",
        )
        assert codes(later) == ["evaluation-frozen"]

    def test_an_objection_holds_the_money_and_settling_it_lets_it_go(self, opened):
        self.give()
        self.publish()
        asked = {"by": "user:officer", "today": ON, "reference": "o"}
        bare = objections.Raised(against=self.CASE, name="", words="", document="")
        assert codes(objections.objection_raise(raised=bare, **asked)) == [
            "objection-nameless", "objection-wordless", "objection-bare",
        ]  # fmt: skip
        full = objections.Raised(against=self.CASE, name="示范市", words="托管数漏计", document=PAPER)
        raised = objections.objection_raise(raised=full, **asked)
        assert codes(services.rest_pay(evaluation=self.CASE, by="user:centre", today=ON, reference="p")) == [
            "not-final"
        ]
        objections.objection_settle(
            case=raised.fact.objection, event="reject", why="已计入", by="user:centre", today=ON, reference="s"
        )
        steps.step(case=self.CASE, event="settle", by="user:centre", today=ON, reference="f")
        assert not isinstance(
            services.rest_pay(evaluation=self.CASE, by="user:centre", today=ON, reference="p"), Refused
        )
        stands = {a.account.split(":")[3] + ":" + a.account.rsplit(":", 1)[-1]: a.fen for a in Account.objects.all()}
        assert stands["central_second:available"] == Money.yuan(20_000_000).fen
        assert stands["central_second:withheld"] == 0
        assert sum((Money(a.fen) for a in Account.objects.all()), NIL) == NIL
        assert Dossier.objects.get(case=NOMINATION).stage == "second_paid"

    def test_an_upheld_objection_opens_the_sheet_again_and_a_second_result_supersedes_in_words(self, opened):
        self.give()
        self.publish()
        raised = objections.objection_raise(
            raised=objections.Raised(against=self.CASE, name="示范市", words="漏计", document=PAPER),
            by="user:officer",
            today=ON,
            reference="o",
        )
        objections.objection_settle(
            case=raised.fact.objection, event="uphold", why="确有漏计", by="user:centre", today=ON, reference="s"
        )
        assert Dossier.objects.get(case=self.CASE).stage == "drafted"
        assert not isinstance(self.publish("2"), Refused)

    def test_an_unknown_amount_is_never_paid(self, opened, monkeypatch):
        self.give()
        lost = Unknown(why=Text("分档未知。", "The tiers are unknown."))
        monkeypatch.setattr(reading, "remainder", lambda *a: lost)
        entry = self.publish()
        assert (entry.fact.amount, entry.fact.why_no_amount) == (None, "分档未知。")
        steps.step(case=self.CASE, event="settle", by="user:centre", today=ON, reference="f")
        assert codes(services.rest_pay(evaluation=self.CASE, by="user:centre", today=ON, reference="p")) == [
            "amount-unknown"
        ]
