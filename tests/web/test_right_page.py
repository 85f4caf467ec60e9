"""A right's page: owners over time, burdens with their spans, and what did not fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from ipops.ledger.entry import Draft
from ipops.ledger.facts import LicenceRecorded, PledgeRegistered, PledgeReleased, RightFiled, TransferRegistered
from ipops.ledger.facts.words import LicenceKind, Proof, RightKind
from ipops.rights.register import fold
from ipops.webkit.pages import lifeline
from tests.web.conftest import RIGHT, SAID

pytestmark = pytest.mark.db
TODAY = date(2026, 6, 15)
INVENTION = RightKind.INVENTION
FILED = RightFiled(
    on=date(2015, 5, 12), right=RIGHT, kind_of_right=INVENTION, title="膜", owners=("a",), place="990101"
)
SOLD = TransferRegistered(
    on=date(2020, 1, 1),
    deal="D:1",
    right=RIGHT,
    kind_of_right=INVENTION,
    transferors=("a",),
    transferees=("b",),
    from_place="990101",
    to_place="990102",
    proof=Proof.LISTED,
)
PLEDGED = PledgeRegistered(
    on=date(2021, 1, 1),
    pledge="P:1",
    right=RIGHT,
    kind_of_right=INVENTION,
    pledgors=("b",),
    pledgees=("bank",),
    place="990102",
    proof=Proof.LISTED,
)
RELEASED = PledgeReleased(on=date(2023, 1, 1), pledge="P:1", right=RIGHT)
LICENSED = LicenceRecorded(
    on=date(2022, 3, 1),
    deal="D:2",
    right=RIGHT,
    kind_of_right=INVENTION,
    kind_of_licence=LicenceKind.EXCLUSIVE,
    licensors=("b",),
    licensees=("c",),
    from_place="990102",
    to_place="990102",
    proof=Proof.LISTED,
)


class TestTheChart:
    def test_shows_each_owner_until_the_next_and_each_burden_until_its_end(self) -> None:
        made = lifeline.lifeline(fold.fold(RIGHT, [FILED, SOLD, PLEDGED, RELEASED]), {"a": "甲"}, TODAY)
        assert made is not None
        assert [(b.title.zh, b.start, b.last) for b in made.bars[:2]] == [
            ("甲", date(2015, 5, 12), date(2019, 12, 31)),
            ("b", date(2020, 1, 1), made.bars[1].last),
        ]
        assert made.bars[1].open
        assert (made.bars[2].says.zh if made.bars[2].says else "") == "质押"
        assert made.bars[2].last == date(2022, 12, 31)

    def test_says_that_no_end_is_known(self) -> None:
        made = lifeline.lifeline(fold.fold(RIGHT, [FILED, SOLD, LICENSED]), {}, TODAY)
        assert made is not None
        licence = made.bars[-1]
        assert licence.open
        assert licence.tells.zh == LicenceKind.EXCLUSIVE.zh
        assert made.rows[len(made.bars) - 1][2].en == "no end is known"

    def test_is_not_drawn_where_nothing_is_known(self) -> None:
        assert lifeline.lifeline(fold.fold(RIGHT, []), {}, TODAY) is None


class TestThePage:
    def test_shows_owner_share_and_chart(self, signed_in: Callable[[str], Client]) -> None:
        page = signed_in("clerk").get(f"/rights/{RIGHT}/")
        assert page.status_code == 200
        assert "权属与负担的经过" in page.text
        assert "示范大学" in page.text
        assert "全部" in page.text

    def test_gives_the_chart_as_a_file(self, signed_in: Callable[[str], Client]) -> None:
        assert signed_in("clerk").get(f"/rights/{RIGHT}/?as=csv").content.startswith(b"\xef\xbb\xbf")

    def test_warns_of_a_pledge(self, pledged: None, signed_in: Callable[[str], Client]) -> None:
        assert "已质押" in signed_in("clerk").get(f"/rights/{RIGHT}/").text

    def test_is_not_there_for_strangers_to_it(self, signed_in: Callable[[str], Client]) -> None:
        assert signed_in("clerk").get("/rights/CN209912345678.9/").status_code == 404

    @pytest.mark.parametrize("address", [f"/rights/{RIGHT}/", f"/questions/lend/?right={RIGHT}"])
    def test_folds_a_right_from_its_filing_on_however_much_came_after(
        self, signed_in: Callable[[str], Client], address: str
    ) -> None:
        """Two hundred later licences must not push the filing, and the owner with it, out of the reading."""
        from ipops.webkit import journal

        clerk = signed_in("clerk")
        before = clerk.get(address).text
        assert "示范大学" in owners(before)
        later = [
            Draft(fact=replace(LICENSED, deal=f"D:x{i}", licensors=("x",)), source=SAID, reference=f"x{i}")
            for i in range(210)
        ]
        journal.append(later, by="user:clerk")
        assert "示范大学" in owners(clerk.get(address).text)


def owners(page: str) -> str:
    """The part of the page that tells whose the right is, without the list of facts that names everybody."""
    return page.split("事实与经过")[0]
