"""Gazetted facts as tables: live entries that the register lists, in the columns the register announces."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from ipops.ledger import export
from ipops.ledger.facts import LicenceRecorded, PledgeRegistered, RightEnded, RightGranted, TransferRegistered
from ipops.ledger.facts.words import Proof
from ipops.webkit import parties

#: Instead of a natural person's name, and of one nobody registered.
WITHHELD = "（名称不公布）"
_JOIN = "；"


def live(folder: Path, kind: str) -> pa.Table:
    """The exported facts of a kind that no later entry corrected or withdrew."""
    gone = export.read(folder, export.SUPERSEDED)["n"]
    found = export.read(folder, kind)
    return found.filter(pc.invert(pc.is_in(found["n"], value_set=gone.combine_chunks())))


def transfers(folder: Path) -> pa.Table:
    return _listed(folder, TransferRegistered.KIND, ("transferors", "transferees"), ())


def licences(folder: Path) -> pa.Table:
    return _listed(folder, LicenceRecorded.KIND, ("licensors", "licensees"), ("kind_of_licence",))


def pledges(folder: Path) -> pa.Table:
    return _listed(folder, PledgeRegistered.KIND, ("pledgors", "pledgees"), ())


def grants(folder: Path) -> pa.Table:
    """Grants and ends, by day."""
    granted, ended = live(folder, RightGranted.KIND), live(folder, RightEnded.KIND)
    made = [
        pa.table(
            {
                "on": rows["on"],
                "right": rows["right"],
                "event": pa.array([event] * rows.num_rows, pa.string()),
                "why": rows["why"] if event == "ended" else pa.nulls(rows.num_rows, pa.string()),
                "entry": rows["n"],
            }
        )
        for event, rows in (("granted", granted), ("ended", ended))
    ]
    return pa.concat_tables(made, promote_options="permissive").sort_by([("on", "ascending"), ("entry", "ascending")])


def _listed(folder: Path, kind: str, sides: tuple[str, str], more: tuple[str, ...]) -> pa.Table:
    """Entries that rest on the register's own list, with names for parties."""
    rows = live(folder, kind)
    rows = rows.filter(pc.equal(rows["proof"], str(Proof.LISTED)))
    names = _names(rows, sides)
    columns = {"on": rows["on"], "right": rows["right"], "kind_of_right": rows["kind_of_right"]}
    columns |= {c: rows[c] for c in more}
    columns |= {
        s: pa.array([_JOIN.join(names[p] for p in ps) for ps in rows[s].to_pylist()], pa.string()) for s in sides
    }
    columns |= {"register_no": rows["register_no"], "entry": rows["n"]}
    return pa.table(columns).sort_by([("on", "ascending"), ("entry", "ascending")])


def _names(rows: pa.Table, sides: tuple[str, str]) -> dict[str, str]:
    """Registered names; a natural person's stands nowhere, and a party nobody registered is not named after its code."""
    codes = sorted({p for s in sides for ps in rows[s].to_pylist() for p in ps})
    known = parties.named(codes) if codes else {}
    return {c: WITHHELD if known.get(c, c) == c else known[c] for c in codes}
