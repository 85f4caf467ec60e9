"""A fact about an entry itself."""

from ipops.ledger.fact import Fact, about
from ipops.ledger.kinds import kind


@kind("withdrawn", "撤回", "withdrawal")
class Withdrawn(Fact):
    """An earlier entry should never have been made; it is superseded by this one and nothing takes its place."""

    why: str = about("理由", "reason")
