"""A call with its applications and reviews, as its own people may read it."""

from __future__ import annotations

from datetime import date

from ipops.kernel.outcome import Refused, Unknown
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.rules.selection.files import CallFile, call_file, review_code
from ipops.policy import Pack, pack_named
from ipops.policy.schemes import Scheme

_KINDS = (
    f.CallOpened,
    f.CityNominated,
    f.PanelSeated,
    f.ListPublished,
    f.ConflictDeclared,
    f.DocumentsOpened,
    f.SheetLocked,
    f.ProgrammeStep,
)


def file_of(call: str) -> CallFile | None:
    """Everything about a call: two queries, whatever the number of applications."""
    return next(iter(files_of([call])), None)


def files_of(calls: list[str]) -> list[CallFile]:
    """Several calls at once, in the same two queries."""
    codes: dict[str, list[str]] = {c: [] for c in calls}
    cities = Dossier.objects.filter(cycle="programme.city", parent__in=calls).values_list("parent", "case")
    for call, case in cities if calls else ():
        codes[call].append(case)
    wanted = [*calls, *(c for some in codes.values() for code in some for c in (code, review_code(code)))]
    entries = of_cases(wanted, _KINDS)
    return [made for call in calls if (made := call_file(call, entries)) is not None]


def pack_of(file: CallFile) -> Pack:
    """The pack the call was opened under; it was there then and packs are never deleted."""
    pack = pack_named(file.call.pack)
    if isinstance(pack, Refused):
        raise LookupError(pack.reasons[0].says.en)
    return pack


def scheme_for(file: CallFile, on: date) -> Scheme | Unknown:
    return pack_of(file).scheme(file.scheme, on)


def seated_in(expert: str) -> list[str]:
    """Calls on whose panel this account sits."""
    from ipops.webkit import columns
    from ipops.webkit.models import JournalRow

    rows = JournalRow.objects.filter(kind=f.PanelSeated.KIND).order_by("n").values_list("canonical", flat=True)
    seats: dict[str, bool] = {}
    for stored in rows:
        fact = columns.entry_of(stored).fact
        if isinstance(fact, f.PanelSeated):
            seats[fact.call] = expert in fact.experts
    return [call for call, seated in seats.items() if seated]
