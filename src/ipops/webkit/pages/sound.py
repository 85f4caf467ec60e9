"""Addresses that no page of ours ever made are turned away before anything looks at them: the database keeps no NUL."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase

#: The API reads its own addresses and refuses them in its own shape.
_API = "/api/"


class SoundAddressMiddleware:
    """400 for a NUL in the path or the query, instead of an error of the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_page = not request.path_info.startswith(_API)
        if is_page and ("\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", "")):
            raise BadRequest("A NUL in the address.")
        return self.get_response(request)
