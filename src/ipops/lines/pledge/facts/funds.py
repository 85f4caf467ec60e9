"""Funds that share losses, their money and lists, and a park's credit for many firms together."""

from datetime import date

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, about
from ipops.ledger.kinds import kind
from ipops.lines.pledge.facts.words import FilesWhen, LineState, Returns


@kind("fund_opened", "资金设立", "fund opened")
class FundOpened(Fact):
    """A fund runs one scheme. ``terms`` fill places where the scheme's source is silent (``path=value``): the fund's own
    agreement, attached as the entry's document, says so. ``draw_first``: its agreement lets a loan be drawn before the
    pledge is registered."""

    fund: str = about("资金编号", "fund", refers="case")
    name: str = about("名称", "name")
    scheme: str = about("方案", "scheme")
    place: str = about("地区", "place", refers="place")
    payer: str = about("方案中本资金的名称", "what the scheme calls this fund")
    terms: tuple[str, ...] = about("协议约定（路径=值）", "agreed terms (path=value)", default=())
    files: FilesWhen = about("贷款备案时点", "when a loan is filed", default=FilesWhen.UNSTATED)
    files_days: int | None = about("备案期限（工作日）", "working days to file", default=None)
    claim_days: int | None = about("申请补偿期限（工作日）", "working days to claim", default=None)
    returns: Returns = about("追回款去向", "where its part of a recovery goes", default=Returns.POOL)
    asks_list: bool = about("要求白名单", "asks for a white list", default=False)
    draw_first: bool = about("允许先放款后登记", "a loan may be drawn before registration", default=False)


@kind("fund_moved", "资金收付", "fund moved")
class FundMoved(Fact):
    """Money put in (positive) or taken out (negative) by its owners; compensation and recoveries are facts of claims."""

    fund: str = about("资金编号", "fund", refers="case")
    place: str = about("地区", "place", refers="place")
    amount: Money = about("金额", "amount")
    why: str = about("说明", "what for", default="")


@kind("fund_stated", "资金对账", "fund's balance stated")
class FundStated(Fact):
    """What the bank's statement says stood at the end of ``on``. A difference is shown, never adjusted."""

    fund: str = about("资金编号", "fund", refers="case")
    place: str = about("地区", "place", refers="place")
    balance: Money = about("日终余额", "balance at the end of the day")


@kind("fund_line_turned", "资金预警停办状态", "fund's warning or stop turned")
class FundLineTurned(Fact):
    """The fund's state by a line of its scheme changed: by the measure of the day, or by a decision of its owners (``why``, with
    their paper). Kept, because what holds after a stop depends on the day before."""

    fund: str = about("资金编号", "fund", refers="case")
    place: str = about("地区", "place", refers="place")
    line: str = about("方案中的线", "line, as the scheme names it")
    before: LineState = about("此前", "before")
    after: LineState = about("此后", "after")
    measure: str = about("当时的数值", "what was measured", default="")
    why: str = about("决定的说明", "words of the decision", default="")


@kind("fund_listed", "白名单", "white list")
class FundListed(Fact):
    """``off``: these firms leave the list."""

    fund: str = about("资金编号", "fund", refers="case")
    place: str = about("地区", "place", refers="place")
    firms: tuple[str, ...] = about("企业", "firms", refers="party")
    off: bool = about("移出", "taken off", default=False)


@kind("credit_given_together", "集合授信", "collective credit")
class CreditGivenTogether(Fact):
    """One bank's credit for the firms of a park."""

    credit: str = about("集合授信编号", "collective credit", refers="case")
    park: str = about("园区", "park", refers="party")
    bank: str = about("银行", "bank", refers="party")
    place: str = about("地区", "place", refers="place")
    amount: Money = about("授信总额", "limit of all")
    each: Money | None = about("单户上限", "limit of one firm", default=None)
    firms: tuple[str, ...] = about("企业", "firms", refers="party", default=())
    until: date | None = about("截止日（不含）", "until (exclusive)", default=None)
