"""Fields that forms of every house share: money as people type it, papers, words of a closed list, several values in one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ipops.intake.values import read_money
from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.ledger.facts.words import Word
from ipops.webkit.pages.lang import say

#: what stands between several values: a line break, or one of these
_BETWEEN = ("；", ";", "、", "\r", "\n")


def several(text: str) -> tuple[str, ...]:
    """What was typed one a line, or with ； ; 、 between."""
    parts = [text]
    for sign in _BETWEEN:
        parts = [p for part in parts for p in part.split(sign)]
    return tuple(dict.fromkeys(p.strip() for p in parts if p.strip()))


def choices(kind: type[Word], only: Sequence[Word] = ()) -> list[tuple[str, Any]]:
    return [(str(w), say(w.named)) for w in (only or kind)]


class MoneyField(forms.CharField):
    """Yuan as people type them: 120000, 120,000.00, 12万元. Parts of a fen and other currencies are refused."""

    def clean(self, value: Any) -> Money | None:
        got = read_money(super().clean(value))
        if isinstance(got, Text):
            raise ValidationError(say(got))
        return got


class DivisionField(forms.CharField):
    """A division code of six digits."""

    def __init__(self, **given: Any) -> None:
        super().__init__(max_length=6, **given)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "")
        if text and not re.fullmatch(r"\d{6}", text):
            raise ValidationError(say(_SIX))
        return text


_SIX = Text("区划代码是六位数字。", "A division code has six digits.")


class DocumentField(forms.FileField):
    """A paper to attach, kept by its SHA-256 when the service is called."""


class ProofField(DocumentField):
    """A paper that must be attached and is marked so. Without one the service is asked all the same: it says what it is needed for."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        return super().clean(data, initial) if data else initial


class ReasonField(forms.CharField):
    """A reason that must be given and is marked so. An empty one goes on to the service, which says what it is needed for."""

    def clean(self, value: Any) -> str:
        text = str(self.to_python(value) or "").strip()
        self.run_validators(text)
        return text
