"""The ten questions: the list, and the way to the screen that answers one, or the word that nobody answers it yet."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ipops.webkit.pages.questions import QUESTIONS, question


@require_safe
@login_required
def questions(request: HttpRequest) -> HttpResponse:
    return render(request, "webkit/questions.html", {"questions": [(q, q.answer) for q in QUESTIONS]})


@require_safe
@login_required
def ask(request: HttpRequest, code: str) -> HttpResponse:
    found = question(code)
    if found is None:
        raise Http404
    return redirect(found.answer) if found.answer else render(request, "webkit/not_built.html", {"q": found})
