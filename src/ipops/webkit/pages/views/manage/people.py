"""Offices and people: lists, adding, roles, accounts, tokens. Every act is a POST and asks the service, which may refuse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.webkit import access
from ipops.webkit.access import managing, second_factor
from ipops.webkit.access.accounts import OfficeAsked
from ipops.webkit.models import ApiToken, Membership, User
from ipops.webkit.pages import answers, filters, names, tables
from ipops.webkit.pages.forms import again, refuse
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.states import state
from ipops.webkit.pages.views.manage import forms
from ipops.webkit.roles import Level, Role

View = Callable[..., HttpResponseBase]
TITLE = Text("管理", "Administration")


def needs_manage(view: View) -> View:
    """Only for who may manage somewhere; others are told which roles may."""

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        why = access.why_not(reader(request), access.Action.MANAGE)
        if why is not None:
            return answers.refused(request, why, title=TITLE, back=reverse("home"))
        return view(request, *args, **kwargs)

    return guarded


def by(request: HttpRequest) -> str:
    return str(getattr(request.user, "label", ""))


NO_FACTOR, TOKEN_ENDS = "no-factor", "token-ends"


def _which(rows: Any, asked: str) -> Any:
    wanted = {NO_FACTOR: managing.without_factor(), TOKEN_ENDS: managing.token_ends(timezone.now())}
    return rows.filter(wanted[asked])


OFFICES = tables.TableSpec(
    code="offices",
    title=Text("单位", "Offices"),
    columns=(
        tables.Column(key="code", title=Text("代码", "Code"), value=lambda o: o.code, sort="code"),
        tables.Column(key="name", title=Text("名称", "Name"), value=lambda o: Text(o.name_zh, o.name_en), wide=True),
        tables.Column(key="level", title=Text("级别", "Level"), value=lambda o: Level(o.level), sort="level"),
        tables.Column(key="place", title=Text("区划", "Place"), value=lambda o: names.place(o.place) if o.place else Text("不限", "none"), sort="place"),
        tables.Column(key="people", title=Text("人数", "People"), value=lambda o: o.people, numeric=True),
    ),
    filters=(
        filters.holding(Text("代码或名称", "Code or name"), "code", "name_zh", "name_en"),
        filters.one_of("level", Text("级别", "Level"), {str(v): v.named for v in Level}),
    ),
    empty=Text("还没有单位。", "There is no office yet."),
    order="code",
)  # fmt: skip
PEOPLE = tables.TableSpec(
    code="people",
    title=Text("人员", "People"),
    columns=(
        tables.Column(key="username", title=Text("账号", "Account"), value=lambda u: u.username, sort="username", link=lambda u: reverse("person", args=[u.username])),
        tables.Column(key="name", title=Text("姓名", "Name"), value=lambda u: Text(u.name_zh or u.username, u.name_en or u.username)),
        tables.Column(key="roles", title=Text("岗位", "Roles"), value=lambda u: tuple(Role(m.role) for m in u.memberships.all()), wide=True),
        tables.Column(key="office", title=Text("单位", "Office"), value=lambda u: tuple(Text(m.office.name_zh, m.office.name_en) for m in u.memberships.all())),
        tables.Column(key="factor", title=Text("第二因素", "Second factor"), value=lambda u: bool(getattr(u, "second_factor", None) and u.second_factor.confirmed_at)),
        tables.Column(key="state", title=Text("状态", "State"), value=lambda u: state("live" if u.is_active else "ended")),
        tables.Column(key="seen", title=Text("最近登录", "Last signed in"), value=lambda u: u.last_login or Text("未登录过", "never"), sort="last_login"),
    ),
    filters=(
        tables.Filter(name="q", title=Text("账号或姓名", "Account or name"), narrow=lambda rows, v: rows.filter(username__icontains=v) | rows.filter(name_zh__icontains=v)),
        tables.Filter(name="which", title=Text("要处理的", "To look at"), kind="choice", choices=((NO_FACTOR, Text("未设第二因素", "without a second factor")), (TOKEN_ENDS, Text("令牌三十日内到期", "a token ends within thirty days"))), narrow=lambda rows, v: _which(rows, v)),
    ),
    empty=Text("还没有人员。", "There is nobody yet."),
    order="username",
)  # fmt: skip


@require_safe
@needs_manage
def people(request: HttpRequest) -> HttpResponseBase:
    rows = managing.people_for(reader(request)).select_related("second_factor").prefetch_related("memberships__office")
    return tables.page(request, PEOPLE, rows, "webkit/manage/people.html")


@require_safe
@needs_manage
def offices(request: HttpRequest) -> HttpResponseBase:
    rows = managing.offices_for(reader(request)).annotate(people=Count("memberships__user", distinct=True))
    return tables.page(request, OFFICES, rows, "webkit/manage/offices.html")


@require_http_methods(["GET", "HEAD", "POST"])
@needs_manage
def office_new(request: HttpRequest) -> HttpResponseBase:
    form = forms.OfficeForm(request.POST or None)
    template, context = (
        "webkit/manage/form.html",
        {"title": Text("设立单位", "Set up an office"), "back": reverse("offices")},
    )
    if request.method != "POST":
        return render(request, template, {**context, "form": form})
    if not form.is_valid():
        return again(request, form, template, context)
    v = form.cleaned_data
    asked = OfficeAsked(code=v["office_code"], name=Text(v["name_zh"], v["name_en"]), place=v["place"], level=Level(v["level"]), party=v["party"])  # fmt: skip
    got = managing.office_make(user=reader(request), asked=asked, by=by(request))
    if isinstance(got, Refused):
        return refuse(request, form, got, template, context)
    messages.success(request, tr(Text("单位已设立。", "The office is set up.")))
    return redirect("offices")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs_manage
def person_new(request: HttpRequest) -> HttpResponseBase:
    form = forms.PersonForm(request.POST or None, offices=managing.offices_for(reader(request)))
    template, context = (
        "webkit/manage/form.html",
        {"title": Text("添加人员", "Add a person"), "back": reverse("people")},
    )
    if request.method != "POST":
        return render(request, template, {**context, "form": form})
    if not form.is_valid():
        return again(request, form, template, context)
    v = form.cleaned_data
    got = managing.person_make(
        user=reader(request),
        username=v["username"],
        name=Text(v["name_zh"], v["name_en"]),
        office=v["office"],
        role=Role(v["role"]),
        by=by(request),
    )
    if isinstance(got, Refused):
        return refuse(request, form, got, template, context)
    person, password = got
    return once(request, Text("初始密码", "First password"), password, reverse("person", args=[person.username]))


def once(request: HttpRequest, title: Text, secret: str, onward: str) -> HttpResponse:
    """Something that is shown this once and kept nowhere."""
    return render(request, "webkit/manage/once.html", {"title": title, "secrets": (secret,), "onward": onward})


def _person(request: HttpRequest, username: str) -> User:
    found = managing.people_for(reader(request)).filter(username=username).first()
    if found is None:
        raise Http404
    return found


@require_safe
@needs_manage
def person(request: HttpRequest, username: str) -> HttpResponseBase:
    found = _person(request, username)
    return render(request, "webkit/manage/person.html", _about(request, found))


def _about(request: HttpRequest, found: User) -> dict[str, Any]:
    held = Membership.objects.filter(user=found).select_related("office").order_by("id")
    return {
        "person": found,
        "why_not": managing.may_manage(reader(request), found),
        "held": [
            (m.pk, Role(m.role), Text(m.office.name_zh, m.office.name_en), m.granted_by, m.granted_at) for m in held
        ],
        "factor": second_factor.has_factor(found),
        "tokens": [(t, _token_state(t)) for t in managing.tokens_of(found)[:50]],
        "role_form": forms.RoleForm(offices=managing.offices_for(reader(request)), auto_id="role_%s"),
        "token_form": forms.TokenForm(auto_id="token_%s"),
    }


def _token_state(token: ApiToken) -> str:
    gone = token.revoked_at is not None or (token.expires_at is not None and token.expires_at <= timezone.now())
    return "ended" if gone else "live"


@never_cache
@require_POST
@needs_manage
def act(request: HttpRequest, username: str, what: str) -> HttpResponseBase:
    """One act on a person: grant, revoke, close, open, password, factor, token, untoken."""
    found = _person(request, username)
    doing = _ACTS.get(what)
    if doing is None:
        raise Http404
    got = doing(request, found)
    here = reverse("person", args=[username])
    if isinstance(got, Refused):
        return answers.refused(request, got, title=TITLE, back=here)
    if isinstance(got, HttpResponseBase):
        return got
    messages.success(request, tr(Text("已办理。", "Done.")))
    return redirect(here)


def _grant(request: HttpRequest, found: User) -> Any:
    form = forms.RoleForm(request.POST, offices=managing.offices_for(reader(request)))
    if not form.is_valid():
        return again(request, form, "webkit/manage/form.html", {"title": Text("授予岗位", "Grant a role"), "back": reverse("person", args=[found.username])})  # fmt: skip
    v = form.cleaned_data
    return managing.role_grant(
        user=reader(request), person=found, office=v["office"], role=Role(v["role"]), by=by(request)
    )


def _revoke(request: HttpRequest, found: User) -> Any:
    asked = request.POST.get("membership", "")
    if not asked.isdigit():
        raise Http404
    return managing.role_revoke(user=reader(request), person=found, membership=int(asked), by=by(request))


def _password(request: HttpRequest, found: User) -> Any:
    got = managing.password_reset(user=reader(request), person=found, by=by(request))
    if isinstance(got, Refused):
        return got
    return once(request, Text("新密码", "New password"), got, reverse("person", args=[found.username]))


def _token(request: HttpRequest, found: User) -> Any:
    form = forms.TokenForm(request.POST)
    if (why := managing.may_manage(reader(request), found)) is not None:
        return why
    if not form.is_valid():
        return again(request, form, "webkit/manage/form.html", {"title": Text("生成令牌", "Make a token"), "back": reverse("person", args=[found.username])})  # fmt: skip
    until = timezone.now() + timedelta(days=form.cleaned_data["days"])
    made = access.token_make(user=found, name=form.cleaned_data["name"], expires_at=until)
    return once(request, Text("接口令牌", "API token"), made, reverse("person", args=[found.username]))


def _untoken(request: HttpRequest, found: User) -> Any:
    why = managing.may_manage(reader(request), found)
    return why or access.token_revoke(user=found, name=request.POST.get("name", ""))


_ACTS: dict[str, Callable[[HttpRequest, User], Any]] = {
    "grant": _grant,
    "revoke": _revoke,
    "close": lambda r, u: managing.person_close(user=reader(r), person=u, by=by(r)),
    "open": lambda r, u: managing.person_open(user=reader(r), person=u, by=by(r)),
    "password": _password,
    "factor": lambda r, u: managing.factor_reset(user=reader(r), person=u, by=by(r)),
    "token": _token,
    "untoken": _untoken,
}
