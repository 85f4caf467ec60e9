"""Whole pages that answer instead of a screen: no with its reasons, are you sure, done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text

CONFLICT = 409


def refused(request: HttpRequest, no: Refused, *, title: Text, back: str) -> HttpResponse:
    """The page of a refusal that belongs to no form: what was asked, every reason, the way back. Status 409."""
    return render(request, "webkit/refused.html", {"title": title, "refused": no, "back": back}, status=CONFLICT)


def confirm(
    request: HttpRequest,
    *,
    title: Text,
    consequence: Text,
    button: Text,
    back: str,
    hidden: Mapping[str, Any] | None = None,
    action: str = "",
) -> HttpResponse:
    """Asks before something that cannot be undone. The button posts ``hidden`` to ``action`` (this address if empty)."""
    context = {
        "title": title,
        "consequence": consequence,
        "button": button,
        "back": back,
        "hidden": hidden or {},
        "action": action,
    }
    return render(request, "webkit/confirm.html", context)
