"""Search finds what one may see by a fragment of its number, its name, pinyin or initials, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ipops.webkit import search
from ipops.webkit.search import Typed
from tests.web.conftest import FIRM, RIGHT, SCHOOL

Enter = Callable[[str], Client]


@pytest.mark.parametrize(
    ("text", "needle", "number"),
    [
        ("ZL 2015 1 0237122.7", "zl 2015 1 0237122.7", "201510237122.7"),
        ("ｃｎ２０１５", "cn2015", "CN2015"),
        (" 示范大学 ", "示范大学", ""),
        ("sfdx", "sfdx", ""),
        ("2015-10-237", "2015-10-237", "201510237"),
    ],
)
def test_what_is_typed_is_compared_as_it_is_kept(text: str, needle: str, number: str) -> None:
    typed = Typed.of(text)
    assert (typed.needle, typed.number) == (needle, number)


@pytest.mark.db
class TestThePage:
    @pytest.mark.parametrize(
        ("q", "finds"),
        [
            ("示范大", f"/parties/{SCHOOL}/"),
            ("shifandaxue", f"/parties/{SCHOOL}/"),
            ("sfdx", f"/parties/{SCHOOL}/"),
            ("91370100", f"/parties/{FIRM}/"),
            ("0237122", f"/rights/{RIGHT}/"),
            ("ZL201510237122.7", f"/rights/{RIGHT}/"),
            ("水处理", f"/rights/{RIGHT}/"),
            ("yzsclm", f"/rights/{RIGHT}/"),
            ("示范膜", "/search/?q=%E7%A4%BA%E8%8C%83%E8%86%9C&amp;in=trading"),
            ("第6号", "/ledger/6/"),
            ("No. 6", "/ledger/6/"),
            ("补充备案", "/ledger/6/"),
            ("recordal notice", "/ledger/6/"),
            ("djjy", "/trading/record/"),
            ("Seals", "/seals/"),
        ],
    )
    def test_finds(self, signed_in: Enter, q: str, finds: str) -> None:
        page = signed_in("clerk").get("/search/", {"q": q}).text.split("<main")[1].split("</main")[0]
        assert f'href="{finds}"' in page

    @pytest.mark.parametrize("q", ["示范大", "0237122", "D:1", "第6号", "补充备案"])
    def test_finds_nothing_that_one_may_not_see(self, signed_in: Enter, q: str) -> None:
        browser = signed_in("neighbour")
        assert "没有您可查看的内容" in browser.get("/search/", {"q": q}).text
        for house in search.houses():
            assert "没有您可查看的内容" in browser.get("/search/", {"q": q, "in": house}).text

    @pytest.mark.parametrize("q", ["示范膜", "sfmkj", "D:1", "0237122", "水处理"])
    def test_asks_each_house_by_itself_as_a_page_or_as_a_part(self, signed_in: Enter, q: str) -> None:
        browser = signed_in("clerk")
        page = browser.get("/search/", {"q": q, "in": "trading"})
        part = browser.get("/search/", {"q": q, "in": "trading"}, headers={"HX-Request": "true"})
        for answer in (page, part):
            assert 'href="/trading/deals/D:1/"' in answer.text
        assert "<html" not in part.text

    def test_of_a_house_that_is_not_there_is_that_of_the_ground(self, signed_in: Enter) -> None:
        assert f"/parties/{SCHOOL}/" in signed_in("clerk").get("/search/", {"q": "sfdx", "in": "nowhere"}).text

    def test_of_every_house_keeps_its_budget(self, signed_in: Enter) -> None:
        browser = signed_in("clerk")
        for house in search.houses():
            browser.get("/search/", {"q": "示范", "in": house})
            with CaptureQueriesContext(connection) as asked:
                browser.get("/search/", {"q": "示范", "in": house})
            assert len(asked) <= 15, house

    def test_a_stranger_is_asked_to_sign_in(self, db: None) -> None:
        assert Client().get("/search/", {"q": "示范"})["Location"].startswith("/sign-in/")
        assert 'role="search"' not in Client().get("/").text

    @pytest.mark.parametrize("q", ["", "a", "7", "%", "'; DROP TABLE", "🦊" * 200, "\\"])
    def test_answers_whatever_is_typed(self, signed_in: Enter, q: str) -> None:
        assert signed_in("clerk").get("/search/", {"q": q}).status_code == 200

    def test_signs_of_the_database_are_letters_like_others(self, signed_in: Enter) -> None:
        assert f"/rights/{RIGHT}/" not in signed_in("clerk").get("/search/", {"q": "CN2015%7"}).text
        assert f"/rights/{RIGHT}/" not in signed_in("clerk").get("/search/", {"q": "水_理"}).text

    def test_a_document_is_found_by_its_digest_alone_by_whoever_may_open_it(self, signed_in: Enter) -> None:
        import hashlib

        from django.core.files.uploadedfile import SimpleUploadedFile

        body = b"a paper"
        digest = hashlib.sha256(body).hexdigest()
        signed_in("clerk").post("/uploads/", {"field": "f", "file": SimpleUploadedFile("合同.txt", body)})
        assert f"/documents/{digest}/" in signed_in("clerk").get("/search/", {"q": digest[:12]}).text
        assert f"/documents/{digest}/" in signed_in("clerk").get("/search/", {"q": "合同"}).text
        assert f"/documents/{digest}/" not in signed_in("officer").get("/search/", {"q": digest}).text

    def test_keeps_its_budget_of_queries_and_stands_in_the_top_bar(self, signed_in: Enter) -> None:
        browser = signed_in("clerk")
        assert re.search(r'<form class="seek" role="search"', browser.get("/work/").text)
        browser.get("/search/", {"q": "示范"})
        with CaptureQueriesContext(connection) as asked:
            browser.get("/search/", {"q": "示范"})
        assert len(asked) <= 15, [q["sql"][:90] for q in asked]

    def test_lists_all_where_there_are_more(self, signed_in: Enter) -> None:
        from ipops.webkit.models import Party

        signed_in("clerk")
        some = Party.objects.get(party=FIRM)
        for i in range(12):
            some.pk = f"P:made-{i}"
            some.save(force_insert=True)
        page = signed_in("clerk").get("/search/", {"q": "示范膜"}).text
        assert "/parties/?q=%E7%A4%BA%E8%8C%83%E8%86%9C" in page
