"""Closed vocabularies of this line's own facts."""

from __future__ import annotations

from ipops.ledger.facts.words import Word


class Origin(Word):
    """How the two sides came together."""

    DIRECT = "direct", "双方自行接洽", "the sides found each other"
    MATCH = "match", "供需匹配推送", "a match that was pushed"
    NEED = "need", "需求揭榜", "an answer to a published need"
    LISTING = "listing", "挂牌", "a listing"
    AUCTION = "auction", "拍卖", "an auction"
    OPEN = "open", "开放许可", "open licence"
    COLLATERAL = "collateral", "质押违约处置", "pledged right of a defaulted loan"


class Priced(Word):
    """How the price came about (促进科技成果转化法 第十八条)."""

    AGREEMENT = "agreement", "协议定价", "by agreement"
    LISTING = "listing", "技术交易市场挂牌", "listed on a technology market"
    AUCTION = "auction", "拍卖", "by auction"


class PriceForm(Word):
    """How the price is paid (民法典 第八百四十六条)."""

    LUMP = "lump", "一次总算、一次总付", "fixed, paid at once"
    INSTALMENTS = "instalments", "一次总算、分期支付", "fixed, in instalments"
    ROYALTY = "royalty", "提成支付", "royalty"
    ENTRY_ROYALTY = "entry_royalty", "提成支付附加预付入门费", "royalty with an entry fee"
    NOTHING = "nothing", "无偿", "free of charge"

    @property
    def has_royalty(self) -> bool:
        return self in (PriceForm.ROYALTY, PriceForm.ENTRY_ROYALTY)


class RoyaltyBase(Word):
    PRICE = "price", "产品价格", "price of the product"
    OUTPUT = "output", "新增产值", "added output"
    PROFIT = "profit", "利润", "profit"
    SALES = "sales", "产品销售额", "sales of the product"
    OTHER = "other", "约定的其他方式", "another agreed base"


class Abroad(Word):
    """Whether the right leaves the country by this deal."""

    NO = "no", "不涉及", "it does not"
    FOREIGN = "foreign", "受让方为境外主体", "the taker is foreign"
    CONTROLLED = "controlled", "受让方由境外主体实际控制", "the taker is controlled from abroad"
    EXCLUSIVE = "exclusive", "以独占许可方式对外", "an exclusive licence takes it abroad"


class ExportClass(Word):
    """技术进出口管理条例: what the catalogue says of the technology."""

    FORBIDDEN = "forbidden", "禁止出口", "export forbidden"
    RESTRICTED = "restricted", "限制出口", "export restricted"
    FREE = "free", "自由出口", "export free"


class Security(Word):
    """The review of 国办发〔2018〕19号."""

    WAITING = "waiting", "尚未答复", "no answer yet"
    PASSED = "passed", "审查通过", "passed"
    REFUSED = "refused", "审查未通过", "not passed"


class InventorAnswer(Word):
    NOT_SERVICE = "not_service", "不属于职务技术成果", "no service result"
    DECLINED = "declined", "完成人放弃优先受让", "the inventors decline"
    WANTS = "wants", "完成人要求以同等条件优先受让", "an inventor wants it on equal terms"


class FailedFor(Word):
    """Why a deal came to nothing. The words are ours after ``services.md`` 4.5; they are data, and counted yearly."""

    PRICE = "price", "价格未谈拢", "price"
    MATURITY = "maturity", "技术成熟度不足", "the technology is not ripe"
    TITLE = "title", "权属问题", "title"
    SILENCE = "silence", "对方无回应", "no answer"
    PLEDGEE = "pledgee", "质权人不同意", "the pledgee did not agree"
    OBJECTION = "objection", "公示异议成立", "an objection was upheld"
    EXPORT = "export", "技术出口未获许可", "export was refused"
    INVENTOR = "inventor", "完成人行使优先受让权", "an inventor took it first"
    OTHER = "other", "其他", "other"


class Settled(Word):
    UPHELD = "upheld", "异议成立", "upheld"
    REJECTED = "rejected", "异议不成立", "not upheld"
    WITHDRAWN = "withdrawn", "异议人撤回", "withdrawn"


class RewardFor(Word):
    """The three cases of 促进科技成果转化法 第四十五条."""

    INCOME = "income", "转让、许可净收入", "net income of a transfer or licence"
    SHARES = "shares", "作价投资形成的股份或出资比例", "shares for a contribution in kind"
    PROFIT = "profit", "自行或合作实施的年营业利润", "yearly profit of one's own use"


class ContractType(Word):
    """Types of technology contract (民法典 第三编第二十章), as registries list them."""

    DEVELOPMENT = "development", "技术开发", "development"
    PATENT_TRANSFER = "patent_transfer", "专利权转让", "transfer of a patent"
    APPLICATION_TRANSFER = "application_transfer", "专利申请权转让", "transfer of a patent application"
    PATENT_LICENCE = "patent_licence", "专利实施许可", "patent licence"
    SECRET = "secret", "技术秘密转让或许可", "transfer or licence of a technical secret"
    OTHER_TRANSFER = "other_transfer", "其他技术转让或许可", "another transfer or licence"
    CONSULTING = "consulting", "技术咨询", "consulting"
    SERVICE = "service", "技术服务（含培训、中介）", "service, with training and brokerage"

    @property
    def is_of_patents(self) -> bool:
        return self in (ContractType.PATENT_TRANSFER, ContractType.APPLICATION_TRANSFER, ContractType.PATENT_LICENCE)


class Decision(Word):
    REGISTERED = "registered", "准予登记", "registered"
    RETURNED = "returned", "退回补正", "returned"
    REFUSED = "refused", "不予登记", "refused"
    EXPERT = "expert", "专家评审中", "under expert review"
    PENDING = "pending", "审核中", "being examined"


class Assessed(Word):
    """What becomes of a disclosed invention before anybody files."""

    FILE = "file", "申请专利", "file a patent application"
    SECRET = "secret", "作为技术秘密保护", "keep as a secret"
    MORE = "more", "补充研究后再评", "more research first"
    DROP = "drop", "不申请", "do not file"


class Judged(Word):
    """What the other side says of a match that was pushed to it."""

    TALKING = "talking", "已联系洽谈", "in talks"
    USEFUL = "useful", "有用", "useful"
    NOT_FIT = "not_fit", "不合适", "does not fit"
    SILENT = "silent", "无回应", "no answer"

    @property
    def is_hit(self) -> bool:
        return self in (Judged.TALKING, Judged.USEFUL)


class Evidence(Word):
    """What shows that a patent is really used."""

    PRODUCT = "product", "产品", "a product"
    SALES = "sales", "销售", "sales"
    TRIAL = "trial", "中试或试用", "a trial"


class FirmSize(Word):
    """How large a firm says it is (统计上大中小微型企业划分办法)."""

    LARGE = "large", "大型", "large"
    MEDIUM = "medium", "中型", "medium"
    SMALL = "small", "小型", "small"
    MICRO = "micro", "微型", "micro"

    @classmethod
    def read(cls, told: str) -> FirmSize | None:
        """As a code or as people write it; ``None`` for anything else."""
        text = told.strip().lower().removesuffix("企业")
        return next((s for s in cls if text in (str(s), s.zh)), None)

    @property
    def is_small(self) -> bool:
        return self in (FirmSize.SMALL, FirmSize.MICRO)


class Move(Word):
    """Steps of a deal that carry nothing but their day; the codes are events of ``machine.DEAL``."""

    TALK = "talk", "开始洽谈", "talks began"
    SEEK_CONSENT = "seek_consent", "征求质权人同意", "the pledgee was asked"
    CLOSE = "close", "公示期满", "the notice was over"
    CHECK_EXPORT = "check_export", "送交技术出口审查", "went to the export gate"
    CLEAR_EXPORT = "clear_export", "通过技术出口审查", "passed the export gate"
    SIGN = "sign", "签约", "signed"
    FILE = "file", "申请登记或备案", "filed for registration"
    END = "end", "履行完毕", "ended"


class MarketMove(Word):
    """Steps of an offer, a need, an open-licence statement or a pool; the codes are events of their lifecycles."""

    CONTACT = "contact", "对接", "contact was made"
    CLOSE = "close", "关闭", "closed"
    WITHDRAW = "withdraw", "撤下", "taken down"
    MEET = "meet", "已解决", "met"
    FILE = "file", "提交声明", "the statement was filed"
    ANNOUNCE = "announce", "予以公告", "announced"
    REFUSE = "refuse", "未予公告", "not announced"
    DISSOLVE = "dissolve", "解散", "dissolved"
