"""Forms as every house draws them: labels in both languages, the problem beside its field with the clause behind it.

class RecordLicence(HouseForm):
    groups = (Group(Text("许可", "Licence"), ("right", "licensee")),)
    right = forms.CharField(label=said("专利号", "patent number"))
…
if isinstance(got, Refused):
    return refuse(request, form, got, "trading/record.html")
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.webkit.pages import uploads
from ipops.webkit.pages.lang import tr

UNPROCESSABLE = 422
_FORMS: dict[str, type[HouseForm]] = {}


def form_named(code: str) -> type[HouseForm] | None:
    """The form class of that name, as drafts remember it; ``None`` for one that is not, or no longer, there."""
    return _FORMS.get(code)


@dataclass(frozen=True, slots=True)
class Group:
    """A fieldset: its legend and the names of its fields, in order; ``folded`` groups open on demand."""

    title: Text
    names: tuple[str, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One field as the template draws it: Django's bound field, its clause, and the refusals that name it."""

    field: forms.BoundField
    cite: Citation | None
    reasons: tuple[Reason, ...]
    kept: uploads.Kept | None = None

    @property
    def kind(self) -> str:
        """How the input is laid out: ``check`` (box before label), ``radio`` (a fieldset of its own), ``file`` or ``line``."""
        widget = self.field.field.widget
        if isinstance(widget, forms.FileInput):
            return "file"
        if isinstance(widget, forms.CheckboxInput):
            return "check"
        return "radio" if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple) else "line"

    @property
    def is_wrong(self) -> bool:
        return bool(self.field.errors or self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A line of the summary: where the input is, what is wrong with it, and the clause if there is one."""

    anchor: str
    says: str
    cite: Citation | None = None


#: days that somebody may mean; further off are slips of the finger, and a term beyond them passes the calendar's end
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


def _within_reach(day: date) -> None:
    if not EARLIEST <= day <= LATEST:
        raise forms.ValidationError(tr(_OUT_OF_REACH))


_OUT_OF_REACH = Text("应在1900年至2199年之间；请核对年份。", "It should lie between 1900 and 2199; check the year.")


class HouseForm(forms.Form):
    """``cites`` gives a field its clause; ``groups`` its place. ``reference`` makes a second submission change nothing."""

    cites: ClassVar[Mapping[str, Citation]] = {}
    groups: ClassVar[tuple[Group, ...]] = ()
    submit_text: ClassVar[Text] = Text("提交", "Submit")

    reference = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        _FORMS[f"{cls.__module__}.{cls.__qualname__}"] = cls

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refusals: tuple[Reason, ...] = ()
        #: Tokens of files that a draft kept, by field.
        self.carried: dict[str, str] = {}
        self.fields["reference"].initial = str(uuid4())
        for f in self.fields.values():
            if isinstance(f, forms.DateField):
                f.validators = [*f.validators, _within_reach]
            if isinstance(f, forms.DateField) and type(f.widget) is forms.DateInput:
                f.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            elif isinstance(f.widget, forms.Textarea):
                f.widget.attrs["rows"] = 4
            elif isinstance(f, forms.FileField):
                f.widget = uploads.KeptInput(attrs=f.widget.attrs)

    @property
    def code(self) -> str:
        """By what name a draft remembers the form."""
        return f"{type(self).__module__}.{type(self).__qualname__}"

    def put(self, name: str, value: str) -> None:
        """Change what a sent form carries on when it comes back."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data[name] = value
        self.data = data

    def refuse(self, refused: Refused) -> None:
        """Puts every reason beside the field it names, the rest on top. A refused form is not valid."""
        self.refusals = refused.reasons
        for name in {r.field for r in refused.reasons} & set(self.fields):
            bound = self[name]
            told = [f"{bound.auto_id}_helptext"] if bound.help_text else []
            self.fields[name].widget.attrs |= {
                "aria-invalid": "true",
                "aria-describedby": " ".join([*told, f"{bound.auto_id}_error"]),
            }

    @property
    def drawn(self) -> tuple[tuple[Group | None, tuple[Shown, ...]], ...]:
        """Groups with their fields; fields of no group come first, without a legend."""
        grouped = {n for g in self.groups for n in g.names}
        loose = tuple(n for n, f in self.fields.items() if n not in grouped and not self[n].is_hidden)
        parts: list[tuple[Group | None, tuple[str, ...]]] = [(None, loose)] if loose else []
        parts += [(g, g.names) for g in self.groups]
        return tuple((g, tuple(self._shown(n) for n in names if n in self.fields)) for g, names in parts)

    def _shown(self, name: str) -> Shown:
        mine = tuple(r for r in self.refusals if r.field == name)
        token = self.data.get(f"{self.add_prefix(name)}{uploads.KEPT}", "") or self.carried.get(name, "")
        return Shown(field=self[name], cite=self.cites.get(name), reasons=mine, kept=uploads.read(token))

    @property
    def loose_refusals(self) -> tuple[Reason, ...]:
        """Reasons that name no field of this form."""
        return tuple(r for r in self.refusals if r.field not in self.fields)

    @property
    def summary(self) -> tuple[Wrong, ...]:
        """For the box on top, in the order of the fields: each problem, and each refusal that names a field."""
        found: list[Wrong] = []
        for name in self.fields:
            bound = self[name]
            anchor = bound.id_for_label or bound.auto_id
            found += [Wrong(anchor=anchor, says=f"{bound.label}{tr(_COLON)}{e}") for e in bound.errors]
            found += [Wrong(anchor=anchor, says=tr(r.says), cite=r.cite) for r in self.refusals if r.field == name]
        return tuple(found)


_COLON = Text("：", ": ")


def refuse(
    request: HttpRequest,
    form: HouseForm,
    refused: Refused,
    template: str,
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The form again, with every reason in its place and what was typed kept; status 422."""
    form.refuse(refused)
    return again(request, form, template, context)


def again(
    request: HttpRequest, form: HouseForm, template: str, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The form with the problems Django found, what was typed and attached kept; status 422."""
    for name, token in uploads.kept_of(request, form).items():
        form.put(name, token)
    return render(request, template, {**(context or {}), "form": form}, status=UNPROCESSABLE)
