"""The life of each kind of right as a table. States move only by register entries or office notices.

Rule 1: what merely adds to a right (a pledge, a licence, an order) keeps its state and lies over it as an overlay.
Rule 2: an event that a table does not allow is not dropped: the fold keeps it as a doubt and says what could follow.
Rule 3: that an annuity is late is no entry of the register; the docket tells it, the state stays *in force*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ipops.kernel.citation import Citation
from ipops.kernel.machine import Lifecycle, Step
from ipops.kernel.text import Text
from ipops.ledger.facts.words import RightKind, Word
from ipops.rights.register.entries import REGISTER


def _law(document: str, clause: str, quote: str) -> Citation:
    return Citation(document=document, clause=clause, quote=quote, source="shared/data/laws")


_PATENT_ENDS = _law("专利法(2020-10-17)", "第四十四条", "有下列情形之一的，专利权在期限届满前终止")
_VOID = _law("专利法(2020-10-17)", "第四十七条", "宣告无效的专利权视为自始即不存在。")
_RESTORED = _law("专利法实施细则(2023-12-11)", "第六条", "向国务院专利行政部门请求恢复权利")
_RENEWED = _law("商标法(2019-04-23)", "第四十条", "期满未办理续展手续的，注销其注册商标。")
_REVOKED = _law(
    "商标法(2019-04-23)", "第五十五条", "被撤销的注册商标，由商标局予以公告，该注册商标专用权自公告之日起终止。"
)
_MARK_VOID = _law("商标法(2019-04-23)", "第四十七条", "该注册商标专用权视为自始即不存在")
_LAYOUT_REVOKED = _law(
    "集成电路布图设计保护条例(2001-04-02)", "第二十条", "应当予以撤销，通知布图设计权利人，并予以公告"
)
_WORK = _law("著作权法(2020-11-11)", "第十二条", "作者等著作权人可以向国家著作权主管部门认定的登记机构办理作品登记。")
_WORK_CONTRACT = _law(
    "著作权法实施条例(2013-01-30)",
    "第二十五条",
    "与著作权人订立专有许可使用合同、转让合同的，可以向著作权行政管理部门备案。",
)
_SOFTWARE = _law(
    "计算机软件保护条例(2013-01-30)", "第七条", "软件著作权人可以向国务院著作权行政管理部门认定的软件登记机构办理登记。"
)
_SOFTWARE_CONTRACT = _law(
    "计算机软件保护条例(2013-01-30)",
    "第二十一条",
    "订立许可他人专有行使软件著作权的许可合同，或者订立转让软件著作权合同，可以向国务院著作权行政管理部门认定的软件登记机构登记。",
)


class Overlay(Word):
    """What lies over a state."""

    SUSPENDED = "suspended", "程序中止", "suspended"
    PRESERVED = "preserved", "被保全", "preserved"
    PLEDGED = "pledged", "已质押", "pledged"
    OPEN_LICENSED = "open_licensed", "开放许可中", "open-licensed"
    EXCLUSIVELY_LICENSED = "exclusively_licensed", "独占许可中", "exclusively licensed"
    COMPULSORILY_LICENSED = "compulsorily_licensed", "强制许可中", "compulsorily licensed"


EVENTS: Mapping[str, Text] = {
    "file": Text("提出申请", "file"),
    "publish": Text("公布", "publish"),
    "examine": Text("进入实质审查", "enter examination"),
    "grant": Text("授权、注册或认定", "grant, register or recognise"),
    "change": Text("变更名称、国籍或地址", "change name, nationality or address"),
    "transfer": Text("权利转移", "pass to another owner"),
    "share": Text("登记共有份额", "register shares"),
    "declassify": Text("解除保密", "declassify"),
    "narrow": Text("部分无效或部分放弃", "invalidate or surrender in part"),
    "compensate": Text("补偿期限", "compensate the term"),
    "renew": Text("续展", "renew"),
    "pay": Text("缴纳年费", "pay an annuity"),
    "pledge": Text("出质", "pledge it"),
    "release": Text("解除质押", "release a pledge"),
    "license": Text("备案许可合同", "record a licence"),
    "cancel_licence": Text("注销许可备案", "cancel a licence record"),
    "declare_open": Text("声明开放许可", "declare an open licence"),
    "withdraw_open": Text("撤回开放许可声明", "withdraw the open licence"),
    "compel": Text("给予强制许可", "grant a compulsory licence"),
    "preserve": Text("采取保全", "preserve it by a court"),
    "lift": Text("保全解除", "lift the preservation"),
    "suspend": Text("中止有关程序", "suspend proceedings"),
    "resume": Text("程序恢复", "resume proceedings"),
    "withdraw": Text("申请撤回或视为撤回", "withdraw the application"),
    "reject": Text("驳回申请", "reject the application"),
    "expire": Text("期限届满", "let the term expire"),
    "lapse": Text("未缴年费终止", "let it lapse unpaid"),
    "surrender": Text("放弃权利", "surrender it"),
    "cancel": Text("期满未续展注销", "cancel it unrenewed"),
    "revoke": Text("撤销该权利", "revoke it"),
    "invalidate": Text("宣告无效", "declare it invalid"),
    "end": Text("终止（原因未说明）", "end it for a reason not told"),
    "restore": Text("恢复权利", "restore it"),
}
_NAMED = {"named": Text("仅知号码", "known by its number only")}
_OVER_RIGHT = (
    "transfer",
    "share",
    "pledge",
    "release",
    "license",
    "cancel_licence",
    "preserve",
    "lift",
    "change",
    "suspend",
    "resume",
)
#: the annuity of the year of grant is paid with the registration, before the grant is announced (实施细则 114)
_OVER_APPLICATION = (
    "pay",
    "transfer",
    "share",
    "license",
    "cancel_licence",
    "preserve",
    "lift",
    "change",
    "suspend",
    "resume",
)
_AFTER_END = ("release", "cancel_licence", "lift", "resume", "change", "pay")


def _stay(state: str, events: Iterable[str], **moves: tuple[str, Citation | None]) -> dict[str, Step]:
    """A row: events that keep the state, and those that move it."""
    return {e: Step(to=state) for e in events} | {e: Step(to=to, cite=cite) for e, (to, cite) in moves.items()}


def _life(code: str, title: Text, states: Mapping[str, Text], table: Mapping[str, Mapping[str, Step]]) -> Lifecycle:
    fired = {e for row in table.values() for e in row}
    return Lifecycle(
        code=f"rights.{code}",
        title=title,
        start="named",
        states=_NAMED | dict(states),
        events={e: EVENTS[e] for e in EVENTS if e in fired},
        table=table,
    )


_OPEN_TO_PATENTS = (
    *_OVER_RIGHT,
    "declassify",
    "narrow",
    "compensate",
    "pay",
    "declare_open",
    "withdraw_open",
    "compel",
)
_IN_FORCE = ("in_force", REGISTER)
_BEFORE_GRANT: dict[str, tuple[str, Citation | None]] = {
    "grant": _IN_FORCE,
    "withdraw": ("dropped", None),
    "reject": ("dropped", None),
    "surrender": ("dropped", None),
    "end": ("dropped", None),
}
_PATENT_STOPS: dict[str, tuple[str, Citation | None]] = {
    "expire": ("ended", None),
    "lapse": ("ended", _PATENT_ENDS),
    "surrender": ("ended", _PATENT_ENDS),
    "end": ("ended", REGISTER),
    "revoke": ("void", None),  # 撤销 of the law before 2001, with the effect of invalidation
    "invalidate": ("void", _VOID),
}
PATENT = _life(
    "patent",
    Text("专利", "patent"),
    {
        "filed": Text("已申请", "filed"),
        "published": Text("公布后", "after publication"),
        "examined": Text("实质审查中", "under examination"),
        "in_force": Text("专利权有效", "patent in force"),
        "ended": Text("专利权已终止", "patent ended"),
        "dropped": Text("申请已终结", "application ended"),
        "void": Text("视为自始不存在", "deemed never to have existed"),
    },
    {
        "named": _stay("named", _OPEN_TO_PATENTS, file=("filed", None), publish=("published", None), examine=("examined", None), restore=_IN_FORCE, **(_BEFORE_GRANT | _PATENT_STOPS)),
        "filed": _stay("filed", (*_OVER_APPLICATION, "declassify"), publish=("published", None), examine=("examined", None), **_BEFORE_GRANT),
        "published": _stay("published", (*_OVER_APPLICATION, "declassify"), examine=("examined", None), **_BEFORE_GRANT),
        "examined": _stay("examined", (*_OVER_APPLICATION, "declassify", "publish"), **_BEFORE_GRANT),
        "in_force": _stay("in_force", (*_OPEN_TO_PATENTS, "publish"), **_PATENT_STOPS),
        "ended": _stay("ended", _AFTER_END, restore=("in_force", _RESTORED), invalidate=("void", _VOID)),
        "dropped": _stay("dropped", _AFTER_END, restore=("published", _RESTORED)),
        "void": _stay("void", _AFTER_END),
    },
)  # fmt: skip
_MARK_STOPS: dict[str, tuple[str, Citation | None]] = {
    "expire": ("ended", None),
    "cancel": ("ended", _RENEWED),
    "surrender": ("ended", None),
    "end": ("ended", None),
    "revoke": ("revoked", _REVOKED),
    "invalidate": ("void", _MARK_VOID),
}
_MARK_APPLICATION: dict[str, tuple[str, Citation | None]] = {
    "grant": ("registered", None),
    "withdraw": ("dropped", None),
    "reject": ("dropped", None),
}
MARK = _life(
    "mark",
    Text("注册商标", "registered mark"),
    {
        "filed": Text("已申请", "filed"),
        "published": Text("初步审定公告", "published for opposition"),
        "registered": Text("已注册", "registered"),
        "ended": Text("已注销", "cancelled"),
        "revoked": Text("已撤销", "revoked on the register"),
        "dropped": Text("申请已终结", "application ended"),
        "void": Text("视为自始不存在", "deemed never to have existed"),
    },
    {
        "named": _stay("named", (*_OVER_RIGHT, "renew", "narrow"), file=("filed", None), publish=("published", None), **_MARK_APPLICATION, **_MARK_STOPS),
        "filed": _stay("filed", ("transfer", "change", "preserve", "lift"), publish=("published", None), **_MARK_APPLICATION),
        "published": _stay("published", ("transfer", "change", "preserve", "lift"), **_MARK_APPLICATION),
        "registered": _stay("registered", (*_OVER_RIGHT, "renew", "narrow", "publish"), **_MARK_STOPS),
        # 商标法 40: a mark may be renewed in the six months after its term
        "ended": _stay("ended", _AFTER_END, renew=("registered", _RENEWED), invalidate=("void", _MARK_VOID)),
        "revoked": _stay("revoked", _AFTER_END, invalidate=("void", _MARK_VOID)),
        "dropped": _stay("dropped", _AFTER_END),
        "void": _stay("void", _AFTER_END),
    },
)  # fmt: skip
_PLAIN_STOPS: dict[str, tuple[str, Citation | None]] = {
    "expire": ("ended", None),
    "surrender": ("ended", None),
    "end": ("ended", None),
}
_REGISTERED = {
    "filed": Text("已申请", "filed"),
    "registered": Text("已登记", "on the register"),
    "ended": Text("权利已终止", "the right has ended"),
    "revoked": Text("登记已撤销", "registration revoked"),
    "dropped": Text("申请已终结", "application ended"),
}
LAYOUT = _life(
    "layout",
    Text("布图设计专有权", "exclusive right in a layout"),
    _REGISTERED,
    {
        "named": _stay("named", (*_OVER_RIGHT, "compel"), file=("filed", None), grant=("registered", None), revoke=("revoked", _LAYOUT_REVOKED), **_PLAIN_STOPS),
        "filed": _stay("filed", ("transfer", "change", "preserve", "lift"), publish=("filed", None), grant=("registered", None), withdraw=("dropped", None), reject=("dropped", None)),
        "registered": _stay("registered", (*_OVER_RIGHT, "compel", "publish"), revoke=("revoked", _LAYOUT_REVOKED), **_PLAIN_STOPS),
        "ended": _stay("ended", _AFTER_END),
        "revoked": _stay("revoked", _AFTER_END),
        "dropped": _stay("dropped", _AFTER_END),
    },
)  # fmt: skip


def _of_a_work(code: str, title: Text, registers: Citation, contract: Citation) -> Lifecycle:
    """The right is born with the work: what is done with it needs no registration before, and outlives one that is revoked."""

    def row(state: str, *more: str, **moves: tuple[str, Citation | None]) -> dict[str, Step]:
        recorded = {"transfer": (state, contract), "license": (state, contract)}
        return _stay(state, (*_OVER_WORK, *more), **(recorded | moves))

    grant: tuple[str, Citation | None] = ("registered", registers)
    return _life(
        code,
        title,
        _REGISTERED,
        {
            "named": row("named", file=("filed", registers), grant=grant, revoke=("revoked", None), **_PLAIN_STOPS),
            "filed": row("filed", "publish", grant=grant, withdraw=("dropped", None), reject=("dropped", None), **_PLAIN_STOPS),
            "registered": row("registered", "publish", revoke=("revoked", None), **_PLAIN_STOPS),
            "ended": _stay("ended", _AFTER_END),
            "revoked": row("revoked", grant=grant, **_PLAIN_STOPS),
            "dropped": row("dropped", grant=grant, **_PLAIN_STOPS),
        },
    )  # fmt: skip


_OVER_WORK = tuple(e for e in _OVER_RIGHT if e not in ("transfer", "license"))
COPYRIGHT = _of_a_work("copyright", Text("作品著作权登记", "registration of a work"), _WORK, _WORK_CONTRACT)
SOFTWARE = _of_a_work("software", Text("软件著作权登记", "registration of software"), _SOFTWARE, _SOFTWARE_CONTRACT)
GI = _life(
    "gi",
    Text("地理标志保护", "protection of a geographical indication"),
    {
        "filed": Text("已申请", "filed"),
        "published": Text("受理公告", "acceptance announced"),
        "recognised": Text("已认定", "recognised"),
        "revoked": Text("认定已撤销", "recognition revoked"),
        "dropped": Text("申请已终结", "application ended"),
    },
    {
        # belongs to a place, so nothing transfers, pledges or licenses it; its users are approved one by one
        "named": _stay("named", ("change",), file=("filed", None), publish=("published", None), grant=("recognised", None), revoke=("revoked", None)),
        "filed": _stay("filed", ("change",), publish=("published", None), grant=("recognised", None), withdraw=("dropped", None), reject=("dropped", None)),
        "published": _stay("published", ("change",), grant=("recognised", None), withdraw=("dropped", None), reject=("dropped", None)),
        "recognised": _stay("recognised", ("change", "publish", "narrow"), revoke=("revoked", None), end=("revoked", None)),
        "revoked": _stay("revoked", ("change",)),
        "dropped": _stay("dropped", ("change",)),
    },
)  # fmt: skip

LIFECYCLES: tuple[Lifecycle, ...] = (PATENT, MARK, LAYOUT, GI, COPYRIGHT, SOFTWARE)
LIVE = frozenset({"in_force", "registered", "recognised"})
_OF = {
    RightKind.TRADEMARK: MARK,
    RightKind.LAYOUT: LAYOUT,
    RightKind.GI: GI,
    RightKind.COPYRIGHT: COPYRIGHT,
    RightKind.SOFTWARE: SOFTWARE,
}


def lifecycle_of(kind: RightKind | None) -> Lifecycle:
    """The table of a kind; a right of which the kind is not known yet is taken as a patent, as its number's form says."""
    return _OF.get(kind, PATENT) if kind is not None else PATENT
