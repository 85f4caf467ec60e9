"""Navigation's measure: accepted industry studies, those used in a decision beside them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import ibis

from ipops.ledger import export
from ipops.ledger.entry import Draft, Source
from ipops.ledger.journal import MemoryJournal
from ipops.lines.navigation.facts import StudyAccepted, StudyKind, StudyUsed, Verdict
from ipops.lines.navigation.indicators import INDUSTRY_STUDIES
from ipops.measures import compute, places, tables
from ipops.measures.params import Params
from ipops.measures.window import BEGINNING, Window

WINDOW = Window(label="..2023-12-31", start=BEGINNING, end=date(2024, 1, 1))


def accepted(study, on=date(2023, 5, 1), kind=StudyKind.INDUSTRY, place="990101"):
    return StudyAccepted(
        on=on, study=study, owner="P:甲", place=place, kind_of_study=kind, verdict=Verdict.ACCEPTED, panel="五人"
    )


def used(study, on=date(2023, 9, 1)):
    return StudyUsed(
        on=on,
        study=study,
        place="990101",
        kind_of_study=StudyKind.INDUSTRY,
        by_whom="P:甲",
        decision="立项",
        finding="结论一",
    )


def figures(folder, *facts):
    journal = MemoryJournal(clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    for i, fact in enumerate(facts):
        journal.append([Draft(fact=fact, source=Source(reason="试"), reference=str(i))], by="t")
    export.export_entries(folder, list(journal.read()))
    found = tables.fact_tables(ibis.duckdb.connect(), folder, INDUSTRY_STUDIES.rows.kinds)
    roll = places.rollup(["990100"], ["990101", "990102"])
    [value] = compute.values(INDUSTRY_STUDIES, found, [WINDOW], Params(), places=roll, asked=["990100"])
    return value.value, dict(value.columns)


def test_counts_accepted_industry_studies_once_and_shows_the_used_ones(tmp_path):
    got = figures(
        tmp_path,
        accepted("N1"),
        accepted("N2"),
        accepted("N3", kind=StudyKind.ENTERPRISE),
        accepted("N4", on=date(2024, 2, 1)),
        used("N1"),
        used("N1", on=date(2023, 10, 1)),
        used("N9"),
    )
    assert got == (2, {"implemented": 2, "used": 1})
