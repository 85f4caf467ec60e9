"""Fields that this line's forms share: rates as people type them, yes or no or not told, words with an open choice."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ipops.kernel.rate import percent
from ipops.kernel.text import Text
from ipops.ledger.facts.words import Word
from ipops.webkit.pages.fields import choices
from ipops.webkit.pages.lang import said, say

__all__ = ["RateField", "RatesField", "YesNoField", "choices", "optional"]


def optional(kind: type[Word]) -> list[tuple[str, Any]]:
    """The words of a list, and none of them first."""
    return [("", said("未说明", "not stated")), *choices(kind)]


class RateField(forms.CharField):
    """A share in per cent: 50, 50%, 12.5%."""

    def clean(self, value: Any) -> Fraction | None:
        text = super().clean(value)
        return _rate(text) if text else None


class RatesField(forms.CharField):
    """Several shares in order: 5%; 4%; 3%."""

    def clean(self, value: Any) -> tuple[Fraction, ...]:
        return tuple(_rate(one) for one in _parts(super().clean(value)))


def _parts(text: str) -> tuple[str, ...]:
    # equal rates of two years are two rates
    return tuple(
        p
        for piece in text.replace("；", "\n").replace(";", "\n").replace("、", "\n").split("\n")
        if (p := piece.strip())
    )


def _rate(text: str) -> Fraction:
    try:
        return percent(text)
    except ValueError:
        raise ValidationError(say(_NO_RATE.fill(text=text))) from None


class YesNoField(forms.NullBooleanField):
    """Yes, no, or not told."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Select(
            choices=[("", said("未说明", "not stated")), ("true", said("是", "yes")), ("false", said("否", "no"))]
        )
        super().__init__(widget=widget, required=False, **kwargs)


_NO_RATE = Text("“{text}”不是百分数；请写如 5 或 5%。", "{text} is no rate; write 5 or 5%.")
