"""Facts for the tests of measures: written short, stored by the ledger's own export, so the files are the real ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st

from ipops.kernel.money import Money
from ipops.ledger import export
from ipops.ledger.entry import Draft, Source
from ipops.ledger.facts import CheckEnded, CheckOpened, LicenceRecorded, PledgeRegistered, TransferRegistered, Withdrawn
from ipops.ledger.facts.words import CheckEnd, LicenceKind, Proof, RightKind, Signal
from ipops.ledger.journal import MemoryJournal

T0 = datetime(2020, 1, 1, tzinfo=UTC)
TOLD = Source(reason="a test")


def transfer(deal, right, on, *, frm="990101", to="990102", **more):
    return TransferRegistered(
        deal=deal,
        right=right,
        on=on,
        kind_of_right=more.pop("kind", RightKind.INVENTION),
        transferors=("P:a",),
        transferees=("P:b",),
        from_place=frm,
        to_place=to,
        proof=more.pop("proof", Proof.LISTED),
        **more,
    )


def licence(deal, right, on, *, frm="990101", to="990102", **more):
    return LicenceRecorded(
        deal=deal,
        right=right,
        on=on,
        kind_of_right=more.pop("kind", RightKind.INVENTION),
        kind_of_licence=LicenceKind.ORDINARY,
        licensors=("P:a",),
        licensees=("P:b",),
        from_place=frm,
        to_place=to,
        proof=more.pop("proof", Proof.LISTED),
        **more,
    )


def pledge(code, right, on, *, place="990101", secured=100, **more):
    return PledgeRegistered(
        pledge=code,
        right=right,
        on=on,
        kind_of_right=more.pop("kind", RightKind.INVENTION),
        pledgors=("P:a",),
        pledgees=("P:bank",),
        place=place,
        proof=more.pop("proof", Proof.LISTED),
        secured=None if secured is None else Money(secured),
        **more,
    )


def opened(case, *deals, on):
    return CheckOpened(case=case, signal=Signal.ROUND_TRIP, deals=deals, entries=("1",), owner="o", why="w", on=on)


def ended(case, end, *deals, on):
    return CheckEnded(case=case, end=CheckEnd(end), deals=deals, why="w", on=on)


def withdrawn(on):
    return Withdrawn(why="w", on=on)


def journal_of(facts):
    """``facts``: a fact, or ``(fact, supersedes)``. One entry a day from ``T0`` on."""
    journal = MemoryJournal(clock=lambda: T0)
    for i, f in enumerate(facts):
        fact, corrects = f if isinstance(f, tuple) else (f, None)
        draft = Draft(fact=fact, source=TOLD, reference=f"r{i}", supersedes=corrects)
        journal.append([draft], by="t", at=T0 + timedelta(days=i))
    return list(journal.read())


def write(folder: Path, facts):
    """Export the facts as Parquet into ``folder``; gives the entries."""
    entries = journal_of(facts)
    if entries:
        export.export_entries(folder, entries)
    return entries


# Small alphabets, so that repeats, corrections and doubts meet each other often.
places = st.sampled_from(["990101", "990102", "990103", "990200", "370102"])
codes = st.sampled_from(["D1", "D2", "D3", "D4", "D5"])
rights = st.sampled_from(["R1", "R2", "R3"])
days = st.dates(min_value=datetime(2019, 6, 1).date(), max_value=datetime(2022, 7, 1).date())  # noqa: DTZ001
proofs = st.sampled_from(Proof)
kinds = st.sampled_from(
    [RightKind.INVENTION, RightKind.DESIGN, RightKind.TRADEMARK, RightKind.LAYOUT, RightKind.COPYRIGHT]
)
deal_parts = {
    "frm": places,
    "to": places,
    "kind": kinds,
    "proof": proofs,
    "free": st.booleans(),
    "related": st.none() | st.booleans(),
}
any_fact = st.one_of(
    st.builds(transfer, codes, rights, days, **deal_parts),
    st.builds(licence, codes, rights, days, **deal_parts),
    st.builds(
        pledge,
        codes,
        rights,
        days,
        place=places,
        kind=kinds,
        proof=proofs,
        secured=st.none() | st.integers(0, 10**13),
    ),
    st.builds(opened, st.sampled_from(["C1", "C2"]), codes, codes, on=days),
    st.builds(ended, st.sampled_from(["C1", "C2"]), st.sampled_from(CheckEnd), codes, on=days),
)


@st.composite
def histories(draw, max_size=14):
    """Facts, some of them corrections or withdrawals of earlier ones."""
    made, open_to_correct = [], []
    for i in range(draw(st.integers(0, max_size))):
        corrects = None
        if open_to_correct and draw(st.integers(0, 4)) == 0:
            corrects = open_to_correct.pop(draw(st.integers(0, len(open_to_correct) - 1)))
        fact = withdrawn(draw(days)) if corrects and draw(st.booleans()) else draw(any_fact)
        made.append((fact, corrects))
        if not isinstance(fact, Withdrawn):
            open_to_correct.append(i + 1)
    return made
