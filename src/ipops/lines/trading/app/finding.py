"""What search finds of this line: deals by right, party or code; checks by their code."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from ipops.kernel.text import Text
from ipops.ledger.facts.words import Signal
from ipops.lines.trading.app import selectors
from ipops.lines.trading.app.views import shown
from ipops.lines.trading.facts import Act
from ipops.webkit import access
from ipops.webkit.search import Hit, Typed


def deals(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    rows = selectors.with_names(selectors.deals_for(reader).filter(selectors.deals_like(typed.text)))
    for d in rows.order_by("-on", "deal")[:most]:
        told = Text("{act}，{giver} → {taker}", "{act}, {giver} → {taker}").fill(
            act=shown.word(Act, d.act), giver=shown.side(d, "givers"), taker=shown.side(d, "takers")
        )
        yield Hit(title=shown.rights(d), href=reverse("trading:deal", args=[d.deal]), because=told)


def checks(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    for c in selectors.checks_for(reader).filter(case__icontains=typed.text)[:most]:
        yield Hit(title=shown.word(Signal, c.signal), href=reverse("trading:check", args=[c.case]), because=c.case)
