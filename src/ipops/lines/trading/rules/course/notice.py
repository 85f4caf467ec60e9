"""How long a price by agreement stands on public notice: the pack of the giver's place says, and only where one does."""

from __future__ import annotations

from datetime import date

from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.lines.trading.machine import clauses
from ipops.policy import Known, pack_of_place

TERM = "conversion.publicity_days"


def days_at(place: str, on: date) -> Known | Unknown:
    """By the most specific of city and province that has a rule of its own; unknown elsewhere: the national law names none."""
    for code in dict.fromkeys((place, f"{place[:4]}00", f"{place[:2]}0000")):
        pack = pack_of_place(code) if place else None
        if pack is not None and TERM in pack.term_names():
            return pack.term(TERM, on)
    return Unknown(why=_WHY, needs=_NEEDS, cites=(clauses.PRICE_PUBLIC,))


def insider_clause(place: str) -> Citation:
    """By what a taker who made the result, or is close to who did, is named: Zhejiang's regulation there, our rule elsewhere."""
    return clauses.INSIDER if place.startswith(_ZHEJIANG) else clauses.OURS


_ZHEJIANG = "33"
_WHY = Text(
    "国家法律只规定应当公示，没有规定天数；本地的规定尚未收录。",
    "The national law says that it is published, not for how long; no rule of this place is at hand.",
)
_NEEDS = Text("本省促进科技成果转化条例，写成政策包。", "the province's regulation on conversion, as a pack.")
