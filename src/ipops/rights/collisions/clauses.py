"""The clauses the collisions rest on, each with the words relied on. A test holds every quote against the law's text."""

from __future__ import annotations

from ipops.kernel.citation import Citation

_LAWS = "shared/data/laws"
_CIVIL, _PATENT, _MARK = "民法典(2020-05-28)", "专利法(2020-10-17)", "商标法(2019-04-23)"
_RULES, _MARK_RULES = "专利法实施细则(2023-12-11)", "商标法实施条例(2014-04-29)"
_COPYRIGHT, _SOFTWARE = "著作权法(2020-11-11)", "计算机软件保护条例(2013-01-30)"
_LAYOUT = "集成电路布图设计保护条例(2001-04-02)"
_MARK_ORDER = "最高人民法院关于人民法院对注册商标权进行财产保全的解释(2020-12-29)"
_COURT = "最高人民法院关于审理技术合同纠纷案件适用法律若干问题的解释(2020-12-29)"


def _cite(document: str, clause: str, quote: str) -> Citation:
    return Citation(document=document, clause=clause, quote=quote, source=_LAWS)


TITLE = _cite(
    _CIVIL, "第八百七十条", "技术转让合同的让与人和技术许可合同的许可人应当保证自己是所提供的技术的合法拥有者"
)
MAY_PLEDGE = _cite(_CIVIL, "第四百四十条", "债务人或者第三人有权处分的下列权利可以出质")
TITLE_MARK_TRANSFER = _cite(
    _MARK, "第四十二条", "转让注册商标的，转让人和受让人应当签订转让协议，并共同向商标局提出申请。"
)
TITLE_MARK_LICENCE = _cite(_MARK, "第四十三条", "商标注册人可以通过签订商标使用许可合同，许可他人使用其注册商标。")
ENDED_LICENCE = _cite(
    _CIVIL,
    "第八百六十五条",
    "专利权有效期限届满或者专利权被宣告无效的，专利权人不得就该专利与他人订立专利实施许可合同。",
)
TERM = _cite(_CIVIL, "第八百六十五条", "专利实施许可合同仅在该专利权的存续期限内有效。")
ENDED = _cite(_PATENT, "第四十四条", "有下列情形之一的，专利权在期限届满前终止")
INVALID = _cite(_PATENT, "第四十七条", "宣告无效的专利权视为自始即不存在。")
CO_OWNERS = _cite(_PATENT, "第十四条", "除前款规定的情形外，行使共有的专利申请权或者专利权应当取得全体共有人的同意。")
ROYALTY_SHARED = _cite(_PATENT, "第十四条", "收取的使用费应当在共有人之间分配")
CO_OWNERS_MARK = _cite(_MARK, "第五条", "共同享有和行使该商标专用权")
PLEDGED = _cite(
    _CIVIL,
    "第四百四十四条",
    "知识产权中的财产权出质后，出质人不得转让或者许可他人使用，但是出质人与质权人协商同意的除外。",
)
EXCLUSIVE = _cite(
    _COURT, "第二十五条", "独占实施许可，是指许可人在约定许可实施专利的范围内，将该专利仅许可一个被许可人实施"
)
SOLE = _cite(_COURT, "第二十五条", "排他实施许可，是指许可人在约定许可实施专利的范围内，将该专利仅许可一个被许可人实施")
OPEN_LICENCE = _cite(_PATENT, "第五十一条", "但不得就该专利给予独占或者排他许可")
PRESERVED = _cite(_RULES, "第一百零五条", "暂停办理放弃、变更、转移专利权或者专利申请权手续")
SIMILAR_MARKS = _cite(_MARK, "第四十二条", "应当一并转让")
SIMILAR_MARKS_DROPPED = _cite(_MARK_RULES, "第三十一条", "期满未改正的，视为放弃转让该注册商标的申请")
PROCEEDS = _cite(_CIVIL, "第四百四十四条", "所得的价款，应当向质权人提前清偿债务或者提存。")
PRESERVED_PLEDGE = _cite(_RULES, "第一百零五条", "专利权质押手续以及专利权期限届满前的终止手续等")
PRESERVED_MARK = _cite(_MARK_ORDER, "第一条", "禁止转让、注销注册商标、变更注册事项和办理商标权质押登记等事项")
CO_AUTHORS = _cite(_COPYRIGHT, "第十四条", "合作作品的著作权由合作作者通过协商一致行使")
CO_AUTHORS_SOFTWARE = _cite(_SOFTWARE, "第十条", "其著作权由各合作开发者共同享有，通过协商一致行使")
CO_OWNERS_LAYOUT = _cite(_LAYOUT, "第十条", "未作约定或者约定不明的，其专有权由合作者共同享有")
OPEN_BARRED = _cite(_RULES, "第八十六条", "专利权有下列情形之一的，专利权人不得对其实行开放许可")
OPEN_REPORT = _cite(_PATENT, "第五十条", "就实用新型、外观设计专利提出开放许可声明的，应当提供专利权评价报告。")
OPEN_AFTER_GRANT = _cite(_RULES, "第八十五条", "应当在公告授予专利权后提出")

ALL: tuple[Citation, ...] = (
    TITLE,
    MAY_PLEDGE,
    TITLE_MARK_TRANSFER,
    TITLE_MARK_LICENCE,
    ENDED_LICENCE,
    TERM,
    ENDED,
    INVALID,
    CO_OWNERS,
    ROYALTY_SHARED,
    CO_OWNERS_MARK,
    PLEDGED,
    EXCLUSIVE,
    SOLE,
    OPEN_LICENCE,
    PRESERVED,
    SIMILAR_MARKS,
    SIMILAR_MARKS_DROPPED,
    PROCEEDS,
    PRESERVED_PLEDGE,
    PRESERVED_MARK,
    CO_AUTHORS,
    CO_AUTHORS_SOFTWARE,
    CO_OWNERS_LAYOUT,
    OPEN_BARRED,
    OPEN_REPORT,
    OPEN_AFTER_GRANT,
)
