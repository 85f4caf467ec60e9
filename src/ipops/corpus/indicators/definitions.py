"""What each indicator is: its names, unit, formula, what it needs, what it must not be taken for, and where it is written.

``CATALOGUE["generality"]`` is the definition behind the column of that name; figures of whole portfolios stand beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.text import Text

OECD = Citation(
    document="OECD STI Working Papers 2013/03", clause="Measuring Patent Quality: Indicators of Technological and Economic Value",
    grade=Grade.C, source="doi:10.1787/5k4522wkw1r8-en",
)  # fmt: skip
HALL = Citation(document="NBER Working Paper 8498", clause="Hall, Jaffe, Trajtenberg 2001", grade=Grade.K)
CD = Citation(document="Management Science 63(3)", clause="Funk, Owen-Smith 2017", grade=Grade.K)
OURS = Citation(document="ipops", clause="corpus.indicators", grade=Grade.OURS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """``of`` is what one value speaks of: a patent, a portfolio, a field. ``cohort`` says that it compares with its like."""

    code: str
    title: Text
    unit: str
    of: str
    formula: str
    undefined: Text
    trap: Text
    cite: Citation
    cohort: bool = False
    version: int = 1


def _d(code: str, names: tuple[str, str], unit: str, formula: str, undefined: tuple[str, str], trap: tuple[str, str],
       cite: Citation = OECD, of: str = "patent", cohort: bool = False) -> Definition:  # fmt: skip
    return Definition(
        code=code, title=Text(*names), unit=unit, of=of, formula=formula, undefined=Text(*undefined), trap=Text(*trap),
        cite=cite, cohort=cohort,
    )  # fmt: skip


_NO_LIST = ("来源没有引文清单", "no source lists its references")
_NO_DAY = ("没有公布日", "no day of publication")
_COHORT = (
    "缺少年份或领域，或同组太小，或组内最大值为零",
    "no year or field, a cohort too small, or a greatest value of zero",
)
_FORWARD = (
    "窗口未满，或已知库外尚有引用方时标 truncated；低值不等于质量低",
    "truncated while the window runs, or where citing numbers outside the corpus are known; a low count is no low quality",
)
_FORWARD_XY = (
    f"{_FORWARD[0]}；引文类别不明的亦标 truncated",
    f"{_FORWARD[1]}; truncated also where the category of a citation is not told",
)
_PATENTS = (
    _d("patent_scope", ("技术覆盖范围", "patent scope"), "subclasses", "n distinct 4-character subclasses",
       ("没有分类号", "no class"), ("版本不同不可比；仅发明信息或全部", "compare within one edition; inventive only or all")),
    _d("family_size", ("同族规模", "family size"), "offices", "n distinct offices in the family",
       ("没有同族信息", "no family known"), ("简单族或扩展族；WO、EP 是否计入由参数定；没有来源列出成员的，库外可能另有成员，标 truncated", "simple or extended; WO and EP by parameter; truncated where no source lists the members, for there may be others elsewhere")),
    _d("grant_lag", ("授权时滞指数", "grant lag index"), "", "1 - Δt / max Δt of the cohort, Δt days from filing to grant",
       ("未授权（不是零），缺少年份或领域，或同组太小", "not granted, which is not zero; no year or field, or a cohort too small"), ("一个离群值决定最大值；天数另列", "one outlier rules the greatest; days stand beside"), cohort=True),
    _d("bwd_cits", ("后向引用", "backward citations"), "patents", "n distinct cited patents", _NO_LIST,
       ("清单缺失不等于没有引用", "a missing list is not an empty one")),
    _d("npl_cits", ("非专利引用", "non-patent citations"), "items", "n distinct cited items that are no patents", _NO_LIST,
       ("同上", "as for backward citations")),
    _d("claims", ("权利要求项数", "claims"), "claims", "n claims of the grant, else as published", ("没有项数", "not stated"),
       ("公布与授权的项数不同", "published and granted numbers differ")),
    _d("claims_bwd", ("权利要求与引用比", "claims per backward citation"), "", "claims / bwd_cits",
       ("没有引用", "nothing cited"), ("引用为零时无值", "no value without citations")),
    _d("fwd_cits5", ("五年前向引用", "forward citations, 5 years"), "families", "citing families from publication to 5 years after", _NO_DAY, _FORWARD),
    _d("fwd_cits5_xy", ("五年前向引用（X/Y）", "forward citations of category X or Y, 5 years"), "families", "as fwd_cits5, category X or Y", _NO_DAY, _FORWARD_XY),
    _d("fwd_cits7", ("七年前向引用", "forward citations, 7 years"), "families", "citing families from publication to 7 years after", _NO_DAY, _FORWARD),
    _d("fwd_cits7_xy", ("七年前向引用（X/Y）", "forward citations of category X or Y, 7 years"), "families", "as fwd_cits7, category X or Y", _NO_DAY, _FORWARD_XY),
    _d("breakthrough", ("突破性", "breakthrough"), "0 or 1", "among the most cited per mille of the cohort by fwd_cits5", _COHORT,
       ("截点上的并列由参数定", "ties at the cut by parameter"), cohort=True),
    _d("breakthrough_xy", ("突破性（X/Y）", "breakthrough by X or Y"), "0 or 1", "as breakthrough, by fwd_cits5_xy", _COHORT,
       ("同上", "as for breakthrough"), cohort=True),
    _d("generality", ("通用性", "generality"), "0 to 1", "1 - Σ_j [(1/N) Σ_i β_ji]², β_ji the share of citing patent i's symbols in class j",
       ("没有带分类的引用方（不是零）", "no citing patent with classes, which is not zero"), ("N 小时偏低，可选 N/(N-1) 修正；已知库外尚有引用方时标 truncated", "biased down for small N; N/(N-1) by parameter; truncated where citing numbers outside the corpus are known"), HALL),
    _d("originality", ("原创性", "originality"), "0 to 1", "as generality, over the cited patents",
       ("没有带分类的被引方", "no cited patent with classes"), ("被引方不全在库中，或没有引文清单时标 truncated", "truncated where cited patents lie outside the corpus or the list of references is missing"), HALL),
    _d("radicalness", ("激进性", "radicalness"), "0 to 1", "symbols of the cited outside one's own subclasses / symbols of the cited",
       ("没有带分类的被引方", "no cited patent with classes"), ("各实现不同：份额或个数，由参数定", "implementations differ: share or number, by parameter")),
    _d("renewal", ("维持年限", "renewal"), "years", "completed years from filing to the end of the right, or to the last day of the data",
       ("未授权或没有终止日", "not granted, or no end known"), ("仍有效为 censored", "censored while in force")),
    _d("quality_index_4", ("综合质量指数（4 项）", "quality index of 4"), "0 to 1", "mean of normalised fwd_cits5, family_size, claims, generality",
       ("缺一项即无值（或按参数取其余）", "a part is missing (or the others, by parameter)"), ("各局申请人习惯不同，只在同组内比较", "compare within cohorts only"), cohort=True),
    _d("quality_index_6", ("综合质量指数（6 项）", "quality index of 6"), "0 to 1", "as 4, with bwd_cits and grant_lag",
       ("缺一项即无值（或按参数取其余）", "a part is missing (or the others, by parameter)"), ("未授权的没有值", "none for what is not granted"), cohort=True),
    _d("cd", ("颠覆性指数 CD", "CD index"), "-1 to 1", "(1/n) Σ (f - 2 f b) over later citers of it or its references, strictly after it, within the window",
       ("窗口内无人引用", "nobody in the window"), ("没有引文清单时 CD = 1，是数据缺失所致", "without references CD = 1, an artefact of missing data"), CD),
)  # fmt: skip
_WHOLES = (
    _d("rta", ("显性技术优势 RTA", "revealed technological advantage"), "", "(P_cf / Σ_c P_cf) / (Σ_f P_cf / Σ P); symmetric: (RTA-1)/(RTA+1)",
       ("该地区或领域没有专利", "no patents of the place or the field"), ("量小时剧烈波动；按份额计数", "wild for small counts; counted by shares"), OECD, of="place and field"),
    _d("hhi", ("集中度 HHI", "concentration (HHI)"), "0 to 1", "Σ s², s the share of each resolved owner",
       ("没有已归并的权利人", "no resolved owner"), ("未归并的份额另列", "the unresolved share stands beside"), OURS, of="field"),
    _d("cycle_time", ("技术周期", "technology cycle time"), "years", "median age of the cited patents at the citing one's publication",
       ("没有带日期的引用", "no dated citation"), ("仅计有日期的引用，份额另列", "dated citations only; their share stands beside"), OURS, of="portfolio"),
    _d("h_index", ("h 指数", "h-index"), "", "the greatest h with h patents cited h times or more",
       ("没有专利", "no patents"), ("随规模与年龄增长；已知库外尚有引用方时标 truncated", "grows with size and age; truncated where citing numbers outside the corpus are known"), OURS, of="portfolio"),
    _d("growth", ("年均增长率", "compound growth a year"), "", "(last/first)^(1/years) - 1 of the counts of filings a year",
       ("首年为零", "the first year is zero"), ("最近 18 个月公布未全，按截止日剔除", "the last 18 months are not all published and are left out"), OURS, of="field"),
    _d("self_citation", ("自引率", "self-citation share"), "0 to 1", "citations from a family with an owner in common / citations between resolved owners",
       ("没有可判定的引用", "no citation that can be told"), ("按归并后的权利人，不按名称", "by resolved owner, not by name"), OURS, of="portfolio"),
    _d("strength", ("组合强度", "portfolio strength"), "", "Σ over living families of their field- and year-corrected citations",
       ("没有有效同族", "no living family"), ("失效的族计零；修正表为本程序自算，不同于商业指数", "a dead family is zero; corrections are our own, unlike commercial indexes"), OURS, of="portfolio", cohort=True),
    _d("life_cycle", ("生命周期（S 曲线）", "life cycle (S-curve)"), "", "least squares of K / (1 + exp(-r (t - m))) on cumulative counts",
       ("拟合差，或拐点在数据之外", "a poor fit, or the midpoint outside the data"), ("仅凭数量会误导，附区间与拟合度", "counts alone mislead; interval and fit stand beside"), OURS, of="field"),
)  # fmt: skip
CATALOGUE: Mapping[str, Definition] = MappingProxyType({d.code: d for d in (*_PATENTS, *_WHOLES)})
