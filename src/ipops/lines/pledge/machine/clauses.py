"""The clauses this line rests on, each with the words relied on. A test holds every quote against the law's text."""

from __future__ import annotations

from ipops.kernel.citation import Citation, Grade

_LAWS = "shared/data/laws"
_CIVIL = "民法典(2020-05-28)"


def civil(clause: str, quote: str) -> Citation:
    """An article of the civil code and the words relied on."""
    return _cite(clause, quote)


def _cite(clause: str, quote: str, document: str = _CIVIL) -> Citation:
    return Citation(document=document, clause=clause, quote=quote, source=_LAWS)


WRITTEN = _cite("第四百二十七条", "设立质权，当事人应当采用书面形式订立质押合同。")
ARISES = _cite("第四百四十四条", "质权自办理出质登记时设立")
OWN_FIRST = _cite("第三百九十二条", "债务人自己提供物的担保的，债权人应当先就该物的担保实现债权")
EITHER = _cite("第三百九十二条", "第三人提供物的担保的，债权人可以就物的担保实现债权，也可以请求保证人承担保证责任")
GUARANTEE_PERIOD = _cite("第六百九十二条", "没有约定或者约定不明确的，保证期间为主债务履行期限届满之日起六个月")
GUARANTEE_STAYS = _cite("第六百九十五条", "未经保证人书面同意的，保证期间不受影响")
REALISED = _cite("第四百三十六条", "质权人可以与出质人协议以质押财产折价，也可以就拍卖、变卖质押财产所得的价款优先受偿")
SURPLUS = _cite("第四百三十八条", "其价款超过债权数额的部分归出质人所有，不足部分由债务人清偿")
RETURNED = _cite("第四百三十六条", "质权人应当返还质押财产")
MAXIMUM = _cite("第四百三十九条", "出质人与质权人可以协议设立最高额质权")
#: Article 439 applies the section on maximum-amount mortgages, of which these are, to pledges.
MAXIMUM_AS_MORTGAGE = _cite("第四百三十九条", "参照适用本编第十七章第二节的有关规定")
FIXED = _cite("第四百二十三条", "抵押权人的债权确定")
AGREED_CHANGE = _cite(
    "第四百二十二条", "债权确定前，抵押权人与抵押人可以通过协议变更债权确定的期间、债权范围以及最高债权额"
)
CAP_COUNTS = _cite(
    "第十五条",
    "包括主债权及其利息、违约金、损害赔偿金、保管担保财产的费用、实现债权或者实现担保物权的费用等在内的全部债权",
    "最高人民法院关于适用《民法典》有关担保制度的解释(2020-12-31)",
)
SHORT = _cite("第五百六十一条", "其给付不足以清偿全部债务的，除当事人另有约定外，应当按照下列顺序履行")
NO_DEDUCTION = _cite("第六百七十条", "借款的利息不得预先在本金中扣除")
REGISTERED_CAP = _cite(
    "第十五条",
    "登记的最高债权额与当事人约定的最高债权额不一致的，人民法院应当依据登记的最高债权额确定债权人优先受偿的范围",
    "最高人民法院关于适用《民法典》有关担保制度的解释(2020-12-31)",
)
SUSPENDED = _cite("第一百零五条", "专利权质押手续以及专利权期限届满前的终止手续等", "专利法实施细则(2023-12-11)")
CLAIM_IN_TWO_YEARS = _cite("第二十六条", "诉讼时效期间为二年", "保险法(2015-04-24)")

#: Read in a digest only: the document is named, no words are quoted.
REGISTRATION = Citation(
    document="国家知识产权局公告第461号", clause="", grade=Grade.B, source="domain/finance.md 1.2 [461]"
)
NPL = Citation(document="银保监发〔2019〕34号", grade=Grade.C, source="domain/finance.md 1.4 [bank34]")
SHAM = Citation(document="国知发运字〔2021〕17号", grade=Grade.C, source="domain/programme.md [ruyuan]")
OURS = Citation(document="ipops", clause="lines/pledge/README.md", grade=Grade.OURS)

QUOTED: tuple[Citation, ...] = (
    WRITTEN, ARISES, OWN_FIRST, EITHER, GUARANTEE_PERIOD, GUARANTEE_STAYS, REALISED, SURPLUS, RETURNED, MAXIMUM, SHORT,
    MAXIMUM_AS_MORTGAGE, FIXED, AGREED_CHANGE, CAP_COUNTS,
    NO_DEDUCTION, REGISTERED_CAP, SUSPENDED, CLAIM_IN_TWO_YEARS,
)  # fmt: skip
