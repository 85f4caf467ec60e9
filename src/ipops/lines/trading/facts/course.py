"""The course of a deal from being found to being ended. The act itself, once on the register, is a shared fact.

Every one names the deal by the code under which the register's act will be stored: there is one case, and it counts once.
"""

from datetime import date
from fractions import Fraction

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, Sealed, about
from ipops.ledger.kinds import kind
from ipops.lines.trading.facts.acts import Act
from ipops.lines.trading.facts.words import (
    Abroad,
    ExportClass,
    FailedFor,
    InventorAnswer,
    Move,
    Origin,
    Priced,
    PriceForm,
    RoyaltyBase,
    Security,
    Settled,
)


@kind("deal_found", "交易线索", "deal found")
class DealFound(Fact):
    """Two sides look at rights together. ``source`` is where they met: a need, a listing, a pledge that failed."""

    deal: str = about("交易编号", "deal", refers="deal")
    act: Act = about("行为", "act")
    rights: tuple[str, ...] = about("权利号", "rights", refers="right")
    givers: tuple[str, ...] = about("转让方或许可方", "transferors or licensors", refers="party")
    takers: tuple[str, ...] = about("受让方或被许可方", "transferees or licensees", refers="party")
    from_place: str = about("转出方区划", "giver's division", refers="place", default="")
    to_place: str = about("转入方区划", "taker's division", refers="place", default="")
    origin: Origin = about("来源", "how they met", default=Origin.DIRECT)
    source: str = about("来源编号", "source", refers="case", default="")
    abroad: Abroad | None = about("是否涉及境外", "does the right leave the country", default=None)


@kind("deal_moved", "交易进展", "deal moved")
class DealMoved(Fact):
    """A step that carries nothing but its day and the reason: ``event`` is one of ``machine.DEAL``."""

    deal: str = about("交易编号", "deal", refers="deal")
    event: Move = about("步骤", "step")
    why: str = about("说明", "words", default="")
    register_no: str = about("合同号或申请号", "number of the contract or request", default="")


@kind("terms_agreed", "交易条件", "terms agreed")
class TermsAgreed(Fact):
    """The price and how it is paid. ``rates`` are the royalty's, one a year in order, the last one holding on; ``minimum`` is
    what each period brings at least; ``accounts`` how the licensor may see the accounts (民法典 第八百四十六条)."""

    deal: str = about("交易编号", "deal", refers="deal")
    priced: Priced = about("定价方式", "how the price came about")
    form: PriceForm = about("支付方式", "how it is paid")
    abroad: Abroad = about("是否涉及境外", "does the right leave the country")
    state_body: bool | None = about(
        "转出方为国家设立的高校、院所", "the giver is a state university or institute", default=None
    )
    price: Money | None = about("固定价款或入门费", "fixed price or entry fee", default=None)
    base: RoyaltyBase | None = about("提成基数", "base of the royalty", default=None)
    rates: tuple[Fraction, ...] = about("提成比例（逐年）", "royalty rates by year", default=())
    minimum: Money | None = about("每期保底", "minimum of each period", default=None)
    months: int | None = about("结算期（月）", "months of a period", default=None)
    accounts: str = about("查账办法", "how accounts are seen", default="")


@kind("pledgee_consented", "质权人同意", "pledgee consented")
class PledgeeConsented(Fact):
    """``prepays`` says what becomes of the money: prepayment of the debt, else escrow (民法典 第四百四十四条)."""

    deal: str = about("交易编号", "deal", refers="deal")
    pledges: tuple[str, ...] = about("质押编号", "pledges")
    pledgees: tuple[str, ...] = about("质权人", "pledgees", refers="party", default=())
    prepays: bool = about("价款提前清偿（否则提存）", "the price prepays the debt (else escrow)", default=True)


@kind("price_published", "协议定价公示", "price published")
class PricePublished(Fact):
    """``days`` is the length by the province's document, empty where none is known; ``insiders`` are takers who made the
    result or are close to who did."""

    deal: str = about("交易编号", "deal", refers="deal")
    name: str = about("成果名称", "name of the result")
    summary: str = about("内容摘要", "summary")
    price: Money | None = about("拟交易价格", "intended price", default=None)
    days: int | None = about("公示天数", "days", default=None)
    insiders: tuple[str, ...] = about("标明的利害关系受让方", "insiders named", refers="party", default=())
    where: str = about("公示处", "where", default="")


@kind("price_objected", "公示异议", "objection to the price")
class PriceObjected(Fact):
    deal: str = about("交易编号", "deal", refers="deal")
    objection: str = about("异议编号", "objection", refers="case")
    who: Sealed | None = about("异议人（加封）", "who objects (sealed)", default=None)
    words: str = about("内容", "words")


@kind("price_objection_settled", "公示异议处理", "objection settled")
class PriceObjectionSettled(Fact):
    deal: str = about("交易编号", "deal", refers="deal")
    objection: str = about("异议编号", "objection", refers="case")
    end: Settled = about("结论", "end")
    why: str = about("理由", "reason")


@kind("export_classified", "技术出口核对", "export checked")
class ExportClassified(Fact):
    """What the catalogue says and which papers are at hand. ``catalogue`` names its edition: none lies with this program."""

    deal: str = about("交易编号", "deal", refers="deal")
    export: ExportClass = about("出口类别", "class")
    catalogue: str = about("所据目录及条目", "catalogue and item relied on")
    letter: str = about("许可意向书号", "letter of intent", default="")
    licence: str = about("出口许可证号", "export licence", default="")
    registration: str = about("合同登记证号", "certificate of registration", default="")
    security: Security | None = about("安全审查", "security review", default=None)
    applied_on: date | None = about("申请日", "applied on", default=None)


@kind("inventors_asked", "完成人优先受让", "inventors asked")
class InventorsAsked(Fact):
    """Whether those who made a service result want it on equal terms (民法典 第八百四十七条). Nobody is named here."""

    deal: str = about("交易编号", "deal", refers="deal")
    answer: InventorAnswer = about("答复", "answer")


@kind("deal_failed", "交易未成", "deal failed")
class DealFailed(Fact):
    deal: str = about("交易编号", "deal", refers="deal")
    cause: FailedFor = about("原因", "cause")
    why: str = about("说明", "words", default="")
    place: str = about("地区", "place", refers="place", default="")
