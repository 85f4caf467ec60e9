"""Payment contracts: what was agreed with whom, how it was procured, when it was accepted. A payment names its contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Entry
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import fund as funds
from ipops.lines.programme.app.services.steps import source_of, unknown_case
from ipops.webkit import journal


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractAsked:
    contract: str
    project: str
    amount: Money
    procurement: str
    accepted_on: date | None = None


@transaction.atomic
def contract_sign(*, asked: ContractAsked, by: str, today: date, reference: str, document: str = "") -> Entry | Refused:
    """Record a contract of a running project, or that it was accepted: the last word on it stands. What was paid on it
    already is its least amount, and all contracts of a project stay within what was granted."""
    journal.take_turn()
    row = Dossier.objects.filter(case=asked.project, cycle="programme.project").first()
    found = funds.project_of(asked.project)
    if row is None or found is None:
        return unknown_case(asked.project)
    if wrong := _problems(asked, row, found, document, today):
        return Refused(reasons=tuple(wrong))
    before = found.contracts.get(asked.contract)
    fact = f.ContractSigned(
        contract=asked.contract,
        project=asked.project,
        fund=found.call.fund,
        place=row.place,
        party=found.applied.applicant,
        amount=asked.amount,
        procurement=asked.procurement.strip(),
        task=found.call.task,
        accepted_on=asked.accepted_on,
        on=before.on if before else today,
    )
    draft = Draft(fact=fact, source=source_of(document, ""), reference=f"contract:{reference}")
    (entry,) = journal.append([draft], by=by)
    return entry


def _problems(
    asked: ContractAsked, row: Dossier, found: funds.ProjectFound, document: str, today: date
) -> list[Reason]:
    others = sum((c.amount for k, c in found.contracts.items() if k != asked.contract), NIL)
    paid = sum((o.amount for o in found.live_orders if o.contract == asked.contract), NIL)
    lacks = (
        ("project-not-running", row.stage != "running", "项目不在实施中，不能签约。", "The project is not running: no contract is signed.", ""),
        ("no-contract", not asked.contract.strip(), "请填写合同编号。", "Give the contract its number.", "contract"),
        ("no-procurement", not asked.procurement.strip(), "请填写采购方式；不属采购的写明依据。", "Say how it was procured, or why it was not.", "procurement"),
        ("no-paper", not document, "请附合同或验收文件。", "Attach the contract or the record of acceptance.", "document"),
        ("amount-not-positive", asked.amount <= NIL, "金额须大于零。", "The amount must be above zero.", "amount"),
        ("over-the-grant", asked.amount + others > found.applied.asked, "各合同合计超过项目资金。", "The contracts together come to more than the project has.", "amount"),
        ("below-what-was-paid", asked.amount < paid, f"已按此合同申请支付 {paid}。", f"{paid} was ordered on this contract already.", "amount"),
        ("accepted-ahead", asked.accepted_on is not None and asked.accepted_on > today, "验收日在将来。", "It was accepted in the future.", "accepted_on"),
    )  # fmt: skip
    return [Reason(code=code, says=Text(zh, en), field=at) for code, wrong, zh, en, at in lacks if wrong]
