"""Disclosures, offers, needs and open licences as cases: what each tells, and what each step does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from ipops.kernel.machine import Lifecycle
from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused, Unknown
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.ledger.fact import Sealed
from ipops.ledger.facts.words import CreditGrade
from ipops.lines.trading.app import services
from ipops.lines.trading.app.asking import market as asking
from ipops.lines.trading.app.asking.course import MoveForm
from ipops.lines.trading.app.market_selectors import market_for
from ipops.lines.trading.app.models import MarketCase
from ipops.lines.trading.app.services.course import Sent
from ipops.lines.trading.app.services.market import Who
from ipops.lines.trading.app.views import common, shown
from ipops.lines.trading.facts import Act as Kind
from ipops.lines.trading.facts.words import Abroad, Assessed, FirmSize, Priced, PriceForm
from ipops.lines.trading.machine import DISCLOSURE, NEED, OFFER, OPEN, clauses
from ipops.reference.lists import industries
from ipops.webkit import access, credit, parties, personal
from ipops.webkit.pages import names
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Doing, Lines, Said, Side, Told
from ipops.webkit.pages.forms import HouseForm
from ipops.webkit.pages.lang import tr

TONES = {
    "disclosed": ("…", "info"), "assessed": ("…", "info"), "kept": ("−", "quiet"), "filed": ("…", "info"), "published": ("✓", "good"),
    "shown": ("✓", "info"), "contacted": ("…", "info"), "closed": ("✓", "quiet"), "withdrawn": ("↶", "quiet"),
    "open": ("…", "info"), "met": ("✓", "good"), "drafted": ("…", "quiet"), "announced": ("✓", "good"), "ended": ("−", "quiet"),
    "refused": ("✕", "bad"), "running": ("✓", "good"), "dissolved": ("−", "quiet"),
}  # fmt: skip
#: what a list of each kind is called
TITLES = {
    "trading.disclosure": Text("发明披露一览", "Invention disclosures"),
    "trading.offer": Text("专利供给一览", "Offers"),
    "trading.need": Text("技术需求一览", "Needs"),
    "trading.open": Text("开放许可声明一览", "Open-licence statements"),
    "trading.pool": Text("专利池一览", "Patent pools"),
}
STORED = Text("已记入账本。", "It stands in the ledger.")


def _answer(got: Entry | Refused) -> Refused | Text:
    return common.on_form(got) if isinstance(got, Refused) else STORED


def finder(cycle: Lifecycle) -> Callable[[access.Reader, str], MarketCase | None]:
    return lambda user, key: market_for(user, cycle.code).filter(case=key).first()


def told(row: MarketCase, title: Any, *says: Said, lines: tuple[Lines, ...] = (), notes: tuple[Text, ...] = ()) -> Told:
    return Told(
        title=title,
        state=row.stage,
        version=row.folded_to,
        since=row.since,
        places=(row.place,),
        says=says,
        sides=(Side(title=Text("主体", "Party"), parties=tuple(row.parties), because=names.place(row.place)),),
        rights=tuple(row.rights),
        lines=lines,
        notes=notes,
    )


def sent_of(doing: Doing[Any]) -> Sent:
    why = str(doing.form.cleaned_data.get("why") or "")
    return Sent(by=doing.by, today=doing.today, reference=doing.reference, document=doing.document, why=why)


def move(doing: Doing[MarketCase]) -> Refused | Text:
    return _answer(services.market.market_move(case=doing.row.case, event=doing.event, sent=sent_of(doing)))


def act(
    event: str, do: Callable[[Doing[MarketCase]], Refused | Text] = move, form: type[HouseForm] = MoveForm, **more: Any
) -> Act[MarketCase]:
    return Act(event=event, form=form, do=do, needs=access.Action.RECORD, **more)


SEALED = Text("（未公布，加封）", "(sealed until published)")
_ONLY = Text(
    "未公布的发明只由本单位和承办的主管单位打开。",
    "An invention that is not published is opened by its own unit and by the office in charge alone.",
)


def _may_open(row: MarketCase, user: access.Reader) -> bool:
    """Its unit, or who records in its place; not whoever merely sees the place."""
    return bool(set(access.bodies(user)) & set(row.parties)) or access.may(user, access.Action.RECORD, row.place)


def _disclosure(row: MarketCase, asked: Asked) -> Told:
    hidden = row.stage != "published"
    if hidden and not _may_open(row, asked.reader):
        return told(row, SEALED, notes=(_ONLY,))
    title: Any = personal.value_of(Sealed(row.sealed_title)) if hidden else row.title
    words = personal.value_of(Sealed(row.sealed_words))
    notes = (
        (
            Text(
                "未公布，仅本单位和主管可见；不得外传。",
                "Not published: seen by its unit and its office only; do not pass it on.",
            ),
        )
        if hidden
        else ()
    )
    shown_title = title if isinstance(title, str) else Text("发明披露（内容已删除）", "disclosure (erased)")
    return told(
        row,
        shown_title,
        Said(title=Text("内容", "What it is"), value=words),
        Said(title=Text("评估结论", "Assessed"), value=shown.word(Assessed, row.how) if row.how else None),
        notes=notes,
    )  # fmt: skip


def _assess(doing: Doing[MarketCase]) -> Refused | Text:
    end = Assessed(doing.form.cleaned_data.get("end") or Assessed.FILE)
    return _answer(services.market.disclosure_assess(case=doing.row.case, end=end, sent=sent_of(doing)))


def _filed(doing: Doing[MarketCase]) -> Refused | Text:
    number = doing.form.cleaned_data["number"]
    return _answer(services.market.disclosure_file(case=doing.row.case, number=number, sent=sent_of(doing)))


def _published(doing: Doing[MarketCase]) -> Refused | Text:
    v = doing.form.cleaned_data
    return _answer(
        services.market.disclosure_publish(case=doing.row.case, title=v["title"], on=v["on"], sent=sent_of(doing))
    )


def _offer(row: MarketCase, asked: Asked) -> Told:
    return told(
        row,
        Text("{act}：{rights}", "{act}: {rights}").fill(act=shown.word(Kind, row.act), rights="、".join(row.rights)),
        Said(title=Text("定价方式", "How it is priced"), value=shown.word(Priced, row.how)),
        Said(
            title=Text("挂牌价或起拍价", "Asked price"),
            value=money(row.fen),
            because=Text("只展示，不计入", "shown only"),
        ),
        Said(title=Text("截止日", "Closes"), value=row.until),
        Said(title=Text("说明", "Words"), value=row.words or None),
        *_through(row),
        lines=_bids(row),
    )


def _through(row: MarketCase) -> tuple[Said, ...]:
    if not row.agency:
        return ()
    grade = credit.grade_of(row.agency)
    never = Text("不向需求方推送", "pushed to nobody") if grade is CreditGrade.D else None
    return (
        Said(
            title=Text("经办服务机构", "Agency in charge"),
            value=names.value("party", row.agency, parties.named([row.agency])),
        ),
        Said(title=Text("机构信用等级", "Its credit grade"), value=grade.named, because=never),
    )


def _bids(row: MarketCase) -> tuple[Lines, ...]:
    """Bids as they came; the last one leads. A bid is no money and stands in no total."""
    if row.how != Priced.AUCTION or not row.shares:
        return ()
    called = parties.named(row.takers)
    rows = tuple((names.value("party", t, called), Money(s)) for t, s in zip(row.takers, row.shares, strict=True))
    heads = (Text("竞买人", "Bidder"), Text("出价", "Bid"))
    found = tuple((names.link(reverse("trading:deal", args=[d]), d),) for d in row.deals)
    lines = (Lines(title=Text("出价", "Bids"), heads=heads, rows=rows, numeric=frozenset({1})),)
    if not found:
        return lines
    return (*lines, Lines(title=Text("成交", "Knocked down"), heads=(Text("交易", "Deal"),), rows=found))


def _is_auction(row: MarketCase, asked: Asked) -> Refused | None:
    return services.auction.no_auction(row)


def _has_bids(row: MarketCase, asked: Asked) -> Refused | None:
    return services.market.by_hand(row)


def _has_winner(row: MarketCase, asked: Asked) -> Refused | None:
    return services.auction.no_winner(row, asked.today)


def _bid(doing: Doing[MarketCase]) -> Refused | Text:
    v = doing.form.cleaned_data
    who = Who(name=v["bidder"], place=v["place"])
    return _answer(services.auction.bid_place(case=doing.row.case, bidder=who, amount=v["amount"], sent=sent_of(doing)))


def _award(doing: Doing[MarketCase]) -> Refused | Text:
    return _answer(services.auction.auction_award(case=doing.row.case, sent=sent_of(doing)))


def _need(row: MarketCase, asked: Asked) -> Told:
    return told(
        row,
        row.title,
        Said(title=Text("内容", "What is needed"), value=row.words),
        Said(
            title=Text("行业", "Industry"),
            value=_industry(row.industry),
            because=row.industry if row.industry else None,
        ),
        Said(title=Text("规模（自报）", "Size (declared)"), value=_size(row.size)),
        Said(title=Text("预算", "Budget"), value=money(row.fen)),
        Said(title=Text("截止日", "Closes"), value=row.until),
        Said(
            title=Text("匹配", "Matches"),
            value=names.link(
                reverse("trading:matches", args=[row.case]), tr(Text("查看匹配的专利", "see the patents that fit"))
            ),
        ),
    )


def _size(told: str) -> Text | str | None:
    known = FirmSize.read(told)
    return known.named if known else told or None


def _industry(code: str) -> str | None:
    """What the national list calls it (it has no English names); the code where no list at hand knows it."""
    held = industries()
    if not code or isinstance(held, Unknown):
        return code or None
    return held.name(code) or held.name(code[1:]) or code


def money(fen: int | None) -> Money | None:
    return None if fen is None else Money(fen)


def _open(row: MarketCase, asked: Asked) -> Told:
    rows = tuple(
        (names.value("party", t, {}), names.link(reverse("trading:deal", args=[d]), d))
        for t, d in zip(row.takers, row.deals, strict=False)
    )
    heads = (Text("被许可方", "Licensees"), Text("备案", "Recordal"))
    lines = (Lines(title=Text("已达成的许可", "Licences taken"), heads=heads, rows=rows),) if rows else ()
    relief = Text(
        "实施期间年费减免见该专利的期限页；不与其他减免叠加。",
        "While it is used the annuity is reduced, see the patent's docket; no two reliefs add up.",
    )
    return told(
        row,
        Text("开放许可：{r}", "Open licence: {r}").fill(r=row.rights[0]),
        Said(title=Text("支付方式", "Way of payment"), value=shown.word(PriceForm, row.how)),
        Said(title=Text("支付标准", "Standard of payment"), value=row.words or None),
        Said(title=Text("许可期限至", "Offered until"), value=row.until, because=Text("不含当日", "exclusive") if row.until else None),
        Said(title=Text("年费减免", "Relief on the annuity"), value=relief, because=clauses.OPEN_RELIEF),
        lines=lines,
    )  # fmt: skip


def _barred(row: MarketCase, asked: Asked) -> Refused | None:
    return services.openly.open_bars(row, asked.today)


def _open_file(doing: Doing[MarketCase]) -> Refused | Text:
    v = doing.form.cleaned_data
    got = services.openly.open_file(case=doing.row.case, plain=v["plain"], paid_up=v["paid_up"], sent=sent_of(doing))
    return _answer(got)


def _announce(doing: Doing[MarketCase]) -> Refused | Text:
    on = doing.form.cleaned_data["on"]
    return _answer(services.openly.open_announce(case=doing.row.case, on=on, sent=sent_of(doing)))


def _take(doing: Doing[MarketCase]) -> Refused | Text:
    v = doing.form.cleaned_data
    who = Who(name=v["taker"], place=v["place"])
    return _answer(
        services.openly.open_take(
            case=doing.row.case, taker=who, paid=v["paid"], abroad=Abroad(v["abroad"]), sent=sent_of(doing)
        )
    )


def _open_withdraw(doing: Doing[MarketCase]) -> Refused | Text:
    return _answer(services.openly.open_withdraw(case=doing.row.case, sent=sent_of(doing)))


def case_kind(
    cycle: Lifecycle, tell: Callable[[MarketCase, Asked], Told], back: str, *acts: Act[MarketCase], **more: Any
) -> CaseKind[MarketCase]:
    return CaseKind(
        lifecycle=cycle, refers="case", find=finder(cycle), tell=tell, back=(TITLES[cycle.code], back), tones=TONES, acts=acts, **more
    )  # fmt: skip


DISCLOSURE_CASE = case_kind(
    DISCLOSURE,
    _disclosure,
    "trading:disclosures",
    act("assess", _assess),
    act("keep", _assess, asking.KeepForm),
    act("file", _filed, asking.FiledForm),
    act("publish", _published, asking.PublishedForm),
)
OFFER_CASE = case_kind(
    OFFER,
    _offer,
    "trading:offers",
    act("contact"),
    act("close"),
    act("bid", _bid, asking.BidForm),
    act("award", _award, warn=Text("成交后按交易逐步办理。", "The deal goes on from there step by step.")),
    act("withdraw"),
    guards={"is_auction": _is_auction, "has_winner": _has_winner, "no_bids": _has_bids},
)
NEED_CASE = case_kind(NEED, _need, "trading:needs", act("meet"), act("close"))
OPEN_CASE = case_kind(
    OPEN,
    _open,
    "trading:statements",
    act("file", _open_file, asking.OpenFileForm),
    act("announce", _announce, asking.DayForm),
    act("refuse"),
    act("take", _take, asking.TakeForm),
    act("withdraw", _open_withdraw, warn=Text("已达成的许可不受影响。", "Licences taken before stay as they are.")),
    guards={"not_barred": _barred},
)
