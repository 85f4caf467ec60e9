"""Which language a page speaks. Chinese unless the reader asked for English; ``?lang=en`` on any address switches.

The choice is kept in a cookie, so it works without JavaScript, without a session and for readers who never sign in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import lazystr

from ipops.kernel.text import EN, ZH, Lang, Text

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

COOKIE = "ipops_lang"
YEAR = 365 * 24 * 3600
_DJANGO: dict[Lang, str] = {ZH: "zh-hans", EN: "en"}
_HTML: dict[Lang, str] = {ZH: "zh-CN", EN: "en"}


def current() -> Lang:
    """The language in force in this thread; Chinese when none was chosen."""
    return EN if (translation.get_language() or "zh").startswith("en") else ZH


def html_lang() -> str:
    return _HTML[current()]


def tr(text: Text) -> str:
    return text.in_(current())


class _Said:
    """A text that chooses its language each time it is shown, so it may be written at import time (form labels)."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def __str__(self) -> str:
        return tr(self.text)


def say(text: Text) -> _StrPromise:
    """A ``Text`` as a lazy string, for Django's labels, help texts, choices and messages."""
    return lazystr(_Said(text))


def said(zh: str, en: str) -> _StrPromise:
    """``label=said("专利号", "patent number")``: both languages side by side, chosen when shown."""
    return say(Text(zh, en))


#: Facts are written once: some say their reason in both languages, ``中文 / English`` or ``中文。 English.``.
_BOTH = re.compile(
    r"(?P<zh>.*[\u3400-\u9fff].*?)(?:\s+/\s+|(?<=\u3002)\s+)(?P<en>[^\u3400-\u9fff]*[A-Za-z]+(?:\W+\w+){2,}[^\u3400-\u9fff]*)",
    re.S,
)


def either(text: str) -> str:
    """Of a recorded text that says the same twice, the reader's half; any other text as it is."""
    both = _BOTH.fullmatch(text)
    return tr(Text(both["zh"], both["en"])) if both else text


def switch_address(request: HttpRequest) -> str:
    """This page's address in the other language, the rest of the query kept."""
    query = [(k, v) for k, vs in request.GET.lists() for v in vs if k != "lang"]
    query.append(("lang", ZH if current() == EN else EN))
    return f"{request.path}?{urlencode(query)}"


class LanguageMiddleware:
    """Puts the reader's language in force for one request and remembers ``?lang=``. Put it after sessions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", "")
        chosen = asked if asked in _DJANGO else request.COOKIES.get(COOKIE, ZH)
        lang: Lang = EN if chosen == EN else ZH
        with translation.override(_DJANGO[lang]):
            request.LANGUAGE_CODE = _DJANGO[lang]
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", _HTML[lang])
        if asked in _DJANGO:
            response.set_cookie(COOKIE, lang, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
        return response
