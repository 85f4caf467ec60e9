"""Joins the schemes that ``policy`` holds with the engine that runs them: the porch may know both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ipops.finance.scheme import Scheme, read_scheme
from ipops.finance.scheme.worked import read_cases, tried
from ipops.kernel.outcome import Place, Problem, Refused
from ipops.kernel.text import Text
from ipops.policy.scheme_shelf import SchemeFile, read_schemes, scheme_named
from ipops.site.asking import placed


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    codes: tuple[str, ...]
    cases: int
    problems: tuple[Problem, ...]


def checked(folders: Sequence[Path], prefix: str) -> Checked:
    """Every scheme whose files stand under ``prefix`` (all, if empty): files, citations, the language, worked cases."""
    files, wrong = read_schemes(folders)
    mine = {c: f for c, f in files.items() if f.sheet.file.startswith(prefix)}
    problems = [p for p in wrong if p.at.file.startswith(prefix)]
    cases = 0
    for file in mine.values():
        if file.problems:
            continue
        got = read_scheme(file.tree)
        if isinstance(got, tuple):
            problems += placed(got, file.sheet)
            continue
        tried_, told = _cases(file)
        cases, problems = cases + tried_, problems + told
    return Checked(codes=tuple(mine), cases=cases, problems=tuple(problems))


def _cases(file: SchemeFile) -> tuple[int, list[Problem]]:
    """The worked cases of a scheme: how many, and those that do not read or do not come out."""
    if file.cases_sheet is None:
        says = Text(
            "没有 cases.yaml。没有例就没人能核对。请写至少一个。",
            "There is no cases.yaml. Without a case nobody can check. Write at least one.",
        )
        return 0, [Problem(code="no-cases", says=says, at=Place(file=file.sheet.file))]
    read_ = read_cases(file.cases)
    if isinstance(read_, tuple):
        return 0, placed(read_, file.cases_sheet)
    problems: list[Problem] = []
    for i, form in enumerate(read_.cases):
        got = tried(file.tree, form)
        if isinstance(got, tuple):
            problems += placed(tuple(_under(p, f"cases.{i}.") for p in got), file.cases_sheet)
            continue
        for told in got.differs:
            says = Text(
                f"例“{form.case}”结果不符：{told}。请核对规则或例。",
                f"The case “{form.en}” comes out otherwise: {told}. Check the rule or the case.",
            )
            where = Problem(code="case-differs", says=says, at=Place(field=f"cases.{i}.then"))
            problems += placed((where,), file.cases_sheet)
    return len(read_.cases), problems


def _under(problem: Problem, prefix: str) -> Problem:
    return replace(problem, at=replace(problem.at, field=f"{prefix}{problem.at.field}"))
