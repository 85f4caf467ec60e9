"""A call with its applications and reviews, as its own people may read it."""

from __future__ import annotations

from datetime import date

from ipops.kernel.outcome import Refused, Unknown
from ipops.kernel.text import Text
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.rules.selection.asked import batch_of, register_for
from ipops.lines.programme.rules.selection.eligibility import Answer, city_answer
from ipops.lines.programme.rules.selection.files import CallFile, call_file, review_code
from ipops.lines.programme.rules.selection.review import Expert
from ipops.policy import Pack, pack_named
from ipops.policy.schemes import Scheme
from ipops.reference import divisions
from ipops.webkit import journal
from ipops.webkit.models import JournalRow, Membership, Office, Party, User
from ipops.webkit.roles import Role

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


def eligible(file: CallFile, name: str, province: str, on: date) -> Answer:
    """Whether a city may be nominated for the call, by its name and the code of its province."""
    pack = pack_of(file)
    unit = divisions.places().name(province) or province
    return city_answer(Text(name, name), unit, batch_of(pack), pack, register_for(pack, on), on)


def seated_in(expert: str) -> list[str]:
    """Calls on whose panel this account sits."""
    seats: dict[str, bool] = {}
    for e in journal.live(JournalRow.objects.filter(kind=f.PanelSeated.KIND)):
        if isinstance(e.fact, f.PanelSeated):
            seats[e.fact.call] = expert in e.fact.experts
    return [call for call, seated in seats.items() if seated]


def experts() -> dict[str, Expert]:
    """Everybody who may sit on a panel, by account, with the place of every office and body of the profile: whoever works in the
    applicant city keeps out, as what ever they do. One query for the people, one for where their bodies are."""
    people = User.objects.filter(is_active=True, memberships__role=str(Role.EXPERT))
    held: dict[User, list[Office]] = {}
    for m in Membership.objects.filter(user__in=people).select_related("user", "office").order_by("user__username"):
        held.setdefault(m.user, []).append(m.office)
    bodies = {o.party for offices in held.values() for o in offices if o.party}
    seats = dict(Party.objects.filter(party__in=bodies).values_list("party", "place"))
    return {
        u.label: Expert(
            expert=u.label,
            name=Text(u.name_zh or u.username, u.name_en or u.name_zh or u.username),
            places=tuple(
                sorted(
                    {p for o in offices for p in (o.place, seats.get(o.party, "")) if p not in ("", divisions.COUNTRY)}
                )
            ),
        )
        for u, offices in held.items()
    }
