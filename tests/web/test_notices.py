"""Notices: who is told what, once; why it came; by e-mail only to who wants it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.test import Client
from django.utils import timezone

from ipops.kernel.text import Text
from ipops.site.mail import mail_settings
from ipops.webkit import access, work
from ipops.webkit.desk import mailing, notices
from ipops.webkit.models import Notice, User

Enter = Callable[[str], Client]
TODAY = date(2024, 7, 31)


def user(name: str) -> User:
    return User.objects.get(username=name)


def tell(name: str = "clerk", code: str = "c1", **given: Any) -> int:
    title = Text("逾期一项", "one is late")
    return notices.tell([user(name)], event=notices.DUE, code=code, title=title, link="/work/", **given)


@pytest.mark.db
class TestTelling:
    def test_is_done_once_under_one_code(self, signed_in: Enter) -> None:
        assert (tell(), tell(), tell(code="c2")) == (1, 0, 1)
        assert notices.unread(user("clerk")) == 2

    def test_what_is_due_goes_once_a_day_to_who_has_to_do_it(self, signed_in: Enter) -> None:
        assert notices.daily(TODAY) == 1
        assert notices.daily(TODAY) == 0
        assert notices.daily(TODAY + timedelta(days=2)) == 1
        first, second = Notice.objects.order_by("id")
        assert (first.user.username, second.user.username) == ("clerk", "clerk")
        assert "三日内到期1项" in first.title_zh
        assert "逾期1项" in second.title_zh

    def test_a_message_reaches_who_holds_the_task_and_who_wrote_before_and_never_the_writer(
        self, signed_in: Enter
    ) -> None:
        work.ask(
            "t:1",
            title=Text("补", "add"),
            role=access.Role.OFFICER,
            place="990101",
            case="D:1",
            link="/trading/deals/D:1/",
        )
        clerk, say = signed_in("clerk"), "/trading/deals/D:1/say/"
        clerk.post(say, {"text": "请补通知", "reference": "a"})
        assert [n.user.username for n in Notice.objects.all()] == ["officer"]
        signed_in("officer").post(say, {"text": "好", "reference": "b"})
        assert [n.user.username for n in Notice.objects.order_by("id")] == ["officer", "clerk"]

    def test_an_event_has_one_meaning(self) -> None:
        with pytest.raises(RuntimeError, match="Two events"):
            notices.register(notices.Event(code="work.due", title=Text("甲", "a"), why=Text("乙", "b")))


@pytest.mark.db
class TestTheList:
    def test_counts_what_is_unread_in_the_top_bar_and_leads_where_it_should(self, signed_in: Enter) -> None:
        tell()
        browser = signed_in("clerk")
        assert '<span class="count">1</span>' in browser.get("/work/").text
        page = browser.get("/notices/").text
        assert "逾期一项" in page
        assert "您的岗位承办这些事项" in page
        notice = Notice.objects.get()
        assert browser.get(f"/notices/{notice.pk}/")["Location"] == "/work/"
        assert '<span class="count">' not in browser.get("/work/").text

    def test_is_one_s_own(self, signed_in: Enter) -> None:
        tell()
        notice = Notice.objects.get()
        assert signed_in("officer").get(f"/notices/{notice.pk}/").status_code == 404
        signed_in("officer").post("/notices/read/")
        assert notices.unread(user("clerk")) == 1
        signed_in("clerk").get("/notices/read/")
        assert notices.unread(user("clerk")) == 1, "looking is not reading"
        signed_in("clerk").post("/notices/read/")
        assert notices.unread(user("clerk")) == 0

    def test_never_leads_to_another_site(self, signed_in: Enter) -> None:
        notices.tell([user("clerk")], event=notices.DUE, code="x", title=Text("一", "a"), link="//evil.example/")
        assert signed_in("clerk").get(f"/notices/{Notice.objects.get().pk}/")["Location"] == "/notices/"


@pytest.mark.db
class TestLetters:
    @pytest.fixture(autouse=True)
    def a_server(self, settings: Any) -> None:
        settings.IPOPS_MAIL, settings.IPOPS_ADDRESS = "smtp://localhost", "https://ip.example"
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    @pytest.fixture
    def clerk(self, signed_in: Enter) -> User:
        User.objects.filter(username="clerk").update(email="clerk@example.org")
        return user("clerk")

    def test_say_what_why_and_how_to_stop_it_and_go_once(self, clerk: User) -> None:
        tell()
        tell(code="c2")
        assert (mailing.send(), mailing.send()) == (1, 0)
        (letter,) = mail.outbox
        assert letter.to == ["clerk@example.org"]
        assert letter.subject == "2条提醒：逾期一项"
        for said in (
            "为何收到：您的岗位承办这些事项。",
            "https://ip.example/work/",
            "https://ip.example/notices/choices/",
        ):
            assert said in letter.body

    def test_speak_the_language_of_the_account(self, clerk: User) -> None:
        User.objects.filter(pk=clerk.pk).update(language="en")
        tell()
        mailing.send()
        assert mail.outbox[0].subject == "one is late"
        assert "Why you get this" in mail.outbox[0].body

    def test_do_not_go_to_who_said_no(self, clerk: User, signed_in: Enter) -> None:
        browser = signed_in("clerk")
        assert 'value="work.due" checked' in browser.get("/notices/choices/").text
        browser.post("/notices/choices/", {"event": ["case.message"]})
        assert 'value="work.due" checked' not in browser.get("/notices/choices/").text
        tell()
        assert mailing.send() == 0
        assert mail.outbox == []
        assert notices.unread(clerk) == 1, "it stands in the list all the same"

    def test_do_not_go_for_what_was_read_or_is_old(self, clerk: User) -> None:
        tell()
        notices.read(clerk)
        tell(code="old")
        Notice.objects.filter(code="old").update(at=timezone.now() - timedelta(days=3))
        assert mailing.send() == 0

    def test_that_fail_are_tried_again(self, clerk: User, settings: Any) -> None:
        tell()
        settings.EMAIL_BACKEND = "tests.web.test_notices.Broken"
        with pytest.raises(ConnectionError):
            mailing.send()
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        assert mailing.send() == 1

    def test_a_binding_event_is_not_theirs_to_choose(self, clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
        law = notices.Event(code="t.law", title=Text("依法", "law"), why=Text("法", "law"), binding=True)
        monkeypatch.setitem(notices._EVENTS, law.code, law)
        notices.choose(clerk, [])
        assert notices.choices(clerk)["t.law"] is True

    def test_without_a_server_nothing_is_sent_and_the_page_says_so(
        self, clerk: User, settings: Any, signed_in: Enter
    ) -> None:
        settings.IPOPS_MAIL = ""
        tell()
        assert mailing.send() == 0
        assert "还没有设置邮件服务器" in signed_in("clerk").get("/notices/choices/").text


class Broken(locmem.EmailBackend):
    def send_messages(self, _letters: Any) -> int:
        raise ConnectionError("no such host")


@pytest.mark.parametrize(
    ("address", "host", "port", "tls", "ssl"),
    [
        ("smtp://u:p%40x@mail.example:587", "mail.example", 587, True, False),
        ("smtps://mail.example", "mail.example", 465, False, True),
        ("smtp://mail.example", "mail.example", 25, False, False),
    ],
)
def test_one_address_names_the_mail_server(address: str, host: str, port: int, tls: bool, ssl: bool) -> None:
    made = mail_settings(address, "")
    assert (made["EMAIL_HOST"], made["EMAIL_PORT"], made["EMAIL_USE_TLS"], made["EMAIL_USE_SSL"]) == (
        host,
        port,
        tls,
        ssl,
    )
    assert made["DEFAULT_FROM_EMAIL"] == "ipops@mail.example"


def test_an_address_of_another_kind_is_refused_without_its_password() -> None:
    with pytest.raises(ValueError, match="smtp://host") as e:
        mail_settings("http://user:secret@host", "")
    assert "secret" not in str(e.value)
