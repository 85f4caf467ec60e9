"""What the pages add up over all rights is what the docket of each right says, whatever is on record."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from ipops.kernel.money import Money
from ipops.ledger.entry import Draft
from ipops.ledger.fact import Fact
from ipops.ledger.facts import (
    AnnuityPaid,
    FeeReductionRecorded,
    LicenceRecorded,
    MarkRenewalFiled,
    MarkRenewed,
    MarkUsed,
    NoticeIssued,
    PledgeRegistered,
    RightEnded,
    RightFiled,
    RightGranted,
    Withdrawn,
)
from ipops.ledger.facts.words import Delivery, EndOfRight, LicenceKind, Notice, Proof, RightKind
from ipops.rights.docket.days import ONE_DAY, mark_last_day

from .conftest import SAID, draft

pytestmark = pytest.mark.db
OWNER, TODAY = "P:甲", date(2026, 11, 29)


def life(dice: random.Random, number: str) -> Iterator[Fact]:
    """A right of any kind with whatever may be on record of it."""
    kind = dice.choice(list(RightKind))
    filed = date(2006, 1, 1) + timedelta(days=dice.randrange(7000))
    granted = filed + timedelta(days=dice.randrange(200, 1200))
    owners = (OWNER,) if dice.random() < 0.7 else (OWNER, "P:乙")
    classes = ("9", "42") if kind is RightKind.TRADEMARK else ()
    yield RightFiled(
        on=filed, right=number, kind_of_right=kind, title="物", owners=owners, place="990101", classes=classes
    )
    if dice.random() < 0.1 or granted >= TODAY:
        return
    yield RightGranted(on=granted, right=number)
    if kind.is_patent:
        yield from patent(dice, number, filed, granted)
    if kind is RightKind.TRADEMARK and dice.random() < 0.4:
        end = mark_last_day(granted, 10)
        yield dice.choice(
            [
                MarkUsed(on=TODAY - timedelta(days=dice.randrange(2000)), right=number, classes=("9",)),
                MarkRenewed(on=min(end, TODAY), right=number, expires_on=dice.choice([None, mark_last_day(end + ONE_DAY, 10) + ONE_DAY])),
                MarkRenewalFiled(on=min(end, TODAY), right=number, term_ended=end, paid=Money.yuan(900)),
            ]
        )  # fmt: skip
    if dice.random() < 0.1:
        yield RightEnded(
            on=TODAY - timedelta(days=dice.randrange(900)), right=number, why=dice.choice(list(EndOfRight))
        )


def patent(dice: random.Random, number: str, filed: date, granted: date) -> Iterator[Fact]:
    first = granted.year - filed.year + 1
    for year in range(first, first + dice.randrange(6)):
        on = min(date(filed.year + year - 1, 3, 1), TODAY)
        yield AnnuityPaid(on=on, right=number, year=year, paid=Money.yuan(900))
    for year in dice.sample(range(2022, 2028), dice.randrange(4)):
        yield FeeReductionRecorded(
            on=min(date(year, 1, 5), TODAY), right=number, year=year, percent=dice.choice((70, 85))
        )
    base = {"right": number, "kind_of_right": RightKind.INVENTION, "proof": Proof.LISTED}
    more: list[Fact] = [
        NoticeIssued(on=TODAY - timedelta(days=9), right=number, notice=Notice.REJECTION, delivery=Delivery.POST),
        PledgeRegistered(on=granted, pledge=f"Z:{number}", pledgors=(OWNER,), pledgees=("P:行",), place="990101", **base),
        LicenceRecorded(
            on=TODAY - timedelta(days=300), deal=f"D:{number}", kind_of_licence=LicenceKind.OPEN, licensors=(OWNER,), licensees=("P:丙",),
            from_place="990101", to_place="990101", **base,
        ),
    ]  # fmt: skip
    if dice.random() < 0.3:
        yield dice.choice(more)


def told(seed: int, n: int) -> list[str]:
    from ipops.webkit import journal

    dice = random.Random(seed)
    numbers = [f"X{seed}-{i:04d}" for i in range(n)]
    facts = [x for number in numbers for x in life(dice, number)]
    entries = journal.append([draft(x, f"{seed}:{i}") for i, x in enumerate(facts)], by="test")
    records = [e for e in entries if isinstance(e.fact, FeeReductionRecorded)]
    gone = [Withdrawn(on=TODAY, why="误录") for _ in records[::7]]
    drafts = [
        Draft(fact=x, source=SAID, reference=f"gone:{e.n}", supersedes=e.n)
        for x, e in zip(gone, records[::7], strict=True)
    ]
    journal.append(drafts, by="test")
    return numbers


def rows(found: Any) -> list[tuple[Any, ...]]:
    return sorted(
        ((x.right, x.rule, x.year, x.status, x.due_on, x.full, x.total, x.reduced, x.is_fee) for x in found), key=str
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_line_is_the_one_of_the_right_s_own_docket(city: Any, seed: int) -> None:
    from ipops.lines.custody.app.reading import agenda, care

    numbers = told(seed, 250)
    got = agenda.agenda_of(numbers, TODAY)
    slow = [agenda._line(c) for s in care.seen(numbers, TODAY) for c in agenda._costs(s)]
    assert rows(got.lines) == rows(slow)
    assert got.live == sum(s.standing.is_live for s in care.seen(numbers, TODAY))
    assert 0 < len(got.one_by_one) < len(numbers), "some at once, some one by one"
    assert agenda.sums(got.to_pay.items) == agenda.sums([x for x in slow if got._is_payable(x)])


def test_a_page_of_it_has_the_words_of_its_rights(city: Any) -> None:
    from ipops.lines.custody.app.reading import agenda

    got = agenda.agenda_of(told(5, 120), TODAY)
    page = got.rows.order_by("-due")[10:20]
    assert [c.due_on for c in page] == [x.due_on for x in got.rows.order_by("-due").items[10:20]]
    assert all(c.item.cites for c in page)
    late = got.rows.filter(lambda x: str(x.status) == "late")
    assert {str(c.status) for c in late[0:50]} == {"late"}


def test_a_notice_whose_day_has_passed_does_not_stand_before_what_is_to_be_done(city: Any) -> None:
    """Marks long without use would fill the first pages of an agent's list for ever."""
    from ipops.lines.custody.app.reading import agenda, answers

    numbers = told(6, 200)
    for found in (agenda.agenda_of(numbers, TODAY).rows.order_by("due").items, answers.work(numbers, TODAY)):
        stand = [
            (str(i["status"]), i["due_on"]) if isinstance(i, dict) else (str(i.status), str(i.due_on)) for i in found
        ]
        past = [status == "note" and day < str(TODAY) for status, day in stand if day not in (None, "None")]
        assert any(past)
        assert past == sorted(past), "the past comes last"
        ahead = [day for (_, day), over in zip(stand, past, strict=False) if not over]
        assert ahead == sorted(ahead)


def test_the_work_list_of_the_api_comes_in_pages(enter: Any) -> None:
    from ipops.webkit import journal
    from ipops.webkit.models import Right

    numbers = told(7, 60)
    firm = "P:919901018DJQ11C33B"
    rows = [
        RightFiled(on=r.filed_on, right=f"Y{r.right}", kind_of_right=RightKind(r.kind), title="物", owners=(firm,), place="990101")
        for r in Right.objects.filter(right__in=numbers)
    ]  # fmt: skip
    granted = [RightGranted(on=x.on + timedelta(days=800), right=x.right) for x in rows]
    journal.append([draft(x, f"own:{i}") for i, x in enumerate([*rows, *granted])], by="test")
    browser, address = enter("firm"), "/api/v1/custody/work?on=2026-11-29"
    whole = browser.get(address).json()
    assert whole["total"] == len(whole["items"]) > 20
    pages = [browser.get(f"{address}&limit=20&page={n}").json()["items"] for n in range(1, 2 + whole["total"] // 20)]
    assert [i for page in pages for i in page] == whole["items"]
    assert browser.get(f"{address}&limit=501").status_code == 422


def test_a_firm_of_three_thousand_patents_sees_all_of_them(enter: Any) -> None:
    from ipops.webkit import journal

    firm = "P:919901018DJQ11C33B"
    facts: list[Fact] = []
    for i in range(3_000):
        filed = date(2015, 1, 1) + timedelta(days=i)
        number = f"CN{filed.year}1{i:07d}"
        facts.append(
            RightFiled(
                on=filed, right=number, kind_of_right=RightKind.INVENTION, title="阀", owners=(firm,), place="990101"
            )
        )
        facts.append(RightGranted(on=filed + timedelta(days=900), right=number))
    journal.append([draft(x, f"many:{i}") for i, x in enumerate(facts)], by="test")
    for lang, says in (("zh", "3,000"), ("en", "3,000")):
        for tab in ("due", "own"):
            page = enter("firm").get(f"/custody/mine/?tab={tab}&lang={lang}")
            assert page.status_code == 200
            assert says in page.text
    assert enter("firm").get("/custody/mine/?page=100").status_code == 200
