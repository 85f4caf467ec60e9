"""Supply and demand: disclosures, inventories, offers, needs, open licences, what people said of a match.

A disclosed invention is secret until its application is published: title and words are sealed and lie in the erasable store.
"""

from datetime import date

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, Sealed, about
from ipops.ledger.facts.words import CreditGrade
from ipops.ledger.kinds import kind
from ipops.lines.trading.facts.acts import Act
from ipops.lines.trading.facts.words import Assessed, Evidence, Judged, MarketMove, Priced, PriceForm


@kind("market_moved", "供需进展", "market case moved")
class MarketMoved(Fact):
    """A step that carries nothing but its day and the reason."""

    case: str = about("编号", "case", refers="case")
    event: MarketMove = about("步骤", "step")
    place: str = about("地区", "place", refers="place", default="")
    why: str = about("说明", "words", default="")


@kind("invention_disclosed", "发明披露", "invention disclosed")
class InventionDisclosed(Fact):
    disclosure: str = about("披露编号", "disclosure", refers="case")
    owner: str = about("单位", "owner", refers="party")
    place: str = about("地区", "place", refers="place", default="")
    title_sealed: Sealed = about("名称（加封）", "title (sealed)")
    words_sealed: Sealed = about("内容（加封）", "words (sealed)")


@kind("disclosure_assessed", "申请前评估", "disclosure assessed")
class DisclosureAssessed(Fact):
    disclosure: str = about("披露编号", "disclosure", refers="case")
    end: Assessed = about("结论", "end")


@kind("disclosure_filed", "披露转申请", "disclosure filed")
class DisclosureFiled(Fact):
    disclosure: str = about("披露编号", "disclosure", refers="case")
    right: str = about("申请号", "application number", refers="right")


@kind("disclosure_published", "披露公开", "disclosure published")
class DisclosurePublished(Fact):
    """The application was published on ``on``: from now on its title is no secret."""

    disclosure: str = about("披露编号", "disclosure", refers="case")
    title: str = about("名称", "title")


@kind("patent_inventoried", "存量专利盘点", "patent inventoried")
class PatentInventoried(Fact):
    """``grade`` is of the scale that ``scale`` names: the official scale was not found, so a unit brings its own."""

    right: str = about("专利号", "right", refers="right")
    owner: str = about("权利人", "owner", refers="party")
    place: str = about("地区", "place", refers="place", default="")
    campaign: str = about("盘点批次", "campaign", refers="case")
    scale: str = about("所用分级标准", "scale")
    grade: str = about("等级", "grade")
    in_library: bool = about("入可转化库", "in the library", default=False)


@kind("offer_made", "供给发布", "offer made")
class OfferMade(Fact):
    """``asked`` is an asked price: it is shown and never reported as money."""

    offer: str = about("供给编号", "offer", refers="case")
    owner: str = about("供给方", "owner", refers="party")
    rights: tuple[str, ...] = about("专利号", "rights", refers="right")
    place: str = about("地区", "place", refers="place", default="")
    act: Act = about("方式", "act")
    priced: Priced = about("定价方式", "how it is priced")
    asked: Money | None = about("挂牌价或起拍价", "asked price", default=None)
    closes_on: date | None = about("截止日", "closes on", default=None)
    words: str = about("说明", "words", default="")
    agency: str = about("经办服务机构", "agency in charge", refers="party", default="")
    agency_grade: CreditGrade = about("机构信用等级", "the agency's credit grade", default=CreditGrade.UNKNOWN)


@kind("bid_placed", "竞价出价", "bid placed")
class BidPlaced(Fact):
    """One bid in an auction of an offer; a bid is no money and is reported as none."""

    offer: str = about("供给编号", "offer", refers="case")
    bidder: str = about("竞买人", "bidder", refers="party")
    amount: Money = about("出价", "bid")
    place: str = about("地区", "place", refers="place", default="")


@kind("auction_won", "竞价成交", "auction won")
class AuctionWon(Fact):
    """The highest bid won. ``deal`` is the case in which it becomes a contract; the price counts once it is paid."""

    offer: str = about("供给编号", "offer", refers="case")
    deal: str = about("交易编号", "deal", refers="deal")
    winner: str = about("买受人", "winner", refers="party")
    amount: Money = about("成交价", "winning bid")
    place: str = about("地区", "place", refers="place", default="")


@kind("need_stated", "需求发布", "need stated")
class NeedStated(Fact):
    need: str = about("需求编号", "need", refers="case")
    party: str = about("需求方", "party", refers="party")
    title: str = about("题目", "title")
    words: str = about("内容", "words")
    place: str = about("地区", "place", refers="place", default="")
    industry: str = about("国民经济行业代码", "industry code", default="")
    size: str = about("企业规模（自报）", "size (declared)", default="")
    budget: Money | None = about("预算", "budget", default=None)
    closes_on: date | None = about("截止日", "closes on", default=None)


@kind("match_pushed", "匹配推送", "matches pushed")
class MatchPushed(Fact):
    """The list that the asker of a need was sent on ``on``: each patent with its place and its place by words alone."""

    need: str = about("需求编号", "need", refers="case")
    party: str = about("需求方", "party", refers="party")
    place: str = about("地区", "place", refers="place", default="")
    rights: tuple[str, ...] = about("专利号", "rights", refers="right")
    ranks: tuple[int, ...] = about("名次", "ranks")
    plain_ranks: tuple[int, ...] = about("只按文字的名次", "ranks by words alone")


@kind("match_judged", "匹配反馈", "match judged")
class MatchJudged(Fact):
    """``rank`` is the place at which it was pushed, ``plain_rank`` its place by words alone; nought for not among the best."""

    need: str = about("需求编号", "need", refers="case")
    right: str = about("专利号", "right", refers="right")
    place: str = about("地区", "place", refers="place", default="")
    rank: int = about("名次", "rank")
    plain_rank: int = about("只按文字的名次", "rank by words alone")
    judged: Judged = about("反馈", "judged")
    why: str = about("说明", "words", default="")


@kind("open_licence_stated", "开放许可声明文本", "open licence statement")
class OpenLicenceStated(Fact):
    """The five fields of 实施细则 第八十五条: number, owner, way and standard of payment, term, what else."""

    statement: str = about("声明编号", "statement", refers="case")
    right: str = about("专利号", "right", refers="right")
    owners: tuple[str, ...] = about("专利权人", "owners", refers="party")
    place: str = about("地区", "place", refers="place", default="")
    way: PriceForm = about("支付方式", "way of payment")
    standard: str = about("支付标准", "standard of payment")
    until: date | None = about("许可期限至（不含）", "offered until (exclusive)", default=None)
    other: str = about("其他事项", "what else", default="")
    report: bool = about("附专利权评价报告", "with the evaluation report", default=False)
    pledgees_agree: bool = about("质权人书面同意", "the pledgees agree in writing", default=False)


@kind("open_licence_taken", "开放许可达成", "open licence taken")
class OpenLicenceTaken(Fact):
    """The taker wrote to the owner and paid as announced: the licence exists (专利法 第五十一条). ``deal`` is its recordal."""

    statement: str = about("声明编号", "statement", refers="case")
    right: str = about("专利号", "right", refers="right")
    deal: str = about("交易编号", "deal", refers="deal")
    taker: str = about("被许可方", "licensee", refers="party")
    paid: Money | None = about("已付使用费", "fee paid", default=None)


@kind("use_reported", "转化后成效", "use reported")
class UseReported(Fact):
    """What became of a patent after the deal, in one year. ``evidence`` is what shows it; figures are of that year."""

    deal: str = about("交易编号", "deal", refers="deal")
    year: int = about("年度", "year")
    evidence: tuple[Evidence, ...] = about("实施证据", "evidence of use", default=())
    products: int = about("新产品数", "products", default=0)
    sales: Money | None = about("销售额", "sales", default=None)
    jobs: int | None = about("新增就业", "jobs", default=None)
    place: str = about("地区", "place", refers="place", default="")


@kind("pool_agreed", "专利池", "pool agreed")
class PoolAgreed(Fact):
    """Members, patents and the split of fees as agreed. Which patents are essential is unknown: nobody here judges that.

    ``families`` runs beside ``rights``: patents of one number are of one family; empty where nobody told families."""

    pool: str = about("专利池编号", "pool", refers="case")
    title: str = about("名称", "title")
    place: str = about("地区", "place", refers="place", default="")
    members: tuple[str, ...] = about("成员", "members", refers="party")
    shares: tuple[int, ...] = about("分配份数", "parts of the fees", default=())
    rights: tuple[str, ...] = about("专利号", "rights", refers="right", default=())
    families: tuple[int, ...] = about("所属同族", "family of each", default=())
    terms: str = about("许可条件", "licence terms", default="")


@kind("pool_fee_received", "专利池收入", "pool fee received")
class PoolFeeReceived(Fact):
    pool: str = about("专利池编号", "pool", refers="case")
    amount: Money = about("金额", "amount")
    shares: tuple[Money, ...] = about("各成员所得", "each member's part", default=())
