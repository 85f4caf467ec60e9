"""Sign in and out. When the city is a demo the accounts stand on the page, by role."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import views as auth
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest

from ipops.webkit import access
from ipops.webkit.pages.lang import said


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


class SignOut(auth.LogoutView):
    next_page = "sign-in"
