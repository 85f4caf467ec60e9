"""Money of a deal: what was paid, what the taker states of a period, what an audit found, what those who made it get."""

from datetime import date
from fractions import Fraction

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, about
from ipops.ledger.kinds import kind
from ipops.lines.trading.facts.words import RewardFor


@kind("deal_paid", "交易到款", "deal paid")
class DealPaid(Fact):
    """Money that arrived on ``on``. Reports count this and no asked price."""

    deal: str = about("交易编号", "deal", refers="deal")
    amount: Money = about("到款金额", "amount")
    place: str = about("地区", "place", refers="place", default="")
    period: str = about("所属结算期", "period it is for", default="")


@kind("royalty_stated", "提成结算", "royalty stated")
class RoyaltyStated(Fact):
    """The taker says what the base came to in a period; ``until`` is exclusive. ``due`` follows from the terms."""

    deal: str = about("交易编号", "deal", refers="deal")
    since: date = about("期间起", "from")
    until: date = about("期间止（不含）", "until (exclusive)")
    base: Money = about("提成基数金额", "the base")
    due: Money = about("应付提成", "royalty due")


@kind("royalty_audited", "查账结论", "royalty audited")
class RoyaltyAudited(Fact):
    """An audit of a stated period: ``found`` is the base as it was, ``more`` what is due beyond the statement (may be less)."""

    deal: str = about("交易编号", "deal", refers="deal")
    since: date = about("期间起", "from")
    found: Money = about("查实基数", "base found")
    more: Money = about("应补金额", "due beyond the statement")


@kind("reward_set", "奖酬办法", "reward set")
class RewardSet(Fact):
    """The share for those who made the result; ``agreed`` is empty where nobody ruled or agreed on any."""

    deal: str = about("交易编号", "deal", refers="deal")
    basis: RewardFor = about("奖酬依据", "of what")
    state_body: bool = about("国家设立的高校、院所", "a state university or institute")
    agreed: Fraction | None = about("规定或约定的比例", "share ruled or agreed", default=None)
    share: Fraction = about("适用比例", "share that applies")


@kind("reward_paid", "奖酬发放", "reward paid")
class RewardPaid(Fact):
    """``net`` is the income of the year less what the deal cost, as its unit says; ``amount`` is what was paid of it."""

    deal: str = about("交易编号", "deal", refers="deal")
    year: int = about("年度", "year")
    net: Money = about("净收入", "net income")
    amount: Money = about("发放金额", "amount")
    people: int = about("人数", "people")
    place: str = about("地区", "place", refers="place", default="")
