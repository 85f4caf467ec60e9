"""Bridge values as the journal holds them: live ones only, as known on a day."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

from ipops.kernel.period import CalendarPeriod
from ipops.ledger import export
from ipops.ledger.fold import end_of_day
from ipops.lines.programme.facts import BridgeStated
from ipops.measures.series import Bridge


def bridges(folder: Path, *, place: str, as_known_on: date | None = None) -> list[Bridge]:
    """Every stated bridge of a place, in the order of the journal. Like a deal, a bridge is known by the journal's clock."""
    moment = end_of_day(as_known_on) if as_known_on else None
    gone = {
        r["n"]
        for r in export.read(folder, export.SUPERSEDED).to_pylist()
        if moment is None or r["recorded_at"] <= moment
    }
    return [
        Bridge(
            n=r["n"],
            indicator=r["indicator"],
            place=r["place"],
            period=CalendarPeriod.parse(r["period"]),
            old=(r["from_scope"], r["from_unit"], r["from_definition"]),
            new=(r["to_scope"], r["to_unit"], r["to_definition"]),
            old_value=Fraction(r["from_value"]),
            new_value=Fraction(r["to_value"]),
        )
        for r in export.read(folder, BridgeStated.KIND).to_pylist()
        if r["place"] == place and r["n"] not in gone and (moment is None or r["recorded_at"] <= moment)
    ]
