"""Who takes part. Natural persons appear by a code of ours and a sealed name only (个人信息保护法 47)."""

from ipops.ledger.fact import Fact, Sealed, about
from ipops.ledger.facts.words import PartyKind
from ipops.ledger.kinds import kind


@kind("party_registered", "主体登记", "party registered")
class PartyRegistered(Fact):
    """A party became known to the city; ``on`` is its day of foundation, or of first appearance if that is unknown.

    ``controller`` names the party (or our code of the person) that is known to stand behind it.
    """

    party: str = about("主体代码", "party", refers="party")
    kind_of_party: PartyKind = about("主体类型", "kind of party")
    name: str = about("名称", "name", default="")
    name_sealed: Sealed | None = about("姓名（加封）", "name (sealed)", default=None)
    code: str = about("统一社会信用代码", "unified social credit code", default="")
    place: str = about("所在区划代码", "division code", refers="place", default="")
    industry: str = about("国民经济行业代码", "industry code (GB/T 4754)", default="")
    sme: bool | None = about("中小企业（自报）", "SME (declared)", default=None)
    founded_known: bool = about("成立日已知", "foundation day is known", default=False)
    controller: str = about("实际控制人", "controlled by", refers="party", default="")


@kind("party_renamed", "主体更名", "party renamed")
class PartyRenamed(Fact):
    party: str = about("主体代码", "party", refers="party")
    name: str = about("新名称", "new name")
