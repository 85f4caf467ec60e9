"""What search finds of this line: custodies by firm, agency, right or code, and by what was wanted."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse

from ipops.kernel.text import Text
from ipops.lines.custody.app import selectors
from ipops.lines.custody.machine import CUSTODY
from ipops.webkit import access, parties
from ipops.webkit.search import Hit, Typed, of_parties, of_rights


def custodies(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    found = of_parties(typed.text, "client", "agency") | of_rights(typed.text)
    found |= Q(custody=typed.text) | Q(wants__icontains=typed.text)
    rows = list(selectors.custodies_for(reader).filter(found).order_by("-asked_on", "custody")[:most])
    called = parties.named([r.client for r in rows])
    for r in rows:
        title = Text("托管：{name}", "Custody of {name}").fill(name=called[r.client])
        yield Hit(title=title, href=reverse("custody:custody", args=[r.custody]), because=CUSTODY.states.get(r.stage))
