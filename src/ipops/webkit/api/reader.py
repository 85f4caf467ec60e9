"""Who asks, and whether they may see anything at all."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from ipops.webkit import access
from ipops.webkit.api.shapes import refused


def reader(request: HttpRequest) -> access.Reader:
    return cast(access.Reader, request.user)


def may(request: HttpRequest, action: access.Action | str, place: str = "") -> access.Reader:
    """The reader, if they may do this here; else 403 with the reason."""
    if no := access.why_not(reader(request), action, place):
        raise refused(no, 403)
    return reader(request)


def may_see(request: HttpRequest) -> access.Reader:
    return may(request, access.Action.SEE)
