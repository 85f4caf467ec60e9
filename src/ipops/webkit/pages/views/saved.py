"""Saved views of tables: kept and dropped here, offered by every table above its rows."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_http_methods

from ipops.kernel.text import Text
from ipops.webkit.desk import views
from ipops.webkit.models import User
from ipops.webkit.pages.lang import tr


def _page(request: HttpRequest) -> str:
    """The page to go back to: one of ours, or the home page. So also after a reload, or after signing in."""
    path = request.POST.get("path", "/")
    try:
        resolve(path)
    except Resolver404:
        return "/"
    return path if path.startswith("/") and not path.startswith("//") else "/"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def save(request: HttpRequest) -> HttpResponse:
    user, path, query = request.user, _page(request), request.POST.get("query", "")
    assert isinstance(user, User)
    if request.method != "POST":
        return redirect(path)
    made = views.save(user=user, path=path, name=request.POST.get("name", ""), query=query)
    if made is None:
        messages.error(request, tr(_NOT_KEPT.fill(n=views.MOST)))
    else:
        messages.success(request, tr(_KEPT.fill(name=made.name)))
    kept = views.plain(query)
    return redirect(f"{path}?{kept}" if kept else path)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    if request.method == "POST" and views.drop(user, pk):
        messages.success(request, tr(Text("已删除这个视图。", "The view is gone.")))
    return redirect(_page(request))


_KEPT = Text("已存为“{name}”，在表格上方随时可用。", "Kept as “{name}”; find it above the table.")
_NOT_KEPT = Text("没有保存：请起个名字；一张表最多存{n}个。", "Not kept: give it a name; a table has at most {n}.")
