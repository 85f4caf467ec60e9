"""The cases that a lawyer reads, and what must hold in every case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.ledger.facts.words import EndOfRight, LicenceKind, Proof, RightKind
from ipops.lines.trading.facts import Act
from ipops.lines.trading.machine import clauses
from ipops.lines.trading.rules import admission
from ipops.lines.trading.rules.admission import Admitted, admit, flagged
from ipops.lines.trading.rules.ask import Ask, LicenceSeen, PartySeen, PledgeSeen, Reach, RightSeen, Seen, Standing
from ipops.rights import collisions
from ipops.rights.collisions.seen import MarkSeen

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "admission.yaml").read_text(encoding="utf-8"))
RIGHT = "CN201510237122.7"


def reach(codes: list[str] | None) -> Reach:
    return Reach() if codes is None else Reach(text="、".join(codes), whole=False, codes=frozenset(codes))


def seen_of(given: dict[str, Any]) -> Seen:
    licences = tuple(
        LicenceSeen(
            deal=f"D:other{i}",
            kind=LicenceKind(one["kind"]),
            reach=reach(one.get("where")),
            starts_on=one["starts"],
            until=one.get("until"),
            licensees=tuple(one["to"]),
        )
        for i, one in enumerate(given.get("licences", ()))
    )
    pledges = (
        (PledgeSeen(pledge="L:1", pledgees=tuple(given["pledged_to"]), on=date(2023, 1, 1)),)
        if "pledged_to" in given
        else ()
    )
    right = RightSeen(
        number=RIGHT,
        known=given.get("known", True),
        kind=RightKind(given["kind"]) if "kind" in given else None,
        owners=tuple(given.get("owners", ())),
        granted_on=given.get("granted"),
        expires_on=given.get("expires"),
        ended_on=given.get("ended"),
        ended_why=EndOfRight(given["ended_why"]) if "ended_why" in given else None,
        pledges=pledges,
        licences=licences,
        preserved_by=tuple(given.get("preserved_by", ())),
    )
    parties = {p: PartySeen(party=p, controllers=tuple(hands)) for p, hands in given.get("hands", {}).items()}
    marks = tuple(
        MarkSeen(number=n, sign=m["sign"], classes=frozenset(m["classes"]), owners=frozenset(m["owners"]))
        for n, m in given.get("marks", {}).items()
    )
    return Seen(rights={RIGHT: right}, parties=parties, marks=marks)


def ask_of(ask: dict[str, Any]) -> Ask:
    return Ask(
        act=Act(ask["act"]),
        standing=Standing(ask.get("standing", "intended")),
        deal="D:1",
        rights=(RIGHT,),
        givers=tuple(ask["from"]),
        takers=tuple(ask["to"]),
        on=ask["day"],
        proof=Proof.NOTICE,
        contract_on=ask.get("contract"),
        price=Money.yuan(ask["price"]) if "price" in ask else None,
        free=ask.get("free", False),
        related=ask.get("related"),
        kind_of_licence=LicenceKind(ask["kind"]) if "kind" in ask else None,
        starts_on=ask.get("starts"),
        until=ask.get("until"),
        reach=reach(ask.get("where")),
        co_owners_agree=ask.get("co_owners_agree", False),
        pledgees_agree=ask.get("pledgees_agree", False),
        title_shown=ask.get("title_shown", False),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["case"])
def test_case(case: dict[str, Any]) -> None:
    got, then = admit(ask_of(case["ask"]), seen_of(case["given"])), case["then"]
    if then == "admitted":
        assert isinstance(got, Admitted), got
        assert got.flags == ()
        return
    if "refused" in then:
        assert isinstance(got, Refused), got
        reasons = got.reasons
        assert [r.code for r in reasons] == then["refused"]
    else:
        assert isinstance(got, Admitted), got
        reasons = tuple(f.reason for f in got.flags)
        assert [r.code for r in reasons] == then["flagged"]
        assert set(then.get("notes", ())) <= {n.code for n in got.notes}
        if "related" in then:
            assert {f.related for f in got.facts} == {then["related"]}
    if "article" in then:
        assert then["article"] in [str(r.cite) for r in reasons]


def test_every_objection_in_the_cases_carries_an_article() -> None:
    for case in CASES:
        got = admit(ask_of(case["ask"]), seen_of(case["given"]))
        for reason in got.reasons if isinstance(got, Refused) else [f.reason for f in got.flags]:
            assert reason.cite is not None
            assert reason.cite.grade is Grade.OURS or reason.cite.quote


def test_the_cases_know_every_objection_there_is() -> None:
    """A new objection without a case a lawyer can read fails here."""
    rooms = (Path(admission.__file__).parent, Path(collisions.__file__).parent)
    source = "".join(p.read_text(encoding="utf-8") for room in rooms for p in room.glob("*.py"))
    said = {
        c
        for case in CASES
        if isinstance(case["then"], dict)
        for k in ("refused", "flagged")
        for c in case["then"].get(k, ())
    }
    for code in ("not-the-owner", "co-owner-consent", "not-in-force", "outlives-the-right", "pledged", "exclusive-overlap",
                 "sole-overlap", "open-licence", "not-alone", "preserved", "right-unknown", "to-itself"):  # fmt: skip
        assert f'"{code}"' in source
        assert code in said


SOME = st.sampled_from(["甲", "乙", "丙"])
DAY = st.dates(date(2019, 1, 1), date(2030, 1, 1))
ASKS = st.builds(
    Ask,
    act=st.sampled_from(list(Act)),
    standing=st.just(Standing.REGISTERED),
    deal=st.just("D:1"),
    rights=st.lists(st.sampled_from([RIGHT, "CN201911162590.7"]), min_size=1, max_size=2, unique=True).map(tuple),
    givers=st.lists(SOME, min_size=1, max_size=2, unique=True).map(tuple),
    takers=st.lists(SOME, min_size=1, max_size=2, unique=True).map(tuple),
    on=DAY,
    kind_of_licence=st.sampled_from(list(LicenceKind)),
    until=st.none(),
)
RIGHTS = st.builds(
    RightSeen,
    number=st.just(RIGHT),
    known=st.booleans(),
    owners=st.lists(SOME, max_size=2, unique=True).map(tuple),
    expires_on=st.none() | DAY,
    ended_on=st.none() | DAY,
    ended_why=st.none() | st.sampled_from(list(EndOfRight)),
    preserved_by=st.sampled_from([(), ("法院",)]),
)


@given(ask=ASKS, right=RIGHTS)
def test_an_act_on_the_register_is_always_stored_and_an_intended_one_only_without_flags(
    ask: Ask, right: RightSeen
) -> None:
    seen = Seen(rights={RIGHT: right})
    stored = admit(ask, seen)
    assert isinstance(stored, Admitted)
    assert tuple(f.right for f in stored.facts) == ask.rights
    cases = [f.case(ask.deal) for f in stored.flags]
    assert len(set(cases)) == len(cases)
    for fact, flag in zip(flagged(ask, stored.flags, owner="x", due_on=date(2024, 1, 1)), stored.flags, strict=True):
        assert fact.clause == str(flag.reason.cite)
    intended = admit(replace(ask, standing=Standing.INTENDED), seen)
    unknown = any(not seen.right(r).known for r in ask.rights)
    assert isinstance(intended, Refused) == bool(stored.flags or unknown)


@pytest.mark.shared
@pytest.mark.parametrize("cite", clauses.ALL, ids=str)
def test_every_quote_stands_in_the_article_it_names(cite: Citation, shared: Path) -> None:
    from ipops.policy.laws import check_citation, versions_of

    assert versions_of(cite.document), "the law is held, so the quote is really checked"
    assert cite.quote
    assert check_citation(cite) is None
