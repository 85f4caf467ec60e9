"""The screens of the ground: who may open them, what they say, how many queries they may take."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from ipops.ledger.entry import Entry
from tests.web.conftest import FIRM, RIGHT, SCHOOL

pytestmark = pytest.mark.db
Enter = Callable[[str], Client]


@pytest.mark.parametrize("address", ["/ledger/", "/ledger/1/", "/work/", "/parties/", "/rights/", f"/rights/{RIGHT}/"])
def test_a_stranger_is_asked_to_sign_in(city: list[Entry], address: str) -> None:
    response = Client().get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize(
    "address", ["/", "/seals/", "/seals/heads.jsonl", "/seals/verify_offline.py", "/sign-in/", "/kit/"]
)
def test_a_stranger_may_read_what_is_public(city: list[Entry], address: str) -> None:
    response = Client().get(address)
    assert response.status_code == 200
    assert RIGHT.encode() not in b"".join(response) or address == "/kit/"


class TestLanguages:
    def test_chinese_comes_first(self, city: list[Entry]) -> None:
        response = Client(headers={"accept-language": "en"}).get("/")
        assert 'lang="zh-CN"' in response.text
        assert response["Content-Language"] == "zh-CN"

    def test_the_choice_is_kept(self, city: list[Entry]) -> None:
        browser = Client()
        browser.get("/", {"lang": "en"})
        assert 'lang="en"' in browser.get("/seals/").text

    def test_the_switch_keeps_the_rest_of_the_address(self, signed_in: Enter) -> None:
        page = signed_in("clerk").get("/ledger/?kind=right_filed&page=1").text
        assert "?kind=right_filed&amp;page=1&amp;lang=en" in page

    def test_no_language_but_ours_is_taken(self, city: list[Entry]) -> None:
        assert 'lang="zh-CN"' in Client().get("/", {"lang": "fr<script>"}).text


class TestEveryPage:
    def test_says_that_the_data_is_made_up(self, city: list[Entry]) -> None:
        assert "演示数据" in Client().get("/").text
        assert "Demo data" in Client().get("/", {"lang": "en"}).text

    def test_does_not_say_so_in_a_real_city(self, db: None) -> None:
        from django.core.cache import cache

        cache.clear()
        assert "演示数据" not in Client().get("/").text

    def test_carries_a_strict_policy_with_a_nonce_of_its_own(self, city: list[Entry]) -> None:
        one, two = Client().get("/"), Client().get("/")
        policy = one["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        nonces = [re.search(r"'nonce-([^']+)'", r["Content-Security-Policy"]) for r in (one, two)]
        assert nonces[0] is not None
        assert f'nonce="{nonces[0][1]}"' in one.text
        assert nonces[0][1] != nonces[1][1]  # type: ignore[index]

    def test_shows_the_latest_seal(self, city: list[Entry]) -> None:
        from ipops.webkit import seals

        head = seals.last()
        assert head is not None
        assert head.sha256_root[:16] in Client().get("/").text

    def test_a_wrong_address_is_answered_in_the_reader_s_language(self, city: list[Entry]) -> None:
        response = Client().get("/nowhere/", {"lang": "en"})
        assert response.status_code == 404
        assert "There is no such page" in response.text


@pytest.mark.parametrize(("how", "starts"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("csv", "\ufeff".encode())])
def test_a_chart_can_be_taken_along(city: list[Entry], how: str, starts: bytes) -> None:
    response = Client().get("/kit/", {"as": how})
    assert response.content.startswith(starts)
    assert response["Content-Disposition"] == f'attachment; filename="kit.{how}"'
    assert Client().get("/kit/", {"as": "exe"}).status_code == 404


class TestSignIn:
    def test_demo_accounts_stand_on_the_page_and_open_the_desk(self, city: list[Entry]) -> None:
        from ipops.webkit import access

        browser = Client()
        page = browser.get("/sign-in/").text
        account = next(a for a in access.demo_accounts() if a.username == "clerk")
        assert account.password in page
        response = browser.post("/sign-in/", {"username": "clerk", "password": account.password, "next": "/work/"})
        assert response["Location"] == "/work/"

    def test_says_no_more_than_that_it_failed(self, city: list[Entry]) -> None:
        response = Client().post("/sign-in/", {"username": "clerk", "password": "x"})
        assert "账号或密码不对" in response.text

    def test_never_leads_to_another_site(self, city: list[Entry]) -> None:
        from ipops.webkit import access

        password = next(a.password for a in access.demo_accounts() if a.username == "clerk")
        data = {"username": "clerk", "password": password, "next": "https://evil.example/"}
        assert Client().post("/sign-in/", data)["Location"] == "/"

    def test_signing_out_needs_a_press_of_the_button(self, signed_in: Enter) -> None:
        browser = signed_in("clerk")
        assert browser.get("/sign-out/").status_code == 405
        assert browser.post("/sign-out/")["Location"] == "/sign-in/"
        assert browser.get("/work/").status_code == 302


class TestTheDesk:
    def test_shows_what_is_late_first(self, signed_in: Enter) -> None:
        page = signed_in("clerk").get("/").text
        assert "补充备案通知" in page
        assert "逾期" in page
        assert "Attach the recordal notice" in signed_in("clerk").get("/", {"lang": "en"}).text

    def test_shows_nothing_of_another_city(self, signed_in: Enter) -> None:
        assert "补充备案通知" not in signed_in("neighbour").get("/").text

    def test_tells_who_sees_to_it_what_waits_for_others_and_for_whom(self, signed_in: Enter) -> None:
        page = signed_in("province").get("/").text.split("<main")[1]
        assert "辖区待办，逾期在前" in page
        assert "补充备案通知" in page
        assert "承办岗位" in page
        assert "In my area, late first" in signed_in("province").get("/", {"lang": "en"}).text

    @pytest.mark.parametrize("who", ["finance", "expert", "admin", "university"])
    def test_counts_no_work_of_others_for_who_has_only_their_own(self, signed_in: Enter, who: str) -> None:
        page = signed_in(who).get("/").text.split("<main")[1]
        assert "补充备案通知" not in page
        assert "其中逾期" not in page
        assert "辖区待办" not in page

    def test_goes_to_the_pages_of_the_houses_one_comes_for_and_to_no_other(self, signed_in: Enter) -> None:
        """The menu has them all; the desk does not say it again."""
        desk = signed_in("insurer").get("/").text.split("<main")[1].split('id="menu"')[0]
        office = signed_in("officer").get("/").text.split("<main")[1].split('id="menu"')[0]
        assert 'href="/trading/offers/"' in office
        assert 'href="/trading/offers/"' not in desk

    def test_opens_every_page_of_the_menu_for_every_role(self, signed_in: Enter) -> None:
        from ipops.webkit import access

        for account in access.demo_accounts():
            browser = signed_in(account.username)
            menu = browser.get("/").text.split('id="menu"')[1].split("</nav>")[0]
            for address in re.findall(r'href="(/[^"]*)"', menu):
                assert browser.get(address, follow=True).status_code == 200, (account.username, address)


class TestTheLedger:
    def test_lists_every_entry_newest_first(self, signed_in: Enter) -> None:
        page = signed_in("clerk").get("/ledger/").text
        assert page.index("/ledger/6/") < page.index("/ledger/1/")
        assert "许可备案" in page

    @pytest.mark.parametrize(
        ("query", "numbers"),
        [
            ("kind=right_filed", [3]),
            (f"party={SCHOOL}", [6, 5, 3, 1]),
            (f"right={RIGHT}", [6, 5, 4, 3]),
            ("place=990102", [6, 5]),
            ("deal=D:1", [6, 5]),
            ("since=2018-01-01&until=2018-12-31", [4]),
            ("known=2024-06-15", [5, 4, 3, 2, 1]),
        ],
    )
    def test_filters(self, signed_in: Enter, query: str, numbers: list[int]) -> None:
        page = signed_in("clerk").get(f"/ledger/?{query}").text.split("<tbody")[1].split("</tbody")[0]
        assert [int(n) for n in re.findall(r'href="/ledger/(\d+)/"', page)] == numbers

    def test_lists_the_very_entries_that_the_door_lets_through(self, pledged: None, city: list[Entry]) -> None:
        """Its way of asking is quicker, and the same."""
        from ipops.webkit import access
        from ipops.webkit.models import Office, User

        Office.objects.filter(code="demo-university").update(party=SCHOOL)
        for account in access.demo_accounts():
            user = User.objects.get(username=account.username)
            seen = set(access.facts_for(user).values_list("n", flat=True))
            assert set(access.facts_listed(user).values_list("n", flat=True)) == seen, account.username

    def test_exports_what_it_lists(self, signed_in: Enter) -> None:
        got = b"".join(signed_in("clerk").get("/ledger/?export=csv&kind=right_filed"))  # type: ignore[call-overload]
        assert got.decode("utf-8-sig").splitlines()[1].startswith("3,申请提交,2015-05-12")

    def test_hides_what_belongs_to_another_city(self, signed_in: Enter) -> None:
        browser = signed_in("neighbour")
        assert "/ledger/5/" not in browser.get("/ledger/").text
        assert browser.get("/ledger/5/").status_code == 404
        assert browser.get("/ledger/5/proof.json").status_code == 404
        assert browser.get("/ledger/5/canonical.json").status_code == 404
        assert browser.get("/ledger/999999/").status_code == 404


class TestOneEntry:
    def test_names_fields_parties_and_places(self, signed_in: Enter) -> None:
        page = signed_in("clerk").get("/ledger/6/").text
        for said in ("许可方", "示范大学（演示）", "高新区（演示）", "35万元", "350,000.00 元", "示范膜科技有限公司"):
            assert said in page
        assert f'href="/parties/{FIRM}/"' in page

    def test_leads_from_the_corrected_to_what_holds_now_and_back(self, signed_in: Enter) -> None:
        browser = signed_in("clerk")
        old, new = browser.get("/ledger/5/").text, browser.get("/ledger/6/").text
        assert "本条已被更正" in old
        assert 'href="/ledger/6/"' in old
        assert 'href="/ledger/5/"' in new

    def test_gives_the_very_bytes_that_are_sealed(self, signed_in: Enter, city: list[Entry]) -> None:
        from ipops.ledger.canonical import canonical

        assert signed_in("clerk").get("/ledger/6/canonical.json").content == canonical(city[5])

    def test_its_proof_verifies_offline_with_the_verifier_and_heads_of_the_public_page(
        self, signed_in: Enter, tmp_path: Path
    ) -> None:
        browser = signed_in("clerk")
        for name, address in {
            "proof.json": "/ledger/6/proof.json",
            "heads.jsonl": "/seals/heads.jsonl",
            "verify_offline.py": "/seals/verify_offline.py",
        }.items():
            (tmp_path / name).write_bytes(browser.get(address).content)
        run = [sys.executable, "-I", "verify_offline.py", "proof.json", "heads.jsonl"]
        assert subprocess.run(run, cwd=tmp_path, check=False, capture_output=True).returncode == 0
        forged = (tmp_path / "proof.json").read_text().replace("35000000", "35000001")
        (tmp_path / "proof.json").write_text(forged)
        assert subprocess.run(run, cwd=tmp_path, check=False, capture_output=True).returncode == 1

    def test_says_why_there_is_no_proof_yet(self, signed_in: Enter, pledged: list[Entry]) -> None:
        response = signed_in("clerk").get(f"/ledger/{pledged[0].n}/proof.json")
        assert response.status_code == 409
        assert "尚未封存" in response.text
        assert "待封存" in signed_in("clerk").get(f"/ledger/{pledged[0].n}/").text


class TestThings:
    def test_a_right_shows_owner_burden_and_history(self, signed_in: Enter, pledged: list[Entry]) -> None:
        page = signed_in("clerk").get(f"/rights/{RIGHT}/").text
        for said in ("一种水处理膜", "示范大学（演示）", "已质押", "质押登记", "授权公告", "已被更正"):
            assert said in page

    def test_a_party_is_found_by_pinyin_initials(self, signed_in: Enter) -> None:
        page = signed_in("clerk").get("/parties/?q=sfdx").text
        assert "示范大学（演示）" in page
        assert "示范膜科技" not in page

    def test_a_party_shows_what_it_owns_and_did(self, signed_in: Enter) -> None:
        page = signed_in("clerk").get(f"/parties/{SCHOOL}/").text
        assert f'href="/rights/{RIGHT}/"' in page
        assert "许可备案" in page

    def test_nothing_of_another_city_is_found(self, signed_in: Enter) -> None:
        assert signed_in("neighbour").get(f"/parties/{SCHOOL}/").status_code == 404

    def test_of_another_city_s_right_only_what_the_register_announces_is_told(self, signed_in: Enter) -> None:
        """A grant is public (decision 0064); who filed, who owns, what was licensed is not this reader's."""
        page = signed_in("neighbour").get(f"/rights/{RIGHT}/").text.split("<main")[1]
        assert "授权公告" in page
        for said in ("一种水处理膜", "示范大学", "许可备案", "示范膜科技"):
            assert said not in page


def test_the_tabs_of_work_hold_mine_my_office_s_and_what_is_done(signed_in: Enter) -> None:
    from ipops.kernel.text import Text
    from ipops.webkit import work

    browser = signed_in("officer")
    assert "补充备案通知" not in browser.get("/work/?tab=mine").text
    assert "补充备案通知" in browser.get("/work/?tab=office").text
    work.end("task:1", by="user:clerk", outcome=Text("已补", "attached"))
    assert "补充备案通知" not in browser.get("/work/?tab=office").text
    assert "已补" in browser.get("/work/?tab=done&cols=title&cols=outcome").text


def test_the_menu_stands_open_where_one_is_and_folds_the_other_houses(signed_in: Enter) -> None:
    def sections(address: str) -> dict[str, bool]:
        menu = signed_in("clerk").get(address).text.split('id="menu"')[1].split("</nav>")[0]
        return {title: bool(opened) for opened, title in re.findall(r"<details( open)?><summary><h2>([^<]+)", menu)}

    home, inside = sections("/"), sections("/trading/deals/")
    assert home["工作台"]
    assert home["记录"]
    assert inside["转让许可"]
    assert len(home) > 4
    assert [t for t, opened in inside.items() if opened] == ["工作台", "转让许可", "记录"]
    assert [t for t, opened in home.items() if opened] == ["工作台", "记录"]


@pytest.mark.parametrize(
    "address", ["/parties/a%00b/", "/trading/deals/%00/", "/ledger/?party=%00", "/search/?q=%00a", "/?x=%00"]
)
def test_a_nul_in_an_address_is_a_bad_request_and_no_error(signed_in: Enter, address: str) -> None:
    assert signed_in("clerk").get(address).status_code == 400


def test_a_nul_in_a_form_is_left_out(signed_in: Enter) -> None:
    browser = signed_in("clerk")
    form = "ipops.lines.trading.app.forms.StartForm"
    sent = {"_form": form, "_draft": "save", "rights": "CN\x001", "act": "licence"}
    assert browser.post("/trading/record/", sent).status_code == 302
    assert browser.post("/views/", {"path": "/work/", "name": "a\x00b", "query": "tab=\x00"}).status_code == 302
    say = {"text": "a\x00b", "reference": "r\x00"}
    assert browser.post("/trading/deals/D:1/say/", say).status_code == 302
    act = {"why": "a\x00b", "reference": "r\x00", "sure": "on"}
    assert browser.post("/trading/deals/D:1/do/withdraw/", act).status_code == 422
