"""Who sees what, and who may do what."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from ipops.kernel.outcome import Refused
from ipops.ledger.facts import CheckEnded, CheckOpened, PledgeReleased, RightGranted
from ipops.ledger.facts.words import CheckEnd, Signal
from ipops.webkit import access, journal
from ipops.webkit.access import ALL, Action, Level, Office, Places, Role, User
from ipops.webkit.places import covers
from tests.webkit.conftest import draft, filed, party, transfer, withdrawal

pytestmark = [pytest.mark.db, pytest.mark.django_db]
HERE, NEXT_DOOR = "990100", "990200"


def office(code: str, place: str, level: Level = Level.CITY, of: str = "") -> Office:
    return Office.objects.create(code=code, name_zh=code, name_en=code, place=place, level=str(level), party=of)


def person(name: str, role: Role, at: Office) -> User:
    user = User.objects.create_user(name)
    assert not isinstance(access.grant(user=user, office=at, role=role, by="test"), Refused)
    return user


@pytest.fixture
def clerk() -> User:
    return person("clerk", Role.CLERK, office("city", HERE))


@pytest.fixture
def neighbour() -> User:
    return person("neighbour", Role.CLERK, office("next", NEXT_DOOR))


def seen(user: User) -> list[int]:
    return [r.n for r in access.facts_for(user)]


class TestPlaces:
    @pytest.mark.parametrize(
        ("outer", "inner", "does"),
        [
            ("370000", "370102", True),
            ("370100", "370102", True),
            ("370102", "370102", True),
            ("370102", "370100", False),
            ("370100", "370200", False),
            ("110000", "110105", True),
            ("", "370100", False),
            ("CN", "370100", False),
        ],
    )
    def test_cover_what_lies_inside(self, outer: str, inner: str, does: bool) -> None:
        assert covers(outer, inner) is does
        assert (inner in Places(frozenset({outer} - {""}))) is does

    def test_everywhere_covers_all(self) -> None:
        assert "370100" in ALL

    def test_a_stranger_sees_none(self) -> None:
        assert not access.visible_places(AnonymousUser())
        assert not access.facts_for(AnonymousUser()).exists()

    def test_the_centre_sees_all(self) -> None:
        assert access.visible_places(person("c", Role.CENTRE, office("centre", "", Level.CENTRE))) is ALL

    def test_a_closed_account_sees_none(self, clerk: User) -> None:
        clerk.is_active = False
        assert not access.visible_places(clerk)


class TestFacts:
    def test_are_seen_where_they_name_a_place(self, clerk: User, neighbour: User) -> None:
        journal.append([draft(transfer(1), "1"), draft(transfer(2, from_place=NEXT_DOOR), "2")], by="user:a")
        assert seen(clerk) == [1, 2]
        assert seen(neighbour) == [2]

    def test_without_a_place_are_seen_with_the_right_the_deal_or_the_case(self, clerk: User, neighbour: User) -> None:
        right = "CN201510230001.7"
        opened = CheckOpened(
            on=date(2024, 5, 1),
            case="C:1",
            signal=Signal.ROUND_TRIP,
            deals=("D:1",),
            entries=("1",),
            owner="x",
            why="y",
        )
        ended = CheckEnded(on=date(2024, 6, 1), case="C:1", end=CheckEnd.CLEARED, deals=("D:1",), why="z")
        facts = [
            filed(1),
            transfer(1),
            RightGranted(on=date(2021, 1, 1), right=right),
            PledgeReleased(on=date(2024, 1, 1), pledge="Z:9", right=right),
            opened,
            ended,
        ]
        journal.append([draft(f, str(i)) for i, f in enumerate(facts)], by="user:a")
        assert seen(clerk) == [1, 2, 3, 4, 5, 6]
        assert seen(neighbour) == [3, 4], "what the public register says, and no word of the check"

    def test_that_withdraw_are_seen_with_what_they_withdraw(self, clerk: User, neighbour: User) -> None:
        granted = RightGranted(on=date(2021, 1, 1), right="CN201510230001.7")
        journal.append([draft(filed(1), "1"), draft(granted, "2")], by="user:a")
        journal.append([draft(withdrawal(), "3", supersedes=2), draft(withdrawal(), "4", supersedes=1)], by="user:a")
        assert seen(clerk) == [1, 2, 3, 4]
        assert seen(neighbour) == [2, 3]

    def test_of_a_body_are_those_that_name_it(self) -> None:
        journal.append([draft(transfer(1), "1"), draft(transfer(2, transferees=("P:银行",)), "2")], by="user:a")
        bank = person("bank", Role.CLERK, office("bank", "", Level.BODY, of="P:银行"))
        assert seen(bank) == [2]

    def test_that_one_may_not_see_are_as_if_they_were_not(self, clerk: User, neighbour: User) -> None:
        journal.append([draft(transfer(1), "1")], by="user:a")
        assert access.fact_for(clerk, 1) is not None
        assert access.fact_for(neighbour, 1) is None
        assert access.fact_for(clerk, 2) is None

    def test_of_the_district_are_not_those_of_the_next(self) -> None:
        one = person("one", Role.CLERK, office("one", "990101", Level.DISTRICT))
        three = person("three", Role.CLERK, office("three", "990103", Level.DISTRICT))
        journal.append([draft(transfer(1), "1")], by="user:a")
        assert seen(one) == [1]
        assert seen(three) == []


def test_rows_of_parties_and_rights_follow_the_same_places(clerk: User, neighbour: User) -> None:
    journal.append([draft(party(), "p"), draft(filed(1), "f")], by="user:a")
    assert [access.parties_for(u).count() for u in (clerk, neighbour)] == [1, 0]
    assert [access.rights_for(u).count() for u in (clerk, neighbour)] == [1, 0]
    centre = person("c", Role.CENTRE, office("centre", "", Level.CENTRE))
    assert (access.parties_for(centre).count(), access.rights_for(centre).count()) == (1, 1)


class TestMay:
    def test_needs_the_role_and_the_place(self, clerk: User) -> None:
        assert access.may(clerk, Action.RECORD, "990101")
        assert not access.may(clerk, Action.RECORD, NEXT_DOOR)
        assert not access.may(clerk, Action.CHECK, "990101")
        assert not access.may(AnonymousUser(), Action.SEE)

    def test_says_who_may_and_where(self, clerk: User) -> None:
        no = access.why_not(clerk, Action.CHECK)
        assert no is not None
        assert "核查人" in no.reasons[0].says.zh
        no = access.why_not(clerk, Action.RECORD, NEXT_DOOR)
        assert no is not None
        assert NEXT_DOOR in no.reasons[0].says.en

    def test_refuses_roles_that_exclude_each_other_when_granting(self, clerk: User) -> None:
        got = access.grant(user=clerk, office=Office.objects.get(), role=Role.CERTIFIER, by="test")
        assert isinstance(got, Refused)
        assert got.reasons[0].code == "roles-exclude-each-other"

    def test_refuses_them_again_when_acting(self, clerk: User) -> None:
        """A row that came in past the door does not help."""
        access.Membership.objects.create(user=clerk, office=Office.objects.get(), role=str(Role.CERTIFIER))
        no = access.why_not(clerk, Action.RECORD, HERE)
        assert no is not None
        assert no.reasons[0].code == "roles-exclude-each-other"

    def test_keeps_the_centre_for_the_centre(self) -> None:
        got = access.grant(user=User.objects.create_user("x"), office=office("city", HERE), role=Role.CENTRE, by="test")
        assert isinstance(got, Refused)


class TestTokens:
    def test_open_for_their_user_until_revoked(self, clerk: User) -> None:
        token = access.token_make(user=clerk, name="bank")
        assert access.token_user(token) == clerk
        assert access.token_user(token + "x") is None
        assert access.token_revoke(user=clerk, name="bank") == 1
        assert access.token_user(token) is None

    def test_end_on_their_day(self, clerk: User) -> None:
        from datetime import UTC, datetime

        token = access.token_make(user=clerk, name="old", expires_at=datetime(2020, 1, 1, tzinfo=UTC))
        assert access.token_user(token) is None

    def test_are_not_kept(self, clerk: User) -> None:
        token = access.token_make(user=clerk, name="bank")
        kept = clerk.api_tokens.get()
        assert token not in str(vars(kept))


def test_demo_accounts_are_made_once_and_labelled() -> None:
    first, again = access.demo_make(), access.demo_make()
    assert first == again
    assert {a.role for a in first} >= {Role.CLERK, Role.CHECKER, Role.PROVINCE, Role.CENTRE, Role.AUDITOR}
    for account in first:
        user = User.objects.get(username=account.username)
        assert user.is_demo
        assert user.check_password(account.password)
        assert access.why_not(user, Action.SEE) is None


def test_a_real_city_lists_no_demo_accounts(clerk: User) -> None:
    assert access.demo_accounts() == ()
