"""Administration and sign-in with a second factor: who may what, what is shown once, what is refused and why."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from ipops.webkit import access
from ipops.webkit.access import second_factor, totp
from ipops.webkit.models import ApiToken, Membership, Office, User

pytestmark = pytest.mark.db
Enter = Callable[[str], Client]
NEW = {"username": "zhang-san", "name_zh": "张三", "name_en": "Zhang San", "office": "demo-city", "role": "clerk"}


def secret(response: Any) -> str:
    found = re.search(r"<pre><code>([^<]+)</code></pre>", response.text)
    assert found is not None, response.text
    return found[1]


class TestWhoMayManage:
    @pytest.mark.parametrize(
        "address", ["/manage/", "/manage/people/", "/manage/offices/", "/manage/health/", "/manage/people/new/"]
    )
    def test_only_the_administrator(self, signed_in: Enter, address: str) -> None:
        assert signed_in("admin").get(address).status_code == 200
        refused = signed_in("clerk").get(address)
        assert refused.status_code == 409
        assert "系统管理" in refused.text
        assert Client().get(address).status_code == 302

    def test_sees_only_the_people_of_their_own_places(self, signed_in: Enter) -> None:
        page = signed_in("admin").get("/manage/people/").text
        assert "/manage/people/clerk/" in page
        assert "/manage/people/neighbour/" not in page
        assert signed_in("admin").get("/manage/people/neighbour/").status_code == 404

    def test_never_manages_oneself(self, signed_in: Enter) -> None:
        got = signed_in("admin").post("/manage/people/admin/close/")
        assert got.status_code == 409
        assert User.objects.get(username="admin").is_active


class TestPeople:
    def test_a_new_person_gets_a_password_once_and_signs_in_with_it(self, signed_in: Enter) -> None:
        got = signed_in("admin").post("/manage/people/new/", NEW)
        password = secret(got)
        assert got["Cache-Control"].startswith("max-age=0")
        made = User.objects.get(username="zhang-san")
        assert made.check_password(password)
        assert Membership.objects.get(user=made).granted_by == "user:admin"
        browser = Client()
        assert browser.post("/sign-in/", {"username": "zhang-san", "password": password}).status_code == 302

    def test_a_clerk_is_not_made_certifier_too(self, signed_in: Enter) -> None:
        got = signed_in("admin").post("/manage/people/clerk/grant/", {"office": "demo-city", "role": "certifier"})
        assert got.status_code == 409
        assert "不能兼任" in got.text

    def test_roles_are_granted_and_taken_away(self, signed_in: Enter) -> None:
        browser = signed_in("admin")
        assert (
            browser.post("/manage/people/officer/grant/", {"office": "demo-district", "role": "officer"}).status_code
            == 302
        )
        held = Membership.objects.get(user__username="officer", office__code="demo-district")
        assert browser.post("/manage/people/officer/revoke/", {"membership": held.pk}).status_code == 302
        assert not Membership.objects.filter(pk=held.pk).exists()

    def test_no_role_is_granted_in_an_office_elsewhere(self, signed_in: Enter) -> None:
        got = signed_in("admin").post("/manage/people/officer/grant/", {"office": "demo-other", "role": "officer"})
        assert got.status_code == 422
        assert not Membership.objects.filter(user__username="officer", office__code="demo-other").exists()

    def test_a_closed_account_cannot_sign_in_and_its_tokens_end(self, signed_in: Enter) -> None:
        clerk = User.objects.get(username="clerk")
        token = access.token_make(user=clerk, name="x")
        browser = signed_in("admin")
        assert browser.post("/manage/people/clerk/close/").status_code == 302
        assert access.token_user(token) is None
        assert not User.objects.get(username="clerk").is_active
        assert browser.post("/manage/people/clerk/open/").status_code == 302
        assert User.objects.get(username="clerk").is_active
        assert access.token_user(token) is None

    def test_a_reset_password_is_shown_once_and_the_old_one_ends(self, signed_in: Enter) -> None:
        fresh = secret(signed_in("admin").post("/manage/people/clerk/password/"))
        assert User.objects.get(username="clerk").check_password(fresh)

    def test_somebody_with_a_role_elsewhere_too_is_not_this_manager_s(self, signed_in: Enter) -> None:
        access.grant(
            user=User.objects.get(username="officer"),
            office=Office.objects.get(code="demo-other"),
            role=access.Role.OFFICER,
            by="t",
        )
        got = signed_in("admin").post("/manage/people/officer/password/")
        assert got.status_code == 409

    def test_knows_no_other_act(self, signed_in: Enter) -> None:
        assert signed_in("admin").post("/manage/people/clerk/promote/").status_code == 404
        assert signed_in("admin").get("/manage/people/clerk/close/").status_code == 405


class TestTokens:
    def test_are_shown_once_kept_as_a_hash_and_revoked(self, signed_in: Enter) -> None:
        browser = signed_in("admin")
        token = secret(browser.post("/manage/people/clerk/token/", {"name": "bank", "days": "30"}))
        holder = access.token_user(token)
        assert holder is not None
        assert holder.username == "clerk"
        assert token not in browser.get("/manage/people/clerk/").text
        assert token not in str(ApiToken.objects.values().get())
        browser.post("/manage/people/clerk/untoken/", {"name": "bank"})
        assert access.token_user(token) is None


OFFICE = {
    "office_code": "demo-harbour",
    "name_zh": "港口区知识产权局",
    "name_en": "Harbour District",
    "level": "district",
    "place": "990103",
    "party": "",
}


class TestOffices:
    def test_are_set_up_inside_one_s_places(self, signed_in: Enter) -> None:
        assert signed_in("admin").post("/manage/offices/new/", OFFICE).status_code == 302
        assert Office.objects.get(code="demo-harbour").place == "990103"

    @pytest.mark.parametrize(
        ("changed", "says"),
        [
            ({"place": "990200"}, "不管辖"),
            ({"place": ""}, "请填写区划"),
            ({"level": "province"}, "只有中央管理"),
            ({"level": "body"}, "主体代码"),
            ({"office_code": "demo-city"}, "已被使用"),
            ({"office_code": "Bad Code"}, "小写字母"),
        ],
    )
    def test_are_refused_with_the_reason(self, signed_in: Enter, changed: dict[str, str], says: str) -> None:
        got = signed_in("admin").post("/manage/offices/new/", OFFICE | changed)
        assert got.status_code == 422
        assert says in got.text


def with_factor(name: str) -> bytes:
    user = User.objects.get(username=name)
    key = second_factor.begin(user)
    second_factor.confirm(user, totp.code(key, int(time.time()) // totp.STEP - 1))
    return key


def now_code(key: bytes) -> str:
    return totp.code(key, int(time.time()) // totp.STEP)


class TestTheSecondFactor:
    def enter(self, name: str) -> tuple[Client, Any]:
        password = next(a.password for a in access.demo_accounts() if a.username == name)
        browser = Client()
        return browser, browser.post("/sign-in/", {"username": name, "password": password})

    def test_is_asked_for_after_the_password(self, signed_in: Enter) -> None:
        key = with_factor("officer")
        browser, got = self.enter("officer")
        assert got["Location"] == "/sign-in/code/"
        assert browser.get("/work/").status_code == 302  # a right password alone opens nothing
        assert browser.post("/sign-in/code/", {"digits": now_code(key)})["Location"] == "/"
        assert browser.get("/work/").status_code == 200

    def test_sends_back_to_the_password_after_five_wrong_codes(self, signed_in: Enter) -> None:
        key = with_factor("officer")
        browser, _ = self.enter("officer")
        for _ in range(5):
            assert browser.post("/sign-in/code/", {"digits": "000000"}).status_code in (422, 403)
        assert browser.post("/sign-in/code/", {"digits": now_code(key)})["Location"] == "/sign-in/"
        assert browser.get("/work/").status_code == 302

    def test_is_nothing_to_who_gave_no_password(self, signed_in: Enter) -> None:
        assert Client().get("/sign-in/code/")["Location"] == "/sign-in/"

    def test_is_switched_on_by_oneself_and_off_only_with_a_code(self, signed_in: Enter) -> None:
        browser = signed_in("officer")
        page = browser.get("/account/second-factor/").text
        assert "otpauth://" in page
        officer = User.objects.get(username="officer")
        key = second_factor.begin(officer)
        shown = browser.post("/account/second-factor/", {"digits": now_code(key)})
        assert shown.text.count("<pre><code>") == second_factor.RECOVERY
        assert "剩余恢复码" in browser.get("/account/").text
        assert browser.post("/account/second-factor/off/", {"digits": "000000"}).status_code == 422
        assert second_factor.has_factor(officer)

    def test_is_taken_away_by_the_administrator_when_the_phone_is_lost(self, signed_in: Enter) -> None:
        with_factor("officer")
        assert signed_in("admin").post("/manage/people/officer/factor/").status_code == 302
        assert not second_factor.has_factor(User.objects.get(username="officer"))

    def test_codes_are_kept_in_no_draft(self, signed_in: Enter) -> None:
        assert "_draft" not in signed_in("officer").get("/account/second-factor/").text.split("<main")[1]


class TestHealth:
    def test_says_how_everything_stands(self, signed_in: Enter) -> None:
        page = signed_in("admin").get("/manage/health/").text
        for said in ("数据库", "封存", "分析导出", "待发事项", "磁盘"):
            assert said in page


def test_the_account_page_says_what_one_is(signed_in: Enter) -> None:
    page = signed_in("officer").get("/account/").text
    assert "主管" in page
    assert signed_in("officer").get("/account/password/").status_code == 200
