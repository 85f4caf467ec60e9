"""What an act brings with it when it may be done: nothing to refuse, something to see to."""

from __future__ import annotations

from collections.abc import Iterator

from ipops.kernel.outcome import Reason
from ipops.kernel.text import Text
from ipops.rights.collisions import clauses
from ipops.rights.collisions.seen import Act, Intent, RightSeen, Seen


def duties(ask: Intent, right: RightSeen, seen: Seen) -> Iterator[Reason]:
    """With the pledgee's consent a pledged right may move, and then the price belongs to the debt (民法典 444)."""
    if right.pledges and ask.pledgees_agree and ask.act != Act.PLEDGE:
        who = seen.names(p for pledge in right.pledges for p in pledge.pledgees)
        entries = tuple(p.entry for p in right.pledges if p.entry)
        yield Reason(
            code="proceeds-to-the-pledgee",
            says=_PROCEEDS.fill(right=right.number, who=who),
            cite=clauses.PROCEEDS,
            field="price",
            facts=entries or right.entries,
        )
    alone = ask.act == Act.LICENCE and len(right.owners) > 1 and not ask.co_owners_agree
    if alone and right.kind is not None and right.kind.is_patent:
        yield Reason(
            code="royalty-is-shared", says=_SHARED.fill(right=right.number), cite=clauses.ROYALTY_SHARED, field="price"
        )


_PROCEEDS = Text(
    "{right} 已出质：所得价款应当向质权人 {who} 提前清偿债务或者提存。",
    "{right} is pledged: the price goes to {who} to settle the debt early, or is deposited.",
)
_SHARED = Text(
    "{right} 为共有：单独许可收取的使用费应当在共有人之间分配。",
    "{right} has several owners: the royalty of a licence one of them grants alone is shared among them.",
)
