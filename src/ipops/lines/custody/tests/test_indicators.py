"""Custody's measure against counting by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import ibis
from hypothesis import given, settings
from hypothesis import strategies as st

from ipops.ledger import export
from ipops.ledger.journal import MemoryJournal
from ipops.lines.custody.facts import CustodyServed, CustodySigned, Size
from ipops.lines.custody.indicators import CUSTODY_SMES
from ipops.measures import compute, places, tables
from ipops.measures.params import Params
from ipops.measures.window import BEGINNING, Window

from .conftest import draft, served, signed

END = date(2024, 1, 1)
WINDOW = Window(label="..2023-12-31", start=BEGINNING, end=END)


def figures(folder, facts, place="990100"):
    journal = MemoryJournal(clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    for i, fact in enumerate(facts):
        journal.append([draft(fact, str(i))], by="t")
    if facts:
        export.export_entries(folder, list(journal.read()))
    found = tables.fact_tables(ibis.duckdb.connect(), folder, CUSTODY_SMES.rows.kinds)
    roll = places.rollup([place], ["990101", "990102"])
    [value] = compute.values(CUSTODY_SMES, found, [WINDOW], Params(), places=roll, asked=[place])
    return value


def by_hand(facts):
    """Distinct clients with an SME contract and a service of that contract, both before the end."""
    contracts = [f for f in facts if isinstance(f, CustodySigned) and f.on < END]
    first = {}
    for f in facts:
        if isinstance(f, CustodyServed):
            first[f.custody] = min(first.get(f.custody, f.on), f.on)
    sme = [c for c in contracts if (c.declared if c.computed is Size.UNKNOWN else c.computed) is Size.SME]
    return len({c.client for c in sme if c.custody in first and first[c.custody] < END})


CLIENTS = st.sampled_from(["P:甲", "P:乙", "P:丙"])
DAYS = st.dates(date(2022, 1, 1), date(2025, 1, 1))
SIZES = st.sampled_from(Size)
CONTRACTS = st.lists(st.tuples(CLIENTS, DAYS, SIZES, SIZES, st.lists(DAYS, max_size=2)), max_size=6)


@settings(max_examples=40, deadline=None)
@given(contracts=CONTRACTS)
def test_agrees_with_counting_by_hand(tmp_path_factory, contracts):
    facts = []
    for i, (client, on, computed, declared, days) in enumerate(contracts):
        facts.append(signed(f"K{i}", client, on, computed=computed, declared=declared))
        facts += [served(f"K{i}", client, d) for d in days]
    assert figures(tmp_path_factory.mktemp("facts"), facts).value == by_hand(facts)


def test_shells_and_the_undecided_stand_apart(tmp_path):
    got = figures(
        tmp_path,
        [
            signed("K1", "P:甲"),
            served("K1", "P:甲"),
            signed("K2", "P:甲", on=date(2023, 8, 1)),
            signed("K3", "P:乙"),
            signed("K4", "P:丙", declared=Size.UNKNOWN),
            signed("K5", "P:丁", computed=Size.LARGE),
            signed("K6", "P:戊", computed=Size.SME),
            served("K6", "P:戊"),
        ],
    )
    assert got.value == 2
    assert dict(got.columns) == {
        "covered": 2, "computed": 1, "declared": 1, "shells": 1, "undecided": 1, "large": 1,
    }  # fmt: skip


def test_an_earlier_shell_does_not_date_coverage_back(tmp_path):
    """A shell of 2023 and a served contract of 2024: covered in 2024."""
    facts = [signed("K1", on=date(2023, 2, 1)), signed("K2", on=date(2024, 2, 1)), served("K2", on=date(2024, 3, 1))]
    assert figures(tmp_path, facts).value == 0
