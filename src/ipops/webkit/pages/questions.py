"""Ten questions, one screen each. What a question asks stands here; the house that knows answers it (``Line.answers``).

A question whose house is not built yet has a screen that says so, and says what it will show; it never shows a guess.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from ipops.kernel.text import Text
from ipops.webkit import street


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``house`` is the line that must answer, by its code and its name; ``own`` a screen of the ground that does already."""

    code: str
    asks: Text
    shows: Text
    house: Text
    own: str = ""

    @property
    def answer(self) -> str:
        """The address of the screen; empty while no house answers."""
        return _address(self.own) if self.own else answer_of(self.code)


def answer_of(code: str) -> str:
    """The address of a house's screen that answers ``code`` (``Line.answers``); empty while no house does."""
    return _address(next((a for line in street.lines().values() if (a := line.answers.get(code))), ""))


def _address(name: str) -> str:
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:  # the manifest is there, the web half of the house is not
        return ""


#: houses that are asked more than once
_MONEY = Text("绩效管理（资金）", "programme (money)")
_TRADING = Text("转让许可", "transfers and licences")
_PLEDGE = Text("质押融资", "pledge finance")
QUESTIONS = (
    Question(
        code="missed",
        asks=Text(
            "到12月31日，哪些目标完不成？差多少？按哪种读法？谁负责？",
            "Which goals will we miss on 31 December, by how much, under which reading, and who owns each?",
        ),
        shows=Text("未达标与未知的目标，差额，读法，责任单位。", "Goals missed or unknown, the shortfall, the readings, the owner."),
        house=Text("绩效管理", "programme and performance"),
    ),
    Question(
        code="due",
        asks=Text("哪些到期、哪些逾期？等谁？哪些可以退回？", "What is due or late, from whom, and what can be sent back?"),
        shows=Text("全部未办结事项，逾期在前，承办岗位与地区。", "Every open task, late first, with the role and place it waits for."),
        house=Text("工作台", "the desk"),
        own="due",
    ),
    Question(
        code="register",
        asks=Text(
            "登记簿有而我们没有的交易是哪些？反过来呢？哪些可疑？谁在核查？",
            "Which deals does the register list that we lack, and the reverse? Which look sham, and who is checking?",
        ),
        shows=Text("三堆清单、报告未列的交易、核查与核查人。", "The three heaps, deals reported and not listed, checks and who checks."),
        house=_TRADING,
    ),
    Question(
        code="money",
        asks=Text(
            "中央的一亿元：收到、下达、签约、支付、闲置各多少？何时成为结余？",
            "Of the 100 million: received, passed on, contracted, paid, idle, and when does it become a balance left?",
        ),
        shows=Text("资金的去向与各项期限。", "Where the money went, and its deadlines."),
        house=_MONEY,
    ),
    Question(
        code="payment",
        asks=Text(
            "这笔付款：依据哪个决定、合同、验收、发票、成果？别处付过吗？",
            "For this payment: which decision, contract, acceptance, invoice and result, and was it paid elsewhere?",
        ),
        shows=Text("一笔付款的全部依据与重复申领的核对。", "All that one payment rests on, and the look for double claims."),
        house=_MONEY,
    ),
    Question(
        code="lend",
        asks=Text("今天能否以这项权利放款？", "Can I lend on this right today?"),
        shows=Text("权利状态、权利人、负担、期限；未核对的事项逐一列出。", "State, owners, burdens and term of the right; what was not looked at is listed."),
        house=Text("权利登记", "the register of rights"),
        own="lend",
    ),
    Question(
        code="overdue",
        asks=Text(
            "这笔贷款逾期：谁按什么顺序付多少？何时？还缺什么材料？",
            "This loan is overdue: who pays how much, in which order, by when, and which papers are missing?",
        ),
        shows=Text("代偿分担、顺序、时限与所缺材料。", "The sharing of the loss, its order, its deadlines, the papers that lack."),
        house=_PLEDGE,
    ),
    Question(
        code="pool",
        asks=Text(
            "资金池还剩多少？待决代偿要用多少？离预警和熔断还有多远？",
            "What is left in the pool, what do pending claims take, and how near are warning and fuse?",
        ),
        shows=Text("池内余额、待决代偿、预警线与熔断线。", "The balance, the pending claims, the lines of warning and fuse."),
        house=_PLEDGE,
    ),
    Question(
        code="portfolio",
        asks=Text(
            "本月哪些专利该缴费、该推荐、该放弃？谁想要？每宗交易卡在哪里？",
            "Which patents to pay for, offer or drop this month, who wants them, and what stops each deal?",
        ),
        shows=Text("年费期限、许可与需求、各宗交易的障碍。", "Fee windows, offers and needs, what stands in the way of each deal."),
        house=_TRADING,
    ),
    Question(
        code="mine",
        asks=Text(
            "我有什么？什么到期？要花多少？可以申请哪些资金？",
            "What do I own, what falls due, what does it cost, and which money may I apply for?",
        ),
        shows=Text("名下权利、年费期限与金额、可申请的资金。", "The rights, their fee windows and amounts, the money one may apply for."),
        house=Text("托管与补贴", "custody and subsidies"),
    ),
)  # fmt: skip


def question(code: str) -> Question | None:
    return next((q for q in QUESTIONS if q.code == code), None)
