"""Search finds what one may see by a fragment of its number, its name, pinyin or initials, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.apps import apps
from django.db import connection, migrations
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ipops.ledger.entry import Draft, Entry, Source
from ipops.ledger.fact import Fact
from ipops.lines.navigation.app.models import Study
from ipops.lines.navigation.facts import Goal, StudyKind, StudyProposed
from ipops.lines.programme.facts import CallOpened
from ipops.webkit import journal, search
from ipops.webkit.models.folded import FoundRow
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


def told(*facts: Fact) -> None:
    made = [Draft(fact=f, source=Source(reason="t"), reference=f"words/{i}") for i, f in enumerate(facts)]
    journal.append(made, by="user:clerk")


CALL = CallOpened(on=date(2023, 3, 1), call="call:t", title="城市知识产权运营", pack="demo-city", form="1")
STUDY = StudyProposed(
    on=date(2025, 3, 1), study="NS:t", kind_of_study=StudyKind.INDUSTRY, title="海水淡化专利导航", owner="P:x",
    place="990101", industry="海洋装备", goals=(Goal.DIRECTION,),
)  # fmt: skip


@pytest.mark.db
class TestWordsOfCases:
    """A case is found by its own title as a party is by its name: as written, in pinyin, by initials."""

    @pytest.mark.parametrize("q", ["城市知识产权", "chengshizhishi", "cszscq"])
    def test_find_a_case_of_the_programme(self, signed_in: Enter, q: str) -> None:
        told(CALL)
        page = signed_in("clerk").get("/search/", {"q": q, "in": "programme"}).text
        assert 'href="/programme/calls/call:t/"' in page

    @pytest.mark.parametrize("q", ["海水淡化", "haishuidanhua", "hsdh", "HSDH", "hyzb"])
    def test_find_a_study_by_title_and_industry_on_its_list_too(self, signed_in: Enter, q: str) -> None:
        told(STUDY)
        browser = signed_in("clerk")
        assert 'href="/navigation/studies/NS:t/"' in browser.get("/search/", {"q": q, "in": "navigation"}).text
        assert 'href="/navigation/studies/NS:t/"' in browser.get("/navigation/", {"q": q}).text

    def test_stand_in_old_rows_as_the_fold_writes_them(self, city: list[Entry]) -> None:
        """What an upgrade fills in is what ``ipops refold`` makes."""
        told(CALL, STUDY)
        models = [m for m in apps.get_models() if issubclass(m, FoundRow)]
        assert {"navigation", "programme", "insurance", "subsidies", "trading"} <= {m._meta.app_label for m in models}
        for model in models:
            rows = model._default_manager
            folded = dict(rows.values_list("pk", "search_key"))
            rows.update(search_key="")
            for fill in fillings(model._meta.app_label):
                fill.code(apps, None)
            assert dict(rows.values_list("pk", "search_key")) == folded
        assert Study.objects.get(study="NS:t").search_key.startswith("海水淡化专利导航 haishuidanhua")


def fillings(house: str) -> list[migrations.RunPython]:
    """What the house's migration does to rows that are there."""
    folder = import_module(f"ipops.lines.{house}.app.migrations")
    (name,) = [m.name for m in iter_modules(folder.__path__) if m.name.endswith("_found_by_words")]
    made = import_module(f"{folder.__name__}.{name}").Migration.operations
    return [o for o in made if isinstance(o, migrations.RunPython)]
