"""What a publication freezes, as one document: the sheet with grade, money and reasons, every paper as it is printed, the files of the
rules, and of each goal its figure, statement and the entries behind it. Nothing of it is worked out again later (decision 0435)."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.programme.app import selectors
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.papers import evaluation as papers
from ipops.lines.programme.app.reading import evaluation as reading
from ipops.lines.programme.app.reading import plan as plans
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.rules.plan.files import plan_code
from ipops.policy import Pack
from ipops.reports.papers.plain import as_plain


def parameters(read: reading.EvaluationRead) -> str:
    """SHA-256 over the pack's whole stack and the scheme: what the result depends on besides the ledger."""
    told = json.dumps(
        {"pack": read.pack.stack_version, "scheme": read.scheme.as_json()}, ensure_ascii=False, sort_keys=True
    )
    return hashlib.sha256(told.encode()).hexdigest()


def frozen(read: reading.EvaluationRead, known_to: int, on: date) -> bytes:
    """Canonical JSON."""
    told = {
        "evaluation": read.opened.evaluation,
        "place": read.opened.place,
        "year": read.opened.year,
        "sheet": read.sheet.as_json(),
        "grade": read.grade.as_json(),
        "payment": read.payment.as_json(),
        "deviations": {k: {"why": x.why, "remedy": x.remedy} for k, x in sorted(read.deviations.items())},
        "pack": read.pack.code,
        "pack_version": read.pack.stack_version,
        "parameters": parameters(read),
        "known_to": known_to,
        "entries": list(read.entries),
        "demo": read.scheme.demo or read.pack.stands_on_demo,
        "goals": _goals(read),
        "cases": _cases(read),
        "papers": _papers(read, known_to, on),
        "rules": {"layers": [p.code for p in read.pack.layers], "files": _rules(read.pack)},
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1).encode()


def _goals(read: reading.EvaluationRead) -> dict[str, Any]:
    """Each goal of the pack as the scoreboard has it, with its formula, its SQL and the numbers of all entries behind it."""
    made: dict[str, Any] = {}
    for goal in read.pack.targets():
        got = selectors.explain(goal.id, read.opened.place, read.opened.year, read.pack)
        if isinstance(got, Refused):
            made[goal.id] = {"refused": [r.says.as_json() for r in got.reasons]}
            continue
        made[goal.id] = {
            **got.line.as_json(),
            "formula": [x.as_json() for x in got.formulas],
            "sql": got.sql,
            "entries": list(got.numbers),
            "base_entries": list(got.base_numbers),
        }
    return made


def _cases(read: reading.EvaluationRead) -> dict[str, list[int]]:
    """By kind: the entries of the evaluation, the city, its plan, its fund and its returns."""
    city = Dossier.objects.get(case=read.opened.nomination)
    cases = [read.opened.evaluation, city.case, plan_code(city.case), plans.fund_of(city)]
    returns = Dossier.objects.filter(cycle="programme.return", place=city.place).values_list("case", flat=True)
    made: dict[str, list[int]] = {}
    for e in of_cases([*cases, *returns]):
        made.setdefault(type(e.fact).KIND, []).append(e.n)
    return made


def _papers(read: reading.EvaluationRead, known_to: int, on: date) -> dict[str, Any]:
    edition = Text(
        f"{on}公布的结果，账本前{known_to}条",
        f"the result published on {on}, from the first {known_to} entries of the ledger",
    )
    made: dict[str, Any] = {}
    for name in papers.NAMES:
        for lang in ("zh", "en"):
            got = papers.paper(read, name, lang, on, edition=edition)
            if not isinstance(got, Refused):
                made.setdefault(name, {})[lang] = as_plain(got)
    return made


def _rules(pack: Pack) -> dict[str, str]:
    """The very files of every layer, by layer and path."""
    return {
        f"{layer.code}/{path.relative_to(layer.folder).as_posix()}": path.read_text(encoding="utf-8")
        for layer in pack.layers
        for path in sorted(p for p in layer.folder.rglob("*") if p.is_file() and not p.name.startswith("."))
    }
