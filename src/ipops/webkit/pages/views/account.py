"""One's own account: what one is, the password, the second factor with its recovery codes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.webkit import access
from ipops.webkit.access import second_factor, totp
from ipops.webkit.models import User
from ipops.webkit.pages.forms import again, refuse
from ipops.webkit.pages.lang import said, tr
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.views.manage.forms import CodeForm
from ipops.webkit.roles import Role

ISSUER = "ipops"


def _me(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponseBase:
    me = _me(request)
    context = {
        "me": me,
        "held": [(Role(m.role), Text(m.office.name_zh, m.office.name_en)) for m in access.memberships(reader(request))],
        "factor": second_factor.has_factor(me),
        "left": second_factor.recovery_left(me),
    }
    return render(request, "webkit/account.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def factor_on(request: HttpRequest) -> HttpResponseBase:
    """Shows the key, asks for the first code, then shows the recovery codes this once."""
    me = _me(request)
    if second_factor.has_factor(me):
        return redirect("account")
    key = second_factor.begin(me)
    template = "webkit/factor_on.html"
    context = {"key": totp.written(key), "address": totp.address(key, me.username, ISSUER)}
    form = CodeForm(request.POST or None)
    if request.method != "POST":
        return render(request, template, {**context, "form": form})
    if not form.is_valid():
        return again(request, form, template, context)
    got = second_factor.confirm(me, form.cleaned_data["digits"])
    if isinstance(got, Refused):
        return refuse(request, form, got, template, context)
    shown = {"title": Text("恢复码", "Recovery codes"), "secrets": got, "onward": reverse("account")}
    return render(request, "webkit/manage/once.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def factor_off(request: HttpRequest) -> HttpResponseBase:
    """Takes a right code first: whoever finds the screen open cannot switch it off."""
    me = _me(request)
    form = CodeForm(request.POST or None)
    template, context = "webkit/manage/code.html", {"title": Text("停用第二因素", "Switch the second factor off"), "back": reverse("account")}  # fmt: skip
    if request.method != "POST":
        return render(request, template, {**context, "form": form})
    if not form.is_valid():
        return again(request, form, template, context)
    if not second_factor.check(me, form.cleaned_data["digits"]):
        form.add_error("digits", said("验证码不对，或已经用过。", "The code is wrong, or was used before."))
        return again(request, form, template, context)
    second_factor.remove(me, by=me.label)
    messages.success(request, tr(Text("第二因素已停用。", "The second factor is off.")))
    return redirect("account")


class PasswordForm(PasswordChangeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = said("现在的密码", "Your password now")
        self.fields["new_password1"].label = said("新密码", "New password")
        self.fields["new_password1"].help_text = said(
            "至少8位，不与账号相近，不全是数字。", "Eight or more, not like your account, not all digits."
        )
        self.fields["new_password2"].label = said("再输一次", "Once more")


@method_decorator([never_cache, login_required], name="dispatch")
class Password(auth.PasswordChangeView):
    template_name = "webkit/password.html"
    form_class = PasswordForm
    success_url = reverse_lazy("account")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        update_session_auth_hash(self.request, form.user)
        messages.success(self.request, tr(Text("密码已更改。", "The password was changed.")))
        return response
