"""Sign in and out: password, then the code of the second factor where there is one. When the city is a demo the accounts
stand on the page, by role.

A right password alone opens nothing for who has a second factor: the session only remembers, for five minutes, who is asked
for a code. A wrong code counts like a wrong password, and five of them send back to the password.
"""

from __future__ import annotations

import time
from typing import Any

from django.contrib.auth import login
from django.contrib.auth import views as auth
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ipops.webkit import access
from ipops.webkit.access import second_factor
from ipops.webkit.models import User
from ipops.webkit.pages.forms import again
from ipops.webkit.pages.lang import said
from ipops.webkit.pages.views.manage.forms import CodeForm


class SignInForm(AuthenticationForm):
    """Django's own check with our words; why a sign-in failed is never said more closely than this."""

    error_messages = {  # noqa: RUF012 - Django's own attribute
        "invalid_login": said(
            "账号或密码不对。请注意大小写。", "The account or the password is wrong. Both are case-sensitive."
        ),
        "inactive": said("此账号已停用，请联系系统管理员。", "This account is closed; ask the administrator."),
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = said("账号", "Account")
        self.fields["password"].label = said("密码", "Password")


class SignIn(auth.LoginView):
    template_name = "webkit/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "accounts": access.demo_accounts()}

    def form_valid(self, form: Any) -> HttpResponse:
        """Signed in at once, or asked for the code first."""
        user = form.get_user()
        if not second_factor.has_factor(user):
            return super().form_valid(form)
        asked = {
            "user": user.pk,
            "backend": user.backend,
            "at": time.time(),
            "next": self.get_success_url(),
            "tries": 0,
        }
        self.request.session[_ASKED] = asked
        return redirect("second-factor")


_ASKED, _SECONDS, _TRIES = "second_factor_asked", 300, 5


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    asked: dict[str, Any] = request.session.get(_ASKED) or {}
    user = User.objects.filter(pk=asked.get("user"), is_active=True).first() if asked else None
    if user is None or time.time() - asked["at"] > _SECONDS or asked["tries"] >= _TRIES:
        request.session.pop(_ASKED, None)
        return redirect("sign-in")
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "webkit/second_factor.html", {"form": form})
    if second_factor.check(user, form.cleaned_data["digits"]):
        request.session.pop(_ASKED)
        login(request, user, backend=asked["backend"])
        return redirect(asked["next"])
    request.session[_ASKED] = {**asked, "tries": asked["tries"] + 1}
    user_login_failed.send(sender=__name__, credentials={"username": user.username}, request=request)
    form.add_error("digits", said("验证码不对，或已经用过。", "The code is wrong, or was used before."))
    return again(request, form, "webkit/second_factor.html")


class SignOut(auth.LogoutView):
    next_page = "sign-in"
