"""Help, the pack browser and the first quarter hour are made from what the program runs on, and are complete."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from ipops import policy
from ipops.ledger.kinds import kinds
from ipops.webkit import street
from ipops.webkit.pages import glossary
from ipops.webkit.pages.views import help as helps
from ipops.webkit.pages.views import pack_tables, start

pytestmark = [pytest.mark.db, pytest.mark.django_db]
Enter = Callable[[str], Client]


class TestTheGlossary:
    def test_shows_every_term_of_the_file(self) -> None:
        """As many as the test that holds the code against it reads, or more: some terms have spaces or letters."""
        from tests.test_glossary import glossary as held

        shown = {e.term.zh for s in glossary.sections() for e in s.entries}
        assert set(held()) - {"中文"} <= shown
        assert len(shown) > 80

    def test_is_open_to_everybody(self) -> None:
        page = Client().get("/help/glossary/").text
        assert "质押融资" in page
        assert "pledge finance" in page


class TestLifecycles:
    @pytest.mark.parametrize("code", [life.code for line in street.lines().values() for life in line.lifecycles])
    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_have_a_page_with_every_step(self, code: str, lang: str) -> None:
        _, life = helps.lifecycles()[code]
        page = Client().get(f"/help/steps/{code}/?lang={lang}")
        assert page.status_code == 200
        assert page.text.count('<tr role="row">') == 1 + sum(len(row) for row in life.table.values())

    def test_knows_no_other(self) -> None:
        assert Client().get("/help/steps/nothing/").status_code == 404


@pytest.mark.parametrize("code", sorted(kinds()))
def test_every_kind_of_fact_has_a_page_with_all_its_fields(code: str) -> None:
    assert Client().get(f"/help/facts/{code}/").status_code == 200


class TestTheChecks:
    def test_name_what_to_do(self) -> None:
        page = Client().get("/help/checks/").text
        for _, found in helps.checks():
            for c in found:
                assert c.code in page
                assert c.fix.zh in page

    def test_are_there(self) -> None:
        assert sum(len(found) for _, found in helps.checks()) >= 3


class TestThePacks:
    @pytest.mark.parametrize("code", sorted(policy.packs()))
    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_show_every_term_with_its_clause_or_why_it_is_unknown(self, code: str, lang: str) -> None:
        page = Client().get(f"/packs/{code}/?lang={lang}")
        assert page.status_code == 200
        for name in policy.packs()[code].own_terms:
            assert f"<code>{name}</code>" in page.text
        for goal in policy.packs()[code].own_targets:
            assert f"<code>{goal}</code>" in page.text

    def test_put_what_is_unknown_first_and_say_why(self) -> None:
        page = Client().get("/packs/cn-2020-40/").text
        rows = re.split(r'<tr role="row">', page.split("<tbody")[1])
        open_ones = [i for i, row in enumerate(rows) if "未知" in row]
        assert open_ones[0] < next(i for i, row in enumerate(rows[1:], 1) if i not in open_ones)
        assert "几档" in page

    def test_lie_in_their_layers(self) -> None:
        page = Client().get("/packs/").text
        assert all(f"/packs/{code}/" in page for code in policy.packs())
        assert set(pack_tables.LAYERS) == set(policy.Layer)

    def test_know_no_other(self) -> None:
        assert Client().get("/packs/zz-none/").status_code == 404


class TestTheFirstQuarterHour:
    def test_takes_a_quarter_of_an_hour(self, db: None) -> None:
        assert sum(s.minutes for s in start.stages()) == 15

    def test_is_all_to_do_in_an_empty_city(self, db: None) -> None:
        assert [s.done for s in start.stages()] == [False] * 5

    def test_reads_what_is_done_from_the_records(self, signed_in: Enter) -> None:
        done = [s.done for s in start.stages()]
        assert done == [True, True, True, True, False]
        page = signed_in("admin").get("/help/start/").text
        assert 'aria-current="step"' in page

    def test_names_who_does_a_step_that_the_reader_may_not_do(self, signed_in: Enter) -> None:
        page = signed_in("admin").get("/help/start/").text
        assert "由以下角色办理： 经办人、主管" in page
        assert 'class="button second" href="/trading/imports/"' not in page

    @pytest.mark.parametrize("who", ["admin", "clerk", "certifier"])
    def test_offers_no_button_that_turns_its_reader_away(self, signed_in: Enter, who: str) -> None:
        client = signed_in(who)
        offered = re.findall(r'class="button[^"]*" href="([^"]+)"', client.get("/help/start/").text)
        assert len(offered) >= 2
        assert {at: client.get(at).status_code for at in offered} == dict.fromkeys(offered, 200)
