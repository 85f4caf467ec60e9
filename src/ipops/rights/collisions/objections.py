"""What the law holds against a transfer, licence or pledge of one right, each objection with its clause. All are found at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Reason
from ipops.kernel.text import Text
from ipops.ledger.facts.words import EndOfRight, LicenceKind, RightKind
from ipops.rights.collisions import clauses
from ipops.rights.collisions.seen import Act, Intent, LicenceSeen, RightSeen, Seen

_ALONE = (LicenceKind.SOLE, LicenceKind.EXCLUSIVE)
_CO_OWNERS_BY_KIND = {
    RightKind.TRADEMARK: clauses.CO_OWNERS_MARK,
    RightKind.COPYRIGHT: clauses.CO_AUTHORS,
    RightKind.SOFTWARE: clauses.CO_AUTHORS_SOFTWARE,
    RightKind.LAYOUT: clauses.CO_OWNERS_LAYOUT,
}


def objections(ask: Intent, right: RightSeen, seen: Seen) -> Iterator[Reason]:
    """Every objection to the act on this right. Order: title, life, co-owners, term, pledge, other licences, court."""
    if not right.known:
        if not ask.title_shown:
            yield _reason("right-unknown", _UNKNOWN, _title(ask, right), right, field="rights")
        return
    yield from _title_objections(ask, right, seen)
    yield from _life_objections(ask, right)
    if ask.act != Act.PLEDGE:
        yield from _pledge_objections(ask, right, seen)
    if ask.act == Act.LICENCE:
        yield from _licence_objections(ask, right)
    if right.preserved_by:
        says = _PRESERVED.fill(by="、".join(right.preserved_by))
        yield _reason("preserved", says, _stays(ask, right), right)
    if right.suspended and ask.act != Act.LICENCE:
        yield _reason("suspended", _SUSPENDED, _stays(ask, right), right)


def _stays(ask: Intent, right: RightSeen) -> Citation:
    """Why a seized or suspended right stays where it is."""
    if right.kind is RightKind.TRADEMARK:
        return clauses.PRESERVED_MARK
    if ask.act == Act.PLEDGE and not _is_patent(right):
        return clauses.MAY_PLEDGE
    return clauses.PRESERVED_PLEDGE if ask.act == Act.PLEDGE else clauses.PRESERVED


def _title(ask: Intent, right: RightSeen) -> Citation:
    if ask.act == Act.PLEDGE:
        return clauses.MAY_PLEDGE
    if right.kind is RightKind.TRADEMARK:
        return clauses.TITLE_MARK_TRANSFER if ask.act == Act.TRANSFER else clauses.TITLE_MARK_LICENCE
    return clauses.TITLE


def _title_objections(ask: Intent, right: RightSeen, seen: Seen) -> Iterator[Reason]:
    if not right.owners:
        return  # known, but not whose: nothing to hold against it
    strangers = [g for g in ask.givers if g not in right.owners]
    if strangers:
        says = _NOT_OWNER.fill(right=right.number, who=seen.names(strangers))
        yield _reason("not-the-owner", says, _title(ask, right), right, field="givers")
        return
    silent = [o for o in right.owners if o not in ask.givers]
    ordinary = ask.act == Act.LICENCE and ask.kind_of_licence in (LicenceKind.ORDINARY, LicenceKind.OPEN, None)
    alone = ordinary and _is_patent(right)
    if silent and not ask.co_owners_agree and not alone:
        cite = _CO_OWNERS_BY_KIND.get(right.kind or RightKind.INVENTION, clauses.CO_OWNERS)
        says = _CO_OWNERS.fill(right=right.number, who=seen.names(silent))
        yield _reason("co-owner-consent", says, cite, right, field="co_owners_agree")


def _is_patent(right: RightSeen) -> bool:
    return right.kind is None or right.kind.is_patent


def _life_objections(ask: Intent, right: RightSeen) -> Iterator[Reason]:
    first = ask.starts_on or ask.contract_on or ask.on
    ended = right.ended_on
    if ended is not None and (ended <= ask.on or right.ended_why is EndOfRight.INVALIDATED):
        why = right.ended_why.named if right.ended_why else Text("已终止", "ended")
        yield _reason(
            "not-in-force", _ENDED.fill(right=right.number, day=ended, why=why), _ended_clause(ask, right), right
        )
    elif right.expires_on is not None and right.expires_on <= max(first, ask.on):
        says = _EXPIRED.fill(right=right.number, day=right.expires_on)
        yield _reason("not-in-force", says, _ended_clause(ask, right), right)
    elif ask.act == Act.LICENCE and ask.until is not None:
        dies = min((d for d in (right.expires_on, ended) if d is not None), default=None)
        if dies is not None and ask.until > dies:
            says = _OUTLIVES.fill(right=right.number, until=ask.until, dies=dies)
            yield _reason("outlives-the-right", says, clauses.TERM, right, field="until")


def _ended_clause(ask: Intent, right: RightSeen) -> Citation:
    if right.ended_why is EndOfRight.INVALIDATED:
        return clauses.INVALID
    if ask.act == Act.PLEDGE and not _is_patent(right):
        return clauses.MAY_PLEDGE
    return clauses.ENDED_LICENCE if ask.act == Act.LICENCE else clauses.ENDED


def _pledge_objections(ask: Intent, right: RightSeen, seen: Seen) -> Iterator[Reason]:
    if right.pledges and not ask.pledgees_agree:
        who = seen.names(p for pledge in right.pledges for p in pledge.pledgees)
        says = _PLEDGED.fill(right=right.number, pledge="、".join(p.pledge for p in right.pledges), who=who)
        entries = tuple(p.entry for p in right.pledges if p.entry)
        yield _reason("pledged", says, clauses.PLEDGED, right, field="pledgees_agree", entries=entries)


def _licence_objections(ask: Intent, right: RightSeen) -> Iterator[Reason]:
    for other in right.licences:
        if other.deal == ask.deal or not _run_together(ask, other) or not ask.reach.meets(other.reach):
            continue
        got = _clash(ask, other)
        if got is not None:
            code, says, cite = got
            filled = says.fill(right=right.number, deal=other.deal, kind=other.kind.named, until=_day(other.until))
            entries = (other.entry,) if other.entry else ()
            yield _reason(code, filled, cite, right, field="kind_of_licence", entries=entries)


def _clash(ask: Intent, other: LicenceSeen) -> tuple[str, Text, Citation] | None:
    if other.kind is LicenceKind.EXCLUSIVE:
        return "exclusive-overlap", _TAKEN, clauses.EXCLUSIVE
    if other.kind is LicenceKind.SOLE:
        return "sole-overlap", _TAKEN, clauses.SOLE
    if ask.kind_of_licence in _ALONE and other.kind is LicenceKind.OPEN:
        return "open-licence", _OPEN, clauses.OPEN_LICENCE
    if ask.kind_of_licence in _ALONE:
        cite = clauses.EXCLUSIVE if ask.kind_of_licence is LicenceKind.EXCLUSIVE else clauses.SOLE
        return "not-alone", _NOT_ALONE, cite
    return None


def _run_together(ask: Intent, other: LicenceSeen) -> bool:
    start = ask.starts_on or ask.contract_on or ask.on
    return (other.until is None or start < other.until) and (ask.until is None or other.starts_on < ask.until)


def _day(day: date | None) -> Text:
    return Text(str(day), str(day)) if day else Text("权利终止", "the right ends")


def _reason(
    code: str, says: Text, cite: Citation, right: RightSeen, *, field: str = "", entries: tuple[int, ...] = ()
) -> Reason:
    return Reason(code=code, says=says, cite=cite, field=field, facts=entries or right.entries)


_UNKNOWN = Text(
    "尚无该权利的登记信息，无法核实权属；请先导入登记信息，或附上登记簿副本。",
    "Nothing is known of this right, so the title cannot be confirmed; import its record first, or attach the register's extract.",
)
_NOT_OWNER = Text(
    "{who} 不是 {right} 的权利人；只有权利人才能转让或许可。",
    "{who} does not own {right}; only its owner may transfer or license it.",
)
_CO_OWNERS = Text(
    "{right} 另有共有人 {who}，须取得其同意；请附上书面同意。",
    "{right} also belongs to {who}, who must agree; attach the written consent.",
)
_ENDED = Text("{right} 已于 {day} 终止（{why}）。", "{right} ended on {day} ({why}).")
_EXPIRED = Text("{right} 的保护期于 {day} 届满。", "The term of {right} ends on {day}.")
_OUTLIVES = Text(
    "许可期限至 {until}（不含），而 {right} 于 {dies} 终止；请缩短许可期限。",
    "The licence would run until {until} (exclusive), but {right} ends on {dies}; shorten it.",
)
_PLEDGED = Text(
    "{right} 已出质（{pledge}），须取得质权人 {who} 同意；请附上书面同意。",
    "{right} is pledged ({pledge}); the pledgee {who} must agree. Attach the written consent.",
)
_TAKEN = Text(
    "{right} 已有{kind}（{deal}，至 {until}），其地域和期限与本次重叠，不得再许可他人。",
    "{right} is under a running {kind} ({deal}, until {until}) that overlaps in place and time; it cannot be licensed to another.",
)
_OPEN = Text(
    "{right} 正在实行开放许可（{deal}），期间不得给予独占或者排他许可。",
    "{right} is under an open licence ({deal}), during which no exclusive or sole licence may be given.",
)
_NOT_ALONE = Text(
    "{right} 已有{kind}（{deal}，至 {until}），在其地域和期限内无法再做到仅许可一人。",
    "{right} is already under a {kind} ({deal}, until {until}); within its place and time it cannot be licensed to one alone.",
)
_PRESERVED = Text(
    "该权利被法院保全（{by}），保全期间暂停办理转移手续。",
    "A court has preserved this right ({by}); while that lasts its transfer is suspended.",
)
_SUSPENDED = Text(
    "因权属纠纷，有关程序已中止；中止期间不办理转移和质押手续。",
    "Proceedings are suspended over a dispute of ownership; meanwhile neither transfer nor pledge is entered.",
)
