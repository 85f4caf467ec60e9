"""What search finds of this line: studies by title, industry (both also in pinyin), code, and by who needs or makes them."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from ipops.lines.navigation.app import selectors
from ipops.lines.navigation.machine import STUDY
from ipops.webkit import access
from ipops.webkit.search import Hit, Typed


def studies(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    rows = selectors.studies_for(reader).filter(selectors.studies_like(typed.text))
    for r in rows.order_by("-proposed_on", "study")[:most]:
        yield Hit(title=r.title, href=reverse("navigation:study", args=[r.study]), because=STUDY.states.get(r.stage))
