"""What must be settled before a deal may go on, each lack with its article. Nothing is asked of the register: what stands
there is stored whatever this room says (see ``admission``).

Rule 1: every lack is told at once.
Rule 2: where a fact decides and nobody has told it (does the right leave the country? is the giver the state's?), the gate
asks for it; it does not guess.
Rule 3: where a number decides and no source gives it (the length of a notice), the gate says *unknown* and asks for a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Reason, Refused, Unknown
from ipops.kernel.text import Text
from ipops.ledger.facts.words import LicenceKind, PartyKind
from ipops.lines.trading.facts.acts import Act
from ipops.lines.trading.facts.words import Abroad, ExportClass, InventorAnswer, Priced, Security
from ipops.lines.trading.machine import clauses
from ipops.lines.trading.rules.course.file import DealFile
from ipops.policy import Known

_SCHOOLS = frozenset({PartyKind.UNIVERSITY, PartyKind.INSTITUTE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is known besides the deal's own file. ``pledges`` are those running on its rights with their pledgees;
    ``related`` the hands that stand on both sides, by name; ``late`` rights whose annuity is late; ``days`` the length of a notice where the giver is, ``insider`` the
    clause by which a taker close to the result is named there."""

    act: Act
    kind_of_licence: LicenceKind | None = None
    givers: tuple[PartyKind, ...] = ()
    pledges: tuple[tuple[str, tuple[str, ...]], ...] = ()
    related: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    days: Known | Unknown | None = None
    insider: Citation = clauses.OURS

    @property
    def from_school(self) -> bool:
        return bool(_SCHOOLS & set(self.givers))


def may_talk(file: DealFile) -> Refused | None:
    """Before talks with a side abroad the catalogue is asked; restricted technology needs its letter of intent first."""
    return _refused(_talks(file))


def _talks(file: DealFile) -> Iterator[Reason]:
    if file.abroad is None:
        yield _no("abroad-untold", _SAY_ABROAD, clauses.EXPORT_PATENT)
        return
    if file.abroad is Abroad.NO:
        return
    yield from _class(file)


def _class(file: DealFile) -> Iterator[Reason]:
    got = file.export
    if got is None:
        yield _no("export-unchecked", _UNCHECKED, clauses.EXPORT_PATENT)
    elif got.export is ExportClass.FORBIDDEN:
        yield _no("export-forbidden", _FORBIDDEN.fill(item=got.catalogue), clauses.EXPORT_FORBIDDEN)
    elif got.export is ExportClass.RESTRICTED and not got.letter:
        yield _no("no-letter", _NO_LETTER, clauses.EXPORT_LETTER)


def export_clear(file: DealFile) -> Refused | None:
    """Whether the export gate lets the signature pass: class, letter, security review."""
    return _refused(_exports(file))


def _exports(file: DealFile) -> Iterator[Reason]:
    yield from _class(file)
    got = file.export
    if got is not None and got.export is ExportClass.RESTRICTED:
        if got.security is Security.REFUSED:
            yield _no("security-refused", _NOT_SAFE, clauses.EXPORT_SECURITY)
        elif got.security is not Security.PASSED:
            yield _no("security-open", _SAFE_OPEN, clauses.EXPORT_SECURITY)


def is_pledged(given: Given) -> Refused | None:
    return None if given.pledges else _one("not-pledged", _NOT_PLEDGED, clauses.PLEDGED)


def goes_abroad(file: DealFile) -> Refused | None:
    return None if file.abroad not in (None, Abroad.NO) else _one("stays-here", _STAYS, clauses.EXPORT_PATENT)


def by_agreement(file: DealFile) -> Refused | None:
    agreed = file.terms is not None and file.terms.priced is Priced.AGREEMENT
    return None if agreed else _one("not-by-agreement", _NOT_AGREED, clauses.PRICE_PUBLIC)


def may_publish(file: DealFile, given: Given, insiders: tuple[str, ...]) -> Refused | None:
    """A taker with a hand on the giver's side is named as such."""
    if given.related and not insiders:
        says = _NAME_INSIDER.fill(who="、".join(given.related))
        return Refused(reasons=(Reason(code="insider-unnamed", says=says, cite=given.insider, field="insiders"),))
    return by_agreement(file)


def last_day(file: DealFile) -> date | None:
    """The last day of the notice; the day of publication is not counted in. ``None`` where its length is unknown."""
    said = file.published
    return said.on + timedelta(days=said.days) if said is not None and said.days is not None else None


def notice_over(file: DealFile, on: date, why: str) -> Refused | None:
    """Over, and no objection open. Of unknown length: whoever closes it says by what rule it is over."""
    if file.published is None:
        return _one("not-published", _NOT_PUBLISHED, clauses.PRICE_PUBLIC)
    if file.open_objections:
        return _one("objection-open", _OBJECTED.fill(n=str(len(file.open_objections))), clauses.PRICE_PUBLIC)
    if file.upheld:
        return _one("objection-upheld", _UPHELD, clauses.PRICE_PUBLIC)
    last = last_day(file)
    if last is None and not why.strip():
        return _one("notice-length-unknown", _LENGTH_UNKNOWN, clauses.PRICE_PUBLIC, "why")
    if last is not None and on <= last:
        return _one("notice-running", _RUNNING.fill(day=str(last)), clauses.PRICE_PUBLIC)
    return None


def objection_open(file: DealFile) -> Refused | None:
    return None if file.open_objections else _one("no-objection", _NO_OBJECTION, clauses.PRICE_PUBLIC)


def may_sign(file: DealFile, given: Given) -> Refused | None:
    """Consent, publicity, export, first refusal: everything that lacks, at once."""
    return _refused(_signs(file, given))


def _signs(file: DealFile, given: Given) -> Iterator[Reason]:
    if file.terms is None:
        yield _no("no-terms", _NO_TERMS, clauses.PRICE)
        return
    agreed = {p for c in file.consents for p in c.pledges}
    for pledge, _ in given.pledges:
        if pledge not in agreed:
            yield _no("pledgee-silent", _PLEDGED.fill(pledge=pledge), clauses.PLEDGED)
    yield from _publicity(file, given)
    if file.abroad not in (None, Abroad.NO):
        yield from _exports(file)
        if file.export_cleared_on is None:
            yield _no("export-gate", _GATE, clauses.EXPORT_PATENT)
    yield from _inventors(file, given)
    yield from _late(given)


def _late(given: Given) -> Iterator[Reason]:
    """The office records no licence of a patent whose annuity is late."""
    if given.act is Act.LICENCE and given.late:
        yield _no("annuity-late", _LATE.fill(rights="、".join(given.late)), clauses.RECORDAL_REFUSED)


def _publicity(file: DealFile, given: Given) -> Iterator[Reason]:
    if not given.from_school or file.terms is None:
        return
    if file.terms.state_body is None:
        yield _no("state-body-untold", _SAY_STATE, clauses.PRICE_WAYS)
    elif file.terms.state_body and file.terms.priced is Priced.AGREEMENT and file.closed_on is None:
        code, says = ("not-published", _PUBLISH) if file.published is None else ("notice-open", _NOTICE_OPEN)
        yield _no(code, says, clauses.PRICE_PUBLIC)


def _inventors(file: DealFile, given: Given) -> Iterator[Reason]:
    bodies = [k for k in given.givers if k is not PartyKind.PERSON]
    if given.act is not Act.TRANSFER or not bodies:
        return
    if file.inventors is None:
        yield _no("inventors-unasked", _ASK, clauses.INVENTORS_FIRST)
    elif file.inventors.answer is InventorAnswer.WANTS:
        yield _no("inventor-first", _FIRST, clauses.INVENTORS_FIRST)


def may_file(file: DealFile, given: Given) -> Refused | None:
    """A restricted export takes effect with its licence; a free one is filed with its certificate of registration."""
    return _refused(_files(file, given))


def _files(file: DealFile, given: Given) -> Iterator[Reason]:
    yield from _late(given)
    got = file.export
    if file.abroad in (None, Abroad.NO):
        return
    if got is None:
        yield _no("export-unchecked", _UNCHECKED, clauses.EXPORT_PATENT)
    elif got.export is ExportClass.FORBIDDEN:
        yield _no("export-forbidden", _FORBIDDEN.fill(item=got.catalogue), clauses.EXPORT_FORBIDDEN)
    elif got.export is ExportClass.RESTRICTED and not got.licence:
        yield _no("no-export-licence", _NO_LICENCE, clauses.EXPORT_LICENCE)
    elif got.export is ExportClass.FREE and not got.registration:
        yield _no("no-certificate", _NO_CERTIFICATE, clauses.EXPORT_FREE)


def has_royalty(file: DealFile) -> Refused | None:
    told = file.terms is not None and file.terms.form.has_royalty
    return None if told else _one("no-royalty", _NO_ROYALTY, clauses.PRICE)


def has_statement(file: DealFile) -> Refused | None:
    return None if file.statements else _one("no-statement", _NO_STATEMENT, clauses.ACCOUNTS)


def has_reward(file: DealFile) -> Refused | None:
    return None if file.reward else no_reward()


def no_reward() -> Refused:
    return _one("no-reward", _NO_REWARD, clauses.REWARD_FLOOR)


def _refused(reasons: Iterator[Reason]) -> Refused | None:
    found = tuple(reasons)
    return Refused(reasons=found) if found else None


def _no(code: str, says: Text, cite: Citation, field: str = "") -> Reason:
    return Reason(code=code, says=says, cite=cite, field=field)


def _one(code: str, says: Text, cite: Citation, field: str = "") -> Refused:
    return Refused(reasons=(_no(code, says, cite, field),))


_SAY_ABROAD = Text(
    "尚未说明该权利是否因本次交易流向境外；请先说明。",
    "Nobody has said whether this deal takes the right abroad; say so first.",
)
_UNCHECKED = Text(
    "涉及境外的，应先核对出口技术目录并记录类别。",
    "A deal with a side abroad: check the export catalogue first and note the class.",
)
_FORBIDDEN = Text("属于禁止出口的技术（{item}），不得出口。", "The export of this technology is forbidden ({item}).")
_NO_LETTER = Text(
    "属于限制出口的技术，取得许可意向书后方可实质性谈判和签约；请填意向书号。",
    "The technology is restricted: substantial talks and signature need the letter of intent first; give its number.",
)
_NOT_SAFE = Text("知识产权对外转让安全审查未通过。", "The security review of the transfer abroad was not passed.")
_SAFE_OPEN = Text(
    "限制出口技术连同专利等对外转让的，须经安全审查；尚无通过的答复。",
    "Restricted technology that goes abroad with its patents is reviewed for security; no pass is on record yet.",
)
_NOT_PLEDGED = Text("所涉权利没有出质，无须征求质权人同意。", "None of the rights is pledged; nobody has to consent.")
_STAYS = Text("本次交易不涉及境外。", "This deal does not take the right abroad.")
_NOT_AGREED = Text(
    "只有协议定价才须公示；挂牌、拍卖不公示。", "Only a price by agreement is published; listings and auctions are not."
)
_NAME_INSIDER = Text(
    "{who} 同时与双方有关；受让方是完成人或其利害关系人的，应当在公示中标明。",
    "{who} stands on both sides: a taker who made the result, or is close to who did, is named in the notice.",
)
_NOT_PUBLISHED = Text("尚未公示。", "Nothing has been published.")
_OBJECTED = Text("尚有 {n} 件异议未处理。", "{n} objections are still open.")
_UPHELD = Text(
    "有异议成立：公示的价格不能成立；请重新议定条件后再公示，或记录为未成。",
    "An objection was upheld, so the published price does not stand: agree on other terms and publish them, or note that it failed.",
)
_LENGTH_UNKNOWN = Text(
    "本地公示天数未知（未见本省规定）；请说明依据何规定认为公示已满。",
    "How long the notice must stand here is unknown (no rule of the province is at hand); say by which rule it is over.",
)
_RUNNING = Text("公示期至 {day} 止。", "The notice runs until {day}.")
_NO_OBJECTION = Text("没有未处理的异议。", "No objection is open.")
_NO_TERMS = Text("尚未议定价款和支付方式。", "No price and way of payment are agreed yet.")
_PLEDGED = Text(
    "出质后未经质权人同意不得转让或许可（质押 {pledge}）。",
    "Pledged ({pledge}): without the pledgee's consent it may be neither transferred nor licensed.",
)
_GATE = Text("尚未通过技术出口审查。", "The deal has not passed the export gate.")
_SAY_STATE = Text(
    "请说明转出的高校、院所是否为国家设立；是的，协议定价须公示。",
    "Say whether the university or institute is the state's: if it is, a price by agreement is published.",
)
_PUBLISH = Text(
    "国家设立的高校、院所协议定价的，应当先公示成果名称和拟交易价格。",
    "A state university or institute publishes the name and the intended price first when it sets the price by agreement.",
)
_NOTICE_OPEN = Text("定价公示尚未结束。", "The public notice of the price is not over.")
_ASK = Text(
    "转让职务技术成果的，完成人有同等条件优先受让的权利；请先记录完成人对现有条件的答复。",
    "Those who made a service result may take it first on equal terms: note their answer to these terms before you sign.",
)
_FIRST = Text(
    "完成人已要求优先受让，不能转让给他人。", "An inventor wants it first; it cannot be transferred to another."
)
_NO_LICENCE = Text(
    "技术出口合同自许可证颁发之日起生效；请先填出口许可证号。",
    "The export contract takes effect with the export licence; give its number first.",
)
_NO_CERTIFICATE = Text(
    "自由出口的技术实行合同登记；请先填合同登记证号。",
    "A free export is registered by contract; give the certificate first.",
)
_LATE = Text(
    "{rights} 年费逾期，许可合同不予备案；请先补缴。",
    "The annuity of {rights} is late: no licence of it is recorded; pay it first.",
)
_NO_ROYALTY = Text("合同没有约定提成支付。", "The contract knows no royalty.")
_NO_STATEMENT = Text("还没有结算过的期间，无从查账。", "No period was stated yet, so there is none to audit.")
_NO_REWARD = Text("尚未确定奖酬比例。", "No share has been set yet.")
