"""Goal 5 against counting by hand: SMEs with a patent from a university or institute on the register, each once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import ibis
from hypothesis import given, settings
from hypothesis import strategies as st

from ipops.ledger import export
from ipops.ledger.entry import Draft, Source
from ipops.ledger.facts import CheckEnded, CheckOpened, LicenceRecorded, PartyRegistered, TransferRegistered
from ipops.ledger.facts.words import CheckEnd, LicenceKind, PartyKind, Proof, RightKind, Signal
from ipops.ledger.journal import MemoryJournal
from ipops.lines.trading.facts import UseReported
from ipops.lines.trading.facts.words import Evidence
from ipops.lines.trading.indicators import SMES_CONVERTING
from ipops.measures import compute, places, tables
from ipops.measures.params import Params
from ipops.measures.window import BEGINNING, Window

END = date(2024, 1, 1)
KINDS = {"P:大学": PartyKind.UNIVERSITY, "P:研究所": PartyKind.INSTITUTE, "P:公司": PartyKind.ENTERPRISE}
SME = {"P:甲": True, "P:乙": True, "P:丙": False, "P:丁": None}


def parties():
    day = date(2015, 1, 1)
    made = [PartyRegistered(on=day, party=p, kind_of_party=k, place="990101") for p, k in KINDS.items()]
    return made + [
        PartyRegistered(on=day, party=p, kind_of_party=PartyKind.ENTERPRISE, place="990101", sme=s)
        for p, s in SME.items()
    ]


def transfer(deal, givers, takers, on=date(2023, 3, 1), proof=Proof.LISTED, kind=RightKind.INVENTION):
    return TransferRegistered(
        on=on, deal=deal, right="CN201510237122.7", kind_of_right=kind, transferors=givers, transferees=takers,
        from_place="990101", to_place="990102", proof=proof,
    )  # fmt: skip


def licence(deal, givers, takers, on=date(2023, 3, 1)):
    return LicenceRecorded(
        on=on, deal=deal, right="CN201510237122.7", kind_of_right=RightKind.INVENTION,
        kind_of_licence=LicenceKind.ORDINARY, licensors=givers, licensees=takers, from_place="990101",
        to_place="990102", proof=Proof.LISTED,
    )  # fmt: skip


def use(deal, *evidence, year=2023):
    return UseReported(on=date(2024, 5, 1), deal=deal, year=year, evidence=evidence)


def figures(folder, facts, place="990100"):
    journal = MemoryJournal(clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    for i, fact in enumerate([*parties(), *facts]):
        journal.append([Draft(fact=fact, source=Source(reason="测试 test"), reference=str(i))], by="t")
    export.export_entries(folder, list(journal.read()))
    found = tables.fact_tables(ibis.duckdb.connect(), folder, SMES_CONVERTING.rows.kinds)
    roll = places.rollup([place], ["990101", "990102"])
    window = Window(label="..2023-12-31", start=BEGINNING, end=END)
    [value] = compute.values(SMES_CONVERTING, found, [window], Params(), places=roll, asked=[place])
    return value


PEOPLE = st.sets(st.sampled_from(sorted(SME)), min_size=1, max_size=2).map(tuple)
GIVERS = st.sets(st.sampled_from(sorted(KINDS)), min_size=1, max_size=2).map(tuple)
DEALS = st.lists(
    st.tuples(st.sampled_from([transfer, licence]), GIVERS, PEOPLE, st.dates(date(2022, 1, 1), date(2025, 1, 1))),
    max_size=6,
)


@settings(max_examples=20, deadline=None)
@given(deals=DEALS)
def test_agrees_with_counting_by_hand(tmp_path_factory, deals):
    facts = [make(f"D{i}", givers, takers, on) for i, (make, givers, takers, on) in enumerate(deals)]
    by_hand = {
        t
        for _, givers, takers, on in deals
        for t in takers
        if on < END and SME[t] and any(KINDS[g] is not PartyKind.ENTERPRISE for g in givers)
    }
    assert figures(tmp_path_factory.mktemp("facts"), facts).value == len(by_hand)


def test_what_does_not_count_stands_apart(tmp_path):
    got = figures(
        tmp_path,
        [
            transfer("D1", ("P:大学",), ("P:甲", "P:丙", "P:丁")),
            licence("D2", ("P:研究所",), ("P:甲",)),
            use("D2", Evidence.SALES),
            transfer("D3", ("P:大学",), ("P:乙",)),
            use("D3", Evidence.SALES),
            use("D3"),  # the last word on the year: nothing shows it
            transfer("D4", ("P:公司",), ("P:乙",)),
        ],
    )
    assert dict(got.columns) == {"converted": 2, "with_use": 1, "excluded": 0, "untold": 1, "other": 1}


def test_a_mark_and_a_deal_only_reported_hand_over_no_patent(tmp_path):
    facts = [
        transfer("D1", ("P:大学",), ("P:甲",), kind=RightKind.TRADEMARK),
        transfer("D2", ("P:大学",), ("P:乙",), proof=Proof.REPORTED),
    ]
    assert figures(tmp_path, facts).value == 0


def test_a_deal_that_a_check_excluded_neither_counts_nor_dates_a_firm_back(tmp_path):
    checked = [
        CheckOpened(
            on=date(2023, 6, 1), case="C1", signal=Signal.ROUND_TRIP, deals=("D1",), entries=(), owner="u", why="转出又转回"
        ),
        CheckEnded(on=date(2023, 7, 1), case="C1", end=CheckEnd.EXCLUDED, deals=("D1",), why="空转"),
    ]  # fmt: skip
    only = [transfer("D1", ("P:大学",), ("P:甲",)), *checked]
    got = figures(tmp_path / "a", only)
    assert (got.value, dict(got.columns)["excluded"]) == (0, 1)
    assert figures(tmp_path / "b", [*only, licence("D2", ("P:大学",), ("P:甲",), date(2024, 2, 1))]).value == 0
