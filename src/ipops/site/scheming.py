"""Joins the schemes that ``policy`` holds with the engine that runs them: the porch may know both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ipops.finance.scheme import Scheme, read_scheme
from ipops.kernel.outcome import Problem, Refused
from ipops.policy.scheme_shelf import SchemeFile, scheme_named


def scheme_of(told: Any, assume: Mapping[str, str]) -> Scheme | tuple[Problem, ...] | Refused:
    """A scheme by its code, or one written out in the file itself; with the user's assumptions in its silent places."""
    if not isinstance(told, str):
        got = read_scheme(told, assume)
        return tuple(_inside(p) for p in got) if isinstance(got, tuple) else got
    file = scheme_named(told)
    return file if isinstance(file, Refused) else read_scheme(file.tree, assume)


def _inside(problem: Problem) -> Problem:
    """A problem of a scheme that stands under the key ``scheme`` of a larger file."""
    if problem.at.field.startswith("assume."):
        return problem
    return replace(problem, at=replace(problem.at, field=f"scheme.{problem.at.field}"))


def file_of(code: str) -> SchemeFile | Refused:
    return scheme_named(code)
