"""What search finds of this line: studies by title, industry, code, and by who needs or makes them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse

from ipops.lines.navigation.app import selectors
from ipops.lines.navigation.machine import STUDY
from ipops.webkit import access
from ipops.webkit.models import Party
from ipops.webkit.search import Hit, Typed, parties_like


def studies(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    known = Party.objects.filter(parties_like(typed.text)).order_by().values("party")
    found = Q(owner__in=known) | Q(contractor__in=known) | Q(study=typed.text)
    found |= Q(title__icontains=typed.text) | Q(industry__icontains=typed.text)
    for r in selectors.studies_for(reader).filter(found).order_by("-proposed_on", "study")[:most]:
        yield Hit(title=r.title, href=reverse("navigation:study", args=[r.study]), because=STUDY.states.get(r.stage))
