"""What search finds of this line: loans by borrower, bank, right or code."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse

from ipops.lines.pledge.app import selectors
from ipops.lines.pledge.app.views import shown
from ipops.lines.pledge.machine import LOAN
from ipops.webkit import access
from ipops.webkit.search import Hit, Typed


def loans(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    asked = Q(firm_name__contains=typed.text) | Q(bank_name__contains=typed.text) | Q(loan=typed.text)
    if typed.number:
        asked |= Q(rights__icontains=typed.number)
    for row in shown.with_names(selectors.loans_for(reader), "firm", "bank").filter(asked)[:most]:
        told = shown.state(LOAN, row.stage)
        yield Hit(title=row.firm_name or row.firm, href=reverse("pledge:loan", args=[row.loan]), because=told)
