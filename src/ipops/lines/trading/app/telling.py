"""What the codes inside this line's facts are called: kinds of conflict, and whose task a check is."""

from __future__ import annotations

from ipops.kernel.text import Text
from ipops.ledger.fact import Fact
from ipops.webkit.pages import names
from ipops.webkit.roles import Role

CONFLICTS = {
    "not-the-owner": Text("转出方不是权利人", "the giver does not own the right"),
    "co-owner-consent": Text("缺少共有人同意", "a co-owner's consent is missing"),
    "not-in-force": Text("权利已终止", "the right was not in force"),
    "outlives-the-right": Text("许可期限超过权利期限", "the licence outlives the right"),
    "pledged": Text("出质后未经质权人同意", "pledged, without the pledgee's consent"),
    "exclusive-overlap": Text("与独占许可重叠", "overlaps an exclusive licence"),
    "sole-overlap": Text("与排他许可重叠", "overlaps a sole licence"),
    "open-licence": Text("开放许可期间的独占或排他许可", "exclusive or sole during an open licence"),
    "not-alone": Text("已有其他许可", "other licences are running"),
    "preserved": Text("法院保全期间", "preserved by a court"),
    "suspended": Text("有关程序中止期间", "proceedings are suspended"),
    "to-itself": Text("双方为同一主体", "one party on both sides"),
    "right-unknown": Text("权属未核实", "the title was not checked"),
}


def word(fact: Fact, field: str, value: str) -> Text | None:
    """``None`` for what is no code of ours: then it is shown as it is."""
    if field == "conflict":
        return CONFLICTS.get(value)
    return owner(value) if field == "owner" else None


def owner(of: str) -> Text | None:
    """``checker@990100`` as a role and a place, ``user:checker@demo`` as the role; ``None`` for a person's label."""
    role, _, place = of.removeprefix("user:").partition("@")
    if role not in {str(r) for r in Role} or not place:
        return None
    if not place.isdigit():
        return Role(role).named
    return Text("{role} · {place}", "{role} · {place}").fill(role=Role(role).named, place=names.place(place))
