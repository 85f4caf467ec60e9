"""What search finds of this line: claims by firm, loan, right or code; windows by their title or bureau."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from ipops.kernel.text import Text
from ipops.lines.subsidies.app import selectors
from ipops.lines.subsidies.app.models import Window
from ipops.lines.subsidies.app.views import shown
from ipops.lines.subsidies.machine import CLAIM
from ipops.webkit import access
from ipops.webkit.search import Hit, Typed, named_like


def claims(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    rows = shown.with_names(selectors.claims_for(reader).filter(selectors.claims_like(typed.text)))
    for c in rows.order_by("-filed_on", "claim")[:most]:
        title = Text("补贴申报：{who} {loan}", "Subsidy claim of {who} {loan}").fill(who=shown.claimant(c), loan=c.loan)
        yield Hit(title=title, href=reverse("subsidies:claim", args=[c.claim]), because=CLAIM.states.get(c.stage))


def windows(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    rows: Iterable[Window] = selectors.windows_for(reader).filter(named_like(typed.text))[:most]
    for w in rows:
        yield Hit(title=w.title, href=reverse("subsidies:window", args=[w.window]), because=w.bureau)
