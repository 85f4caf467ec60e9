"""My drafts: what I began and did not send."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from ipops.kernel.text import Text
from ipops.webkit.desk import drafts
from ipops.webkit.models import Draft, User
from ipops.webkit.pages import filters, tables
from ipops.webkit.pages.forms import form_named

SHOWN = 60


def _what(draft: Draft) -> Text:
    kind = form_named(draft.form)
    return kind.submit_text if kind else Text("表单", "form")


def _begins(draft: Draft) -> str:
    """The first thing that was typed, so that one tells two drafts of one form apart."""
    kind = form_named(draft.form)
    for name, field in kind.base_fields.items() if kind else ():
        typed = "；".join(v for v in draft.data.get(name, []) if v.strip())
        if typed and not field.widget.is_hidden and not isinstance(field, forms.ChoiceField | forms.BooleanField):
            return typed if len(typed) <= SHOWN else f"{typed[:SHOWN]}…"
    return ""


SPEC = tables.TableSpec(
    code="drafts",
    title=Text("草稿", "Drafts"),
    columns=(
        tables.Column(key="what", title=Text("表单", "Form"), value=_what, link=lambda d: d.address),
        tables.Column(key="begins", title=Text("内容", "It says"), value=_begins, wide=True),
        tables.Column(key="saved", title=Text("保存于", "Kept"), value=lambda d: d.saved_at, sort="saved_at"),
        tables.Column(key="page", title=Text("页面", "Page"), value=lambda d: d.address, wide=True, shown=False),
    ),
    filters=(filters.day("since", Text("保存于此日之后（含）", "Kept on or after"), "saved_at__date__gte"),),
    empty=Text("填了一半的表单按“保存草稿”，就会列在这里。", "Press “Save draft” on a form and it will stand here."),
    order="-saved_at",
)


@require_safe
@login_required
def draft_list(request: HttpRequest) -> HttpResponseBase:
    user = request.user
    assert isinstance(user, User)
    context = {"title": SPEC.title, "lede": _HOW}
    return tables.page(request, SPEC, drafts.all_of(user), "webkit/list.html", context)


_HOW = Text(
    f"草稿只有您自己看得到，提交后或{drafts.DAYS}天后自动清除。",
    f"Only you see your drafts; they go when you submit, or after {drafts.DAYS} days.",
)
