"""What search finds of this line: products by title; policies by firm, number or right; claims by firm or code."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from ipops.kernel.text import Text
from ipops.lines.insurance.app import selectors
from ipops.lines.insurance.app.views import shown
from ipops.lines.insurance.facts import Class
from ipops.lines.insurance.machine import CLAIM
from ipops.webkit import access
from ipops.webkit.search import Hit, Typed


def products(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    rows = shown.products(selectors.products_for(reader))
    for p in rows.filter(selectors.products_like(typed.text))[:most]:
        href = reverse("insurance:product", args=[p.product])
        yield Hit(title=p.title, href=href, because=shown.party(p, "insurer"))


def policies(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    rows = shown.policies(selectors.policies_for(reader))
    for p in rows.filter(selectors.policies_like(typed.text))[:most]:
        title = Text("{no}：{who}", "{no}: {who}").fill(no=p.policy_no or p.policy, who=shown.party(p, "insured"))
        href = reverse("insurance:policy", args=[p.policy])
        yield Hit(title=title, href=href, because=shown.word(Class, p.klass))


def claims(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    rows = shown.claims(selectors.claims_for(reader))
    for c in rows.filter(selectors.claims_like(typed.text))[:most]:
        title = Text("赔案：{who}", "claim of {who}").fill(who=shown.party(c, "insured"))
        yield Hit(title=title, href=reverse("insurance:claim", args=[c.claim]), because=CLAIM.states.get(c.stage))
