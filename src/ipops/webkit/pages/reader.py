"""Who reads this page, as ``access`` knows readers."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from ipops.webkit import access


def reader(request: HttpRequest) -> access.Reader:
    """The signed-in user or the stranger; every door of ``access`` takes one."""
    return cast("access.Reader", request.user)
