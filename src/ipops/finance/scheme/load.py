"""A scheme from the plain tree of its file: its form, what was assumed, and where its source is silent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ipops.finance.forms import read
from ipops.finance.scheme.form import SchemeForm
from ipops.finance.scheme.openings import assumed, openings
from ipops.finance.scheme.sound import mistakes
from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Problem
from ipops.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """``silent`` are the paths its source leaves open; ``assumed`` what the user put there, printed with every result."""

    form: SchemeForm
    silent: tuple[str, ...]
    assumed: Mapping[str, str] = field(default_factory=dict)
    version: str = ""

    @property
    def code(self) -> str:
        return self.form.code

    @property
    def title(self) -> Text:
        return self.form.title.text

    @property
    def cite(self) -> Citation:
        return self.form.valid.cite.cite

    def party(self, name: str) -> Text:
        return self.form.parties[name].text


def read_scheme(tree: Any, assume: Mapping[str, str] | None = None) -> Scheme | tuple[Problem, ...]:
    """The scheme of a tree whose citations are resolved, or every problem with its key."""
    filled, wrong = assumed(tree, assume or {})
    if wrong:
        return wrong
    form = read(SchemeForm, filled)
    if isinstance(form, tuple):
        return form
    if bad := mistakes(form):
        return bad
    plain = json.dumps(tree, ensure_ascii=False, sort_keys=True, default=str)
    return Scheme(
        form=form,
        silent=tuple(sorted(openings(filled))),
        assumed=dict(assume or {}),
        version=hashlib.sha256(plain.encode()).hexdigest(),
    )
