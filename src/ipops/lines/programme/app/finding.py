"""What search finds of this line: its cases of every kind, by title (also in pinyin), code, period, document number or whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.urls import reverse

from ipops.kernel.text import Text
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading.dossiers import dossiers_for
from ipops.lines.programme.rules.dossier import CYCLES
from ipops.reference import divisions
from ipops.webkit import access, parties
from ipops.webkit.search import Hit, Typed, named_like, of_parties

#: Lifecycles whose cases have a screen, and how it is called.
SCREENS: Mapping[str, str] = {
    "programme.call": "call",
    "programme.city": "road",
    "programme.project": "project",
    "programme.order": "order",
    "programme.return": "return",
    "programme.evaluation": "evaluation",
    "programme.objection": "objection",
}


def cases(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    found = named_like(typed.text) | Q(case__icontains=typed.text) | Q(period__iexact=typed.text)
    rows = dossiers_for(reader).filter(found | of_parties(typed.text, "party"), cycle__in=list(SCREENS))
    listed = list(rows.order_by("-opened_on", "case")[:most])
    called = parties.named(sorted({r.party for r in listed if r.party}))
    for r in listed:
        yield Hit(
            title=_title(r, called.get(r.party, "")),
            href=reverse(f"programme:{SCREENS[r.cycle]}", args=[r.case]),
            because=_state(r),
        )


def _title(row: Dossier, who: str) -> Text:
    """The kind of case, and what it is called; of what concerns a body, its name too."""
    cycle = CYCLES[row.cycle]
    name = " ".join(x for x in (who, row.title, row.period) if x)
    if not name:
        place = divisions.places().title(row.place) if row.place else Text(row.case, row.case)
        return Text("{cycle}：{place}", "{cycle}: {place}").fill(cycle=cycle.title, place=place)
    return Text("{cycle}：{name}", "{cycle}: {name}").fill(cycle=cycle.title, name=name)


def _state(row: Dossier) -> Text | None:
    return CYCLES[row.cycle].states.get(row.stage)
