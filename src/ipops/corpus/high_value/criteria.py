"""The five criteria and validity, each answering yes, no or unknown with the evidence it saw.

Rule 1: *no* needs knowledge. A list nobody looked at, an amount nobody stated, a threshold nobody published make *unknown*.
Rule 2: everything is as of a day: a grant later than it is none yet, a lapse later than it has not happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ipops.corpus.high_value.patents import ENDED, ENDING, Member, Outside, Patent
from ipops.corpus.high_value.readings import Abroad, Met, Pledge, Readings, TenYears
from ipops.kernel.text import Text

YEARS = 10  #: the criterion's own number
CHINAS = ("HK", "MO", "TW")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """``evidence`` are the things looked at, by their numbers; ``says`` is the reason in a sentence."""

    code: str
    met: Met
    says: Text
    evidence: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "met": str(self.met), "says": self.says.as_json(), "evidence": list(self.evidence)}


def _f(code: str, met: Met, zh: str, en: str, *evidence: str) -> Finding:
    return Finding(code=code, met=met, says=Text(zh, en), evidence=evidence)


def years_after(day: date, years: int) -> date:
    """The same day of a later year; 28 February where there is no 29."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def valid(p: Patent, on: date) -> Finding:
    """Whether the right is granted and stands on the day: by dated events first, else by what the source last knew."""
    if p.granted_on is None or p.granted_on > on:
        known = p.granted_on is not None or p.status in ("pending", "withdrawn", "rejected")
        met = Met.NO if known else Met.UNKNOWN
        return _f("valid", met, "该日尚未授权或授权日不详", "not granted by then, or no day of grant known")
    dated = sorted((e for e in p.events if e.on <= on and e.act in (*ENDING, "restoration")), key=lambda e: e.on)
    if dated:
        last = dated[-1]
        met = Met.YES if last.act == "restoration" else Met.NO
        return _f(
            "valid", met, f"{last.on} 事件 {last.act}", f"event {last.act} on {last.on}", f"{last.code} {last.on}"
        )
    if p.status in ENDED:
        ended = p.ends_on or p.status_on
        if ended is None:
            return _f("valid", Met.UNKNOWN, f"状态为 {p.status}，日期不详", f"{p.status}, nobody says since when")
        met = Met.NO if ended <= on else Met.YES
        return _f("valid", met, f"{p.status} 于 {ended}", f"{p.status} on {ended}", str(ended))
    if p.ends_on is not None and p.ends_on <= on:
        return _f("valid", Met.NO, f"已于 {p.ends_on} 届满", f"ended on {p.ends_on}", str(p.ends_on))
    if p.status == "active":
        return _f("valid", Met.YES, "来源载明有效", "a source says that it stands")
    return _f("valid", Met.UNKNOWN, "没有法律状态", "no legal status known")


def emerging_industry(p: Patent, outside: Outside, looked: bool) -> Finding:
    """By the concordance the fields were made with; a row that also asks for keywords only makes it possible."""
    code = "emerging_industry"
    sure = [i for i in p.industries if not i.conditional]
    if sure:
        names = "、".join(f"{i.field} {i.title or ''}".strip() for i in sure)
        return _f(code, Met.YES, f"分类号落入 {names}", f"its symbols fall into {names}", *(i.field for i in sure))
    if p.industries:
        fields = tuple(i.field for i in p.industries)
        return _f(
            code,
            Met.UNKNOWN,
            "分类号相符，另有关键词条件未核",
            "symbols match, keyword conditions not checked",
            *fields,
        )
    if not looked:
        return _f(code, Met.UNKNOWN, "未载入对照表", "no concordance was loaded")
    return _f(code, Met.NO, "分类号不在对照表中", "none of its symbols is in the concordance")


def family_abroad(p: Patent, readings: Readings, on: date) -> Finding:
    """Members outside, by the reading: rights that stand, or applications."""
    code = "family_abroad"
    if not p.family:
        return _f(code, Met.UNKNOWN, "没有同族信息", "no family known")
    abroad = [m for m in p.family if _is_abroad(m, p, readings)]
    if not abroad and not p.family_stated:
        return _f(
            code, Met.UNKNOWN, "来源未列同族，库内未见海外成员", "no source lists its family; none abroad in the corpus"
        )
    if not abroad:
        return _f(code, Met.NO, "同族中没有海外成员", "no member abroad in its family")
    if readings.abroad == Abroad.FILED:
        return _f(
            code,
            Met.YES,
            f"海外申请 {len(abroad)} 件",
            f"{len(abroad)} applications abroad",
            *(m.number for m in abroad),
        )
    standing = [m for m in abroad if m.granted_on and m.granted_on <= on and not (m.ended_on and m.ended_on <= on)]
    if standing:
        numbers = tuple(m.number for m in standing)
        return _f(
            code,
            Met.YES,
            f"海外授权且未终止 {len(standing)} 件",
            f"{len(standing)} granted abroad, none of them ended",
            *numbers,
        )
    likely = tuple(m.number for m in abroad if not m.here and m.looks_granted)
    if likely:
        return _f(
            code,
            Met.UNKNOWN,
            "号码显示已授权，是否有效不详",
            "numbers of grants abroad, whether they stand is not known",
            *likely,
        )
    unknown = tuple(m.number for m in abroad if not m.here)
    if unknown:
        return _f(
            code, Met.UNKNOWN, "海外成员是否授权不详", "whether members abroad are granted is not known", *unknown
        )
    return _f(
        code,
        Met.NO,
        "海外成员未授权或已终止",
        "members abroad are not granted or have ended",
        *(m.number for m in abroad),
    )


def _is_abroad(m: Member, p: Patent, readings: Readings) -> bool:
    if m.office is None or m.office == p.office:
        return False
    if m.office in CHINAS:
        return readings.with_hk_mo_tw
    return readings.with_pct if m.office == "WO" else True


def ten_years(p: Patent, readings: Readings, on: date) -> Finding:
    """More than ten years: the day after the tenth anniversary is the first."""
    code = "ten_years"
    begins = p.granted_on if readings.ten_years == TenYears.GRANT else p.filed_on
    named = {TenYears.GRANT: ("授权日", "grant"), TenYears.FILING: ("申请日", "filing")}[readings.ten_years]
    if begins is None:
        return _f(code, Met.UNKNOWN, f"{named[0]}不详", f"its day of {named[1]} is not known")
    met = Met.YES if on > years_after(begins, YEARS) else Met.NO
    return _f(code, met, f"自{named[0]} {begins} 起算", f"counted from {named[1]} on {begins}", str(begins))


def pledge(p: Patent, outside: Outside, readings: Readings, on: date) -> Finding:
    """By pledges handed in; a pledge among the events has no amount, so it only shows that there is something to ask for."""
    code = "pledge"
    had = [g for g in p.pledges if g.registered_on <= on and (readings.released_pledges or _stands(g, on))]
    seen = [e for e in p.events if e.act == "pledge" and e.on <= on]
    if not had:
        if seen:
            told = tuple(f"{e.code} {e.on}" for e in seen)
            return _f(
                code, Met.UNKNOWN, "有质押事件，金额不详", "a pledge among the events, its amount not known", *told
            )
        if outside.pledges is None:
            return _f(code, Met.UNKNOWN, "未提供质押登记", "no register of pledges was handed in")
        return _f(code, Met.NO, "没有质押登记", "no pledge registered")
    told = tuple(f"{g.registered_on} {g.amount.fen if g.amount else '?'} fen / {g.rights}" for g in had)
    if readings.pledge_from is None:
        return _f(code, Met.UNKNOWN, "没有公布“较高”的金额", "no text says what a rather high amount is", *told)
    if any(g.amount is not None and g.amount >= readings.pledge_from for g in had):
        return _f(
            code,
            Met.YES,
            "达到所定金额（组合质押按整笔计）",
            "reaches the amount chosen (a joint pledge by its whole sum)",
            *told,
        )
    if any(g.amount is None for g in had):
        return _f(code, Met.UNKNOWN, "有的质押金额不详", "the amount of one pledge is not known", *told)
    return _f(code, Met.NO, "低于所定金额", "below the amount chosen", *told)


def _stands(g: Pledge, on: date) -> bool:
    return g.released_on is None or g.released_on > on


def award(p: Patent, outside: Outside, readings: Readings, on: date) -> Finding:
    won = [a for a in p.awards if a.on <= on and (readings.awards is None or a.name in readings.awards)]
    if won:
        names = "、".join(f"{a.name}（{a.on.year}）" for a in won)
        return _f("award", Met.YES, names, names, *(a.source or a.name for a in won))
    if outside.awards is None:
        return _f("award", Met.UNKNOWN, "未提供获奖名单", "no list of awards was handed in")
    return _f("award", Met.NO, "不在获奖名单中", "not on the list of awards")
