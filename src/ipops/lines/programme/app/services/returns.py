"""Handing returns in, and their way through the gates. Saving is always possible; a refused upload leaves nothing behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Entry
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Dossier, SavedForm
from ipops.lines.programme.app.reading import returns as reading
from ipops.lines.programme.app.services.steps import drafted, no, source_of, unknown_case
from ipops.lines.programme.rules.returns import checks, filled
from ipops.lines.programme.rules.returns.cells import shown
from ipops.lines.programme.rules.returns.finding import Finding
from ipops.policy.returns import Severity
from ipops.webkit import documents, journal

NONE = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A return looked at without being stored: what was read, and every finding."""

    window: reading.Window
    values: Mapping[str, str]
    findings: tuple[Finding, ...]
    ledger: Mapping[str, str]

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(x for x in self.findings if x.severity is Severity.BLOCK)

    @property
    def to_confirm(self) -> tuple[Finding, ...]:
        return tuple(x for x in self.findings if x.severity is Severity.CONFIRM)


def return_save(*, place: str, schema: str, period: str, typed: Mapping[str, str], by: str) -> None:
    """Keep what was typed, however incomplete. It is no fact and counts nowhere."""
    code = reading.return_code(place, schema, period)
    told = {"kind": "return", "place": place, "content": dict(typed), "saved_by": by, "saved_at": timezone.now()}
    SavedForm.objects.update_or_create(code=code, defaults=told)


def saved(code: str) -> Mapping[str, str]:
    row = SavedForm.objects.filter(code=code).first()
    return {str(k): str(v) for k, v in row.content.items()} if row else {}


def return_check(
    *,
    place: str,
    schema: str,
    period: str,
    today: date,
    typed: Mapping[str, str] | None = None,
    file: Path | None = None,
) -> Checked | Refused:
    """Every check over what was typed, or over an uploaded template, or over both together; nothing is written."""
    window = reading.window_of(place, schema, period, today)
    if isinstance(window, Refused):
        return window
    got = filled.from_file(file, window.schema, window.tag) if file is not None else filled.Filled()
    if typed is not None and not got.stopped:
        got = filled.form_and_file(filled.from_form(typed, window.schema), got, window.schema)
    beside = reading.beside_of(window, today)
    fields = {x.id: x for x in window.schema.figures}
    return Checked(
        window=window,
        values={k: shown(fields[k], v) for k, v in got.figures.items()},
        findings=checks.run(got, window.schema, beside),
        ledger={k: shown(fields[k], v) for k, v in beside.ledger.items()},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What the preparer hands in: typed figures or a file, reasons for what needs one, evidence by field (SHA-256#page). A
    paper that comes with it (``proof``) is kept only once the return is accepted; ``pages`` say where each figure stands in it.
    """

    place: str
    schema: str
    period: str
    typed: Mapping[str, str] | None = None
    file: Path | None = None
    file_name: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    proof: Path | None = None
    proof_name: str = ""
    pages: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def return_file(*, handed: Handed, by: str, today: date, reference: str) -> Entry | Refused:
    """Hand a return in, or a corrected version of it. Blocked by any error; what needs a reason needs one of each finding."""
    journal.take_turn()
    got = return_check(
        place=handed.place,
        schema=handed.schema,
        period=handed.period,
        today=today,
        typed=handed.typed,
        file=handed.file,
    )
    if isinstance(got, Refused):
        return got
    if got.blocking:
        return Refused(reasons=tuple(x.reason for x in got.blocking))
    unconfirmed = [x for x in got.to_confirm if not handed.reasons.get(x.key, "").strip()]
    if unconfirmed:
        return Refused(reasons=tuple(replace(x.reason, field=f"reason.{x.key}") for x in unconfirmed))
    if lost := [e for e in handed.evidence.values() if not documents.is_intact(e.split("#")[0])]:
        return no(
            "evidence-lost",
            f"没有这份佐证：{lost[0][:12]}。",
            f"There is no such evidence: {lost[0][:12]}.",
            "evidence",
        )
    if strangers := sorted((set(handed.evidence) | set(handed.pages)) - {x.id for x in got.window.schema.figures}):
        return no(
            "no-such-field", f"没有这个字段：{strangers[0]}。", f"There is no such field: {strangers[0]}.", "evidence"
        )
    if handed.pages and handed.proof is None:
        return no("no-proof", "写了页码，请附上佐证文件。", "Pages are named: attach the paper they are of.", "proof")
    code = got.window.code
    row = Dossier.objects.filter(case=code).first()
    drafts: list[Draft] = []
    before = reading.filed(code)
    if row is not None:
        correct = drafted(row, "correct", on=today, why="更正重报 / corrected", document="", reference=reference)
        if isinstance(correct, Refused):
            return correct
        drafts.append(correct)
    document, proof = _kept(handed, by), _proof(handed, by)
    if isinstance(document, Refused):
        return document
    if isinstance(proof, Refused):
        return proof
    fact = _fact(got, replace(handed, evidence=proof), today, revision=row.revision + 1 if row else 1)
    drafts += _filed(fact, reference)
    drafts.append(
        Draft(
            fact=fact if before is None else replace(fact, on=before[1].on),
            source=source_of(document, "网页填报 / typed on the page"),
            reference=f"return:{code}:{reference}",
            supersedes=before[0].n if before else None,
        )
    )
    entry = journal.append(drafts, by=by)[-1]
    SavedForm.objects.filter(code=code).delete()
    return entry


def _kept(handed: Handed, by: str) -> str | Refused:
    """The uploaded file, stored only now that it is accepted."""
    if handed.file is None:
        return ""
    got = documents.store(handed.file, handed.file_name or "return.xlsx", by)
    return got if isinstance(got, str) else Refused(reasons=(Reason(code=got.code, says=got.says, field="file"),))


def _proof(handed: Handed, by: str) -> Mapping[str, str] | Refused:
    """Figure by figure: the paper by its hash, and the page. A paper without pages stands behind every figure."""
    if handed.proof is None:
        return handed.evidence
    got = documents.store(handed.proof, handed.proof_name or "evidence.pdf", by)
    if not isinstance(got, str):
        return Refused(reasons=(Reason(code=got.code, says=got.says, field="proof"),))
    told = {k: f"{got}#{page.strip()}" for k, page in handed.pages.items()}
    return {**(told or dict.fromkeys(handed.typed or {}, got)), **handed.evidence}


def _filed(fact: f.ReturnFiled, reference: str) -> list[Draft]:
    """One fact a paper, resting on it: what the next gate may see, it may open."""
    by_paper: dict[str, list[tuple[str, str]]] = {}
    for name, told in zip(fact.fields, fact.evidence, strict=True):
        sha, _, page = told.partition("#")
        if told != NONE:
            by_paper.setdefault(sha, []).append((name, page))
    return [
        Draft(
            fact=f.EvidenceFiled(
                filed=fact.filed,
                place=fact.place,
                fields=tuple(n for n, _ in shown_),
                pages=tuple(p for _, p in shown_),
                on=fact.on,
            ),
            source=source_of(sha, ""),
            reference=f"evidence:{fact.filed}:{reference}:{sha[:16]}",
        )
        for sha, shown_ in by_paper.items()
    ]


def _fact(got: Checked, handed: Handed, today: date, *, revision: int) -> f.ReturnFiled:
    """Figures that are what the ledger computes come from it; every other one is manual."""
    by_field: dict[str, str] = {}
    for x in got.to_confirm:
        by_field[x.at.field] = handed.reasons.get(x.key, "")
    fields = [x.id for x in got.window.schema.figures if got.values.get(x.id, "") != ""]
    confirmed = got.to_confirm
    return f.ReturnFiled(
        filed=got.window.code,
        place=handed.place,
        schema=handed.schema,
        version=got.window.schema.version,
        period=handed.period,
        fields=tuple(fields),
        values=tuple(got.values[x] for x in fields),
        origins=tuple("ledger" if got.ledger.get(x) == got.values[x] else "manual" for x in fields),
        reasons=tuple(by_field.get(x) or NONE for x in fields),
        evidence=tuple(handed.evidence.get(x) or NONE for x in fields),
        rules=got.window.schema.rules,
        known_to=journal.size(),
        waived=tuple(x.key for x in confirmed),
        waivers=tuple(handed.reasons[x.key] for x in confirmed),
        waived_values=tuple(x.compared for x in confirmed),
        revision=revision,
        on=today,
    )


@transaction.atomic
def return_step(
    *, case: str, event: str, by: str, today: date, reference: str, why: str = "", document: str = ""
) -> Entry | Refused:
    """One gate. All checks run again: an error stops it, something new needs a reason; who prepared does not certify."""
    journal.take_turn()
    row = Dossier.objects.filter(case=case, cycle=reading.CYCLE).first()
    if row is None:
        return unknown_case(case)
    if event == "send_back":
        if not why.strip():
            return no("no-why", "退回须说明理由。", "Say why it is sent back.", "why")
    else:
        got = reading.filed(case)
        if event == "certify" and got is not None and got[0].by == by:
            return no("own-return", "填报人不能审核自己的报表。", "Who prepared a return does not certify it.")
        gate = reading.gate_of(row, today)
        if isinstance(gate, Refused):
            return gate
        blocks = [x for x in gate.findings if x.severity is Severity.BLOCK]
        if blocks:
            return Refused(reasons=tuple(x.reason for x in blocks))
        if gate.new and not why.strip():
            told = Text(
                "报送后有新的差异，请说明理由，或退回更正。",
                "Something new since it was handed in: say why, or send it back.",
            )
            return Refused(
                reasons=(*(x.reason for x in gate.new), Reason(code="new-since-filed", says=told, field="why"))
            )
    made = drafted(row, event, on=today, why=why, document=document, reference=reference)
    if isinstance(made, Refused):
        return made
    (entry,) = journal.append([made], by=by)
    return entry
