"""The clauses this line rests on beside those of the collisions (``rights.collisions.clauses``), each with the words relied
on. A test holds every quote against the law's text."""

from __future__ import annotations

from ipops.kernel.citation import Citation, Grade
from ipops.rights.collisions.clauses import CO_OWNERS, PLEDGED, PROCEEDS, SIMILAR_MARKS, TERM, TITLE

_LAWS = "shared/data/laws"
_CIVIL, _PATENT = "民法典(2020-05-28)", "专利法(2020-10-17)"
_CONVERSION, _EXPORT = "促进科技成果转化法(2015-08-29)", "技术进出口管理条例(2020-11-29)"
_ZHEJIANG = "浙江省促进科技成果转化条例(2021-09-30)"
_RULES, _LAYOUT = "专利法实施细则(2023-12-11)", "集成电路布图设计保护条例(2001-04-02)"


def _cite(document: str, clause: str, quote: str) -> Citation:
    return Citation(document=document, clause=clause, quote=quote, source=_LAWS)


TO_ANOTHER = _cite(_CIVIL, "第八百六十二条", "将现有特定的专利、专利申请、技术秘密的相关权利让与他人所订立的合同")
RECORDAL_TIME = _cite(
    _RULES,
    "第十五条",
    "专利权人与他人订立的专利实施许可合同，应当自合同生效之日起3个月内向国务院专利行政部门备案。",
)
LAYOUT = _cite(_LAYOUT, "第二十二条", "布图设计专有权的转让自登记之日起生效。")
OURS = Citation(document="ipops", clause="lines/trading/README.md", grade=Grade.OURS)
EFFECTIVE = _cite(_PATENT, "第十条", "专利申请权或者专利权的转让自登记之日起生效。")
WRITTEN = _cite(_PATENT, "第十条", "当事人应当订立书面合同，并向国务院专利行政部门登记")
PLEDGE_MONEY = PROCEEDS
PRICE = _cite(
    _CIVIL,
    "第八百四十六条",
    "可以采取一次总算、一次总付或者一次总算、分期支付，也可以采取提成支付或者提成支付附加预付入门费的方式",
)
RATES = _cite(_CIVIL, "第八百四十六条", "提成支付的比例可以采取固定比例、逐年递增比例或者逐年递减比例。")
ACCOUNTS = _cite(_CIVIL, "第八百四十六条", "当事人可以约定查阅有关会计账目的办法")
INVENTORS_FIRST = _cite(_CIVIL, "第八百四十七条", "职务技术成果的完成人享有以同等条件优先受让的权利")
PRICE_WAYS = _cite(_CONVERSION, "第十八条", "应当通过协议定价、在技术交易市场挂牌交易、拍卖等方式确定价格")
PRICE_PUBLIC = _cite(_CONVERSION, "第十八条", "通过协议定价的，应当在本单位公示科技成果名称和拟交易价格。")
INSIDER = _cite(_ZHEJIANG, "第十七条", "受让方是职务科技成果完成人或者其利害关系人的，应当予以标明。")
REPORT_YEARLY = _cite(_CONVERSION, "第二十一条", "应当向其主管部门提交科技成果转化情况年度报告")
REWARD = _cite(_CONVERSION, "第四十四条", "由科技成果完成单位对完成、转化该项科技成果做出重要贡献的人员给予奖励和报酬")
REWARD_FLOOR = _cite(_CONVERSION, "第四十五条", "未规定、也未与科技人员约定奖励和报酬的方式和数额的，按照下列标准")
REWARD_STATE = _cite(
    _CONVERSION, "第四十五条", "规定或者与科技人员约定奖励和报酬的方式和数额应当符合前款第一项至第三项规定的标准"
)
REWARD_INCOME = _cite(_CONVERSION, "第四十五条", "从该项科技成果转让净收入或者许可净收入中提取不低于百分之五十的比例")
REWARD_SHARES = _cite(_CONVERSION, "第四十五条", "从该项科技成果形成的股份或者出资比例中提取不低于百分之五十的比例")
REWARD_PROFIT = _cite(_CONVERSION, "第四十五条", "每年从实施该项科技成果的营业利润中提取不低于百分之五的比例")
EXPORT_PATENT = _cite(_PATENT, "第十条", "应当依照有关法律、行政法规的规定办理手续")
EXPORT_FORBIDDEN = _cite(_EXPORT, "第二十九条", "属于禁止出口的技术，不得出口。")
EXPORT_RESTRICTED = _cite(_EXPORT, "第三十条", "属于限制出口的技术，实行许可证管理；未经许可，不得出口。")
EXPORT_ANSWER = _cite(_EXPORT, "第三十二条", "自收到申请之日起30个工作日内作出批准或者不批准的决定")
EXPORT_LETTER = _cite(
    _EXPORT, "第三十三条", "申请人取得技术出口许可意向书后，方可对外进行实质性谈判，签订技术出口合同。"
)
EXPORT_LICENCE = _cite(_EXPORT, "第三十五条", "技术出口合同自技术出口许可证颁发之日起生效。")
EXPORT_FREE = _cite(
    _EXPORT, "第三十九条", "申请人凭技术出口许可证或者技术出口合同登记证办理外汇、银行、税务、海关等相关手续。"
)
EXPORT_SECURITY = Citation(
    document="国办发〔2018〕19号",
    clause="知识产权对外转让有关工作办法（试行）",
    grade=Grade.B,
    source="data/rules/transfer_rules.csv OT-01",
)

#: no law text at hand says it: the office's list of eight grounds, as a law firm tells it
RECORDAL_REFUSED = Citation(
    document="专利实施许可合同备案", clause="不予备案情形", grade=Grade.C, source="data/rules/transfer_rules.csv TR-07"
)
PUBLISHED = _cite(_PATENT, "第三十四条", "自申请日起满十八个月，即行公布。")
OPEN_ANNOUNCED = _cite(_PATENT, "第五十条", "由国务院专利行政部门予以公告，实行开放许可")
OPEN_FIELDS = _cite(_RULES, "第八十五条", "开放许可声明应当写明以下事项")
OPEN_PLAIN = _cite(_RULES, "第八十五条", "不得出现商业性宣传用语")
OPEN_TAKEN = _cite(_PATENT, "第五十一条", "依照公告的许可使用费支付方式、标准支付许可使用费后，即获得专利实施许可")
OPEN_RELIEF = _cite(_PATENT, "第五十一条", "开放许可实施期间，对专利权人缴纳专利年费相应给予减免。")
OPEN_RECORD = _cite(_RULES, "第八十七条", "应当凭能够证明达成许可的书面文件向国务院专利行政部门备案")
OPEN_WITHDRAWN = _cite(_PATENT, "第五十条", "开放许可声明被公告撤回的，不影响在先给予的开放许可的效力。")
ALL: tuple[Citation, ...] = (
    TO_ANOTHER,
    RECORDAL_TIME,
    SIMILAR_MARKS,
    LAYOUT,
    PUBLISHED,
    OPEN_ANNOUNCED,
    OPEN_FIELDS,
    OPEN_PLAIN,
    OPEN_TAKEN,
    OPEN_RELIEF,
    OPEN_RECORD,
    OPEN_WITHDRAWN,
    EFFECTIVE,
    WRITTEN,
    PRICE,
    RATES,
    ACCOUNTS,
    INVENTORS_FIRST,
    PRICE_WAYS,
    PRICE_PUBLIC,
    INSIDER,
    REPORT_YEARLY,
    REWARD,
    REWARD_FLOOR,
    REWARD_STATE,
    REWARD_INCOME,
    REWARD_SHARES,
    REWARD_PROFIT,
    EXPORT_PATENT,
    EXPORT_FORBIDDEN,
    EXPORT_RESTRICTED,
    EXPORT_ANSWER,
    EXPORT_LETTER,
    EXPORT_LICENCE,
    EXPORT_FREE,
)

__all__ = [
    "ACCOUNTS",
    "ALL",
    "CO_OWNERS",
    "EFFECTIVE",
    "EXPORT_ANSWER",
    "EXPORT_FORBIDDEN",
    "EXPORT_FREE",
    "EXPORT_LETTER",
    "EXPORT_LICENCE",
    "EXPORT_PATENT",
    "EXPORT_RESTRICTED",
    "EXPORT_SECURITY",
    "INSIDER",
    "INVENTORS_FIRST",
    "LAYOUT",
    "OPEN_ANNOUNCED",
    "OPEN_FIELDS",
    "OPEN_PLAIN",
    "OPEN_RECORD",
    "OPEN_RELIEF",
    "OPEN_TAKEN",
    "OPEN_WITHDRAWN",
    "OURS",
    "PLEDGED",
    "PLEDGE_MONEY",
    "PRICE",
    "PRICE_PUBLIC",
    "PRICE_WAYS",
    "PUBLISHED",
    "RATES",
    "RECORDAL_REFUSED",
    "RECORDAL_TIME",
    "REPORT_YEARLY",
    "REWARD",
    "REWARD_FLOOR",
    "REWARD_INCOME",
    "REWARD_PROFIT",
    "REWARD_SHARES",
    "REWARD_STATE",
    "SIMILAR_MARKS",
    "TERM",
    "TITLE",
    "TO_ANOTHER",
    "WRITTEN",
]
