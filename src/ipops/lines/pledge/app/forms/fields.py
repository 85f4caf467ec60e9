"""Fields that several forms of this line share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ipops.finance.forms import amounts
from ipops.kernel.text import Text
from ipops.webkit.pages.lang import said, say


class RateField(forms.CharField):
    """A yearly rate as people type it (3.45%); gives whole hundredths of a per cent."""

    def clean(self, value: Any) -> int | None:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        try:
            exact = amounts.rate(text if text.endswith("%") else f"{text}%") * 10_000
        except ValueError:
            raise ValidationError(say(_RATE)) from None
        if exact.denominator != 1 or not 0 <= exact <= 10_000:
            raise ValidationError(say(_RATE))
        return int(exact)


def paper_lines(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    """Several values, one a line."""
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": 3}), required=required, max_length=20_000, help_text=help_text
    )


KNOWN = said("已登记的主体不用填。", "Not needed for a party that is known.")
_RATE = Text("利率写作 3.45% 的形式，至多两位小数。", "A rate is written as 3.45%, with two decimals at most.")
