"""What an expert owes: declarations, sheets, and the day by which they are due; and how it greets them in the morning."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from ipops.kernel.money import Money
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Source
from ipops.lines.programme import facts as f
from ipops.lines.programme.app import glancing
from ipops.lines.programme.facts.words import Ground
from ipops.lines.programme.rules.selection.files import CallFile, ReviewFile, review_code
from ipops.lines.programme.rules.selection.review import Declared, Expert, Sheet
from ipops.lines.programme.rules.selection.seats import Duty, duty
from ipops.reference.divisions import places

ON = date(2024, 5, 6)
CALL, ME, OTHER = "call:seats", "user:expert", "user:expert2"
FIRST, SECOND, THIRD = (f"nom:seats:{p}" for p in ("990100", "990200", "990300"))


def handed(place: str) -> f.CityNominated:
    return f.CityNominated(
        nomination=f"nom:seats:{place}", call=CALL, place=place, province="990000", name=f"市{place}", form="1",
        matching=Money.yuan(1), on=ON,
    )  # fmt: skip


def call(*panel: Expert, reviews: Any = None, **more: Any) -> CallFile:
    return CallFile(
        call=f.CallOpened(call=CALL, title="征集", pack="demo-notice", form="1", on=ON),
        nominations={f"nom:seats:{p}": handed(p) for p in ("990100", "990200", "990300")},
        panel=panel or (Expert(expert=ME, name=Text("甲", "A")),),
        scheme="review",
        published=None,
        reviews=reviews or {},
        **more,
    )


def none_of(expert: str) -> Declared:
    return Declared(expert=expert, ground=Ground.NONE)


def owed(*files: CallFile) -> Duty:
    return duty(ME, files, lambda a, b: places().is_within(a, b))


class TestDuty:
    def test_is_to_declare_then_to_score_then_done(self):
        sheet = Sheet(expert=ME, points={"x": Fraction(1)})
        reviews = {
            FIRST: ReviewFile(declared=(none_of(ME),)),
            SECOND: ReviewFile(declared=(none_of(ME),), sheets=(sheet,)),
            THIRD: ReviewFile(declared=(none_of(OTHER),), sheets=(replace(sheet, expert=OTHER),)),
        }
        assert owed(call(reviews=reviews)) == Duty(assigned=3, undeclared=1, to_score=1, locked=1)

    def test_is_none_where_one_must_keep_out_or_said_so(self):
        reviews = {SECOND: ReviewFile(declared=(none_of(ME), Declared(expert=ME, ground=Ground.KIN)))}
        seat = Expert(expert=ME, name=Text("甲", "A"), places=("990101",))
        assert owed(call(seat, reviews=reviews)) == Duty(assigned=3, undeclared=1)

    def test_ends_with_the_published_list(self):
        listed = f.ListPublished(call=CALL, nominations=(), means=(), ranks=(), proposed=1, digest="d", on=ON)
        assert owed(replace(call(lock_by=ON), published=listed)) == Duty()

    def test_falls_due_on_the_first_day_set_for_what_is_still_owed(self):
        kept_out = {c: ReviewFile(declared=(Declared(expert=ME, ground=Ground.KIN),)) for c in (FIRST, SECOND, THIRD)}
        calls = (call(lock_by=date(2024, 6, 9)), call(lock_by=date(2024, 6, 7)), call())
        assert owed(*calls, call(reviews=kept_out, lock_by=date(2024, 6, 1))).lock_by == date(2024, 6, 7)
        assert owed(call(Expert(expert=OTHER, name=Text("乙", "B")))) == Duty()


@pytest.fixture
def review(db: Any) -> Any:
    """A panel of two over two cities; the first expert has declared on one of them."""
    from ipops.webkit import access, journal

    access.demo_make()

    def seated(lock_by: date | None) -> None:
        facts = [
            f.CallOpened(call=CALL, title="征集", pack="demo-notice", form="1", on=ON),
            handed("990100"),
            handed("990200"),
            f.PanelSeated(
                call=CALL, experts=(ME, OTHER), names=("甲", "乙"), places=("-", "-"), lock_by=lock_by, on=ON
            ),
            f.ConflictDeclared(review=review_code(FIRST), expert=ME, ground=Ground.NONE, on=ON),
        ]
        drafts = [Draft(fact=x, source=Source(reason="测试"), reference=f"seats:{i}") for i, x in enumerate(facts)]
        journal.append(drafts, by="test")

    return seated


def home(user: Any) -> list[tuple[str, Any, str]]:
    return [(g.title.zh, g.value, g.mark) for g in glancing.glances(user, date(2024, 5, 20))]


class TestTheMorningOfAnExpert:
    def person(self, name: str) -> Any:
        from ipops.webkit.models import User

        return User.objects.get(username=name)

    def test_says_what_is_owed_and_how_many_working_days_are_left(self, review, django_assert_num_queries):
        review(date(2024, 5, 24))
        user = self.person("expert")
        assert user.memberships.count()
        with django_assert_num_queries(4):  # roles, panels, cities, entries
            told = home(user)
        assert told == [
            ("在评的申报", 2, ""),
            ("尚未申明利害关系", 1, "due"),
            ("待评分", 1, "due"),
            ("离评分截止", Text("余4个工作日", "4 working days left"), ""),
            ("已锁定评分", 0, ""),
        ]
        assert home(self.person("expert-city")) == []

    def test_says_that_no_day_was_set_and_that_one_is_past(self, review):
        review(None)
        value = home(self.person("expert2"))[3][1]
        assert isinstance(value, Unknown)
        page = Client()
        page.force_login(self.person("expert"), backend="django.contrib.auth.backends.ModelBackend")
        shown = re.sub(r"<[^>]+>|\s+", " ", page.get("/").text)
        assert "待评分" in shown
        assert "没有定评分截止日" in page.get("/").text
        assert "未定" in page.get("/programme/reviews/").text

    def test_is_marked_late_once_the_day_is_past(self, review):
        review(date(2024, 5, 17))
        assert home(self.person("expert"))[3] == ("离评分截止", Text("逾期3天", "3 days late"), "late")
