"""The form of a valuation: every approach that is filled in is worked out, side by side; those left empty are not guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Problem, Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import RightKind
from ipops.lines.pledge.app.forms.book import book_file
from ipops.lines.pledge.app.forms.fields import paper_lines
from ipops.lines.pledge.app.forms.whatif import pairs
from ipops.lines.pledge.rules import appraising
from ipops.lines.pledge.rules.asking import TWO_APPROACHES, TWO_SIGNERS
from ipops.webkit.pages.fields import DocumentField, choices, several
from ipops.webkit.pages.forms import Group, HouseForm
from ipops.webkit.pages.lang import said, say

_PURPOSES = (
    ("pledge", said("质押融资", "pledge finance")), ("licence", said("许可", "licence")), ("transfer", said("转让", "transfer")),
    ("accounting", said("会计", "accounting")), ("tax", said("税收", "tax")), ("relief", said("侵权救济", "infringement relief")),
    ("grading", said("分级管理", "graded management")), ("litigation", said("诉讼", "litigation")),
)  # fmt: skip
_BY = (("appraiser", said("评估机构", "an appraiser")), ("bank", said("银行自评", "the bank itself")))
_TIMING = (("end", said("年末", "end of the year")), ("middle", said("年中", "middle of the year")))
_MOVES = ("royalty", "rate", "sales", "share", "profits")
_FOLDED = {"folded": True}


def _short(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=60, required=False, help_text=help_text)


class ValuationForm(HouseForm):
    groups: ClassVar[tuple[Group, ...]] = (
        Group(Text("对象", "What is valued"), ("purpose", "valued_on", "kind", "expires_on")),
        Group(Text("折现率与共同参数", "Discount rate and what all flows share"), ("rate", "tax", "life", "decay", "timing")),
        Group(Text("收益法：许可费节省", "Income: relief from royalty"), ("sales", "royalty", "licences")),
        Group(Text("收益法：超额收益", "Income: excess income"), ("with_right", "without"), **_FOLDED),
        Group(Text("收益法：利润分成", "Income: profit split"), ("profits", "share"), **_FOLDED),
        Group(Text("市场法", "Market"), ("comparables",)),
        Group(Text("成本法", "Cost"), ("replacement", "depreciation")),
        Group(Text("报告", "The report"), ("by", "signers", "signed_on", "reason_for_one", "officer", "reviewer", "used_on", "age_limit_months")),
        Group(Text("敏感性与模拟", "Sensitivity and simulation"), ("swings", "moves", "paths", "seed"), **_FOLDED),
        Group(Text("指标评分（GB/T 42748-2023）", "Indicators (GB/T 42748-2023)"), ("frame", "scenario", "scores"), **_FOLDED),
        Group(Text("用文件代替", "A file instead"), ("file",), **_FOLDED),
    )  # fmt: skip
    cites: ClassVar[Mapping[str, Citation]] = {"signers": TWO_SIGNERS, "reason_for_one": TWO_APPROACHES}
    submit_text: ClassVar[Text] = Text("测算", "Work it out")

    purpose = forms.ChoiceField(label=said("评估目的", "purpose"), choices=_PURPOSES)
    valued_on = forms.DateField(label=said("评估基准日", "valued as of"), required=False)
    kind = forms.ChoiceField(label=said("权利种类", "kind of right"), choices=choices(RightKind))
    expires_on = forms.DateField(label=said("权利届满日", "the right expires on"), required=False)
    rate = paper_lines(
        said("折现率", "discount rate"),
        help_text=said("写一个数，如 12%；或分项累加，每行一项，如 无风险=2%。", "One figure, as 12%; or its parts, one a line, as risk_free=2%."),
    )  # fmt: skip
    tax = _short(said("所得税率", "tax"), said("如 25%", "as 25%"))
    life = forms.IntegerField(
        label=said("经济寿命（年）", "economic life, years"), min_value=1, max_value=100, required=False
    )
    decay = _short(said("每年衰减", "decay a year"), said("可不填，如 10%", "if any, as 10%"))
    timing = forms.ChoiceField(label=said("收益发生在", "income comes at the"), choices=_TIMING, required=False)
    sales = paper_lines(
        said("各年销售额", "sales, year by year"),
        help_text=said("每行一年，如 1000万元。", "One year a line, as 10,000,000."),
    )
    royalty = _short(
        said("许可费率", "royalty"), said("如 3%；或在下面列出所依据的许可", "as 3%, or list below what it rests on")
    )
    licences = paper_lines(
        said("所依据的许可", "licences it rests on"),
        help_text=said("每行一件：费率，如 3%；无偿的写“无偿”，不是费率。少于三件有偿的只给范围。", "One a line: its rate, as 3%; write “free” for a free one, which is no rate. Fewer than three paid ones give a range only."),
    )  # fmt: skip
    with_right = paper_lines(
        said("有该权利时的收益", "income with the right"), help_text=said("每行一年。", "One year a line.")
    )
    without = paper_lines(
        said("没有该权利时的收益", "income without it"), help_text=said("每行一年。", "One year a line.")
    )
    profits = paper_lines(said("各年利润", "profits, year by year"), help_text=said("每行一年。", "One year a line."))
    share = _short(said("分成率", "share"), said("如 25%", "as 25%"))
    comparables = paper_lines(
        said("可比成交", "comparable deals"),
        help_text=said("每行一件：价格 付费方式 修正=系数，如 300万元 提成 期限=0.9。方式为固定、提成、混合、无偿；无偿的不是价格。", "One a line: price, how it was paid, corrections, as 3000000 royalty term=0.9. Paid by fixed, royalty, both or free; a free one is no price."),
    )  # fmt: skip
    replacement = _short(said("重置成本", "replacement cost"), said("如 80万元", "as 800,000"))
    depreciation = _short(said("贬值率", "depreciation"), said("如 20%", "as 20%"))
    by = forms.ChoiceField(
        label=said("由谁评估", "valued by"), choices=_BY, widget=forms.RadioSelect, initial="appraiser"
    )
    signers = paper_lines(
        said("签名的评估专业人员", "appraisers who sign"),
        help_text=said("每行一人，至少两人。", "One a line, at least two."),
    )
    signed_on = forms.DateField(label=said("签署日", "signed on"), required=False)
    reason_for_one = forms.CharField(
        label=said("只用一类方法的理由", "why one approach"), max_length=500, required=False
    )
    officer = _short(said("银行经办人", "the bank's officer"))
    reviewer = _short(said("银行复核人", "the bank's reviewer"))
    used_on = forms.DateField(label=said("拟使用日（如放款日）", "to be used on, as the drawdown day"), required=False)
    age_limit_months = forms.IntegerField(
        label=said("使用方认可的有效期（月）", "how old it may be, months"), min_value=1, max_value=120, required=False
    )
    swings = paper_lines(
        said("敏感性：参数与幅度", "sensitivity: parameter and part"),
        help_text=said("每行一个，如 royalty=20%。可用 royalty、rate、sales、share、profits。", "One a line, as royalty=20%. There are royalty, rate, sales, share, profits."),
    )  # fmt: skip
    moves = paper_lines(
        said("模拟：参数与三角分布", "simulation: parameter and triangle"),
        help_text=said(
            "每行一个：参数=最低 最可能 最高，如 royalty=1% 3% 6%。",
            "One a line: least, likeliest, most, as royalty=1% 3% 6%.",
        ),
    )
    paths = forms.IntegerField(
        label=said("路径数", "paths"), min_value=1, max_value=200_000, initial=10_000, required=False
    )
    seed = forms.IntegerField(label=said("种子", "seed"), min_value=0, max_value=2**31 - 1, initial=1, required=False)
    frame = DocumentField(
        label=said("指标与权重文件", "file with indicators and weights"),
        help_text=said("标准的名称和权重本系统没有；不载入则评分未知。", "The standard's names and weights are not carried here; without the file the score is unknown."),
        required=False,
    )  # fmt: skip
    scenario = _short(said("场景", "scenario"), said("如 finance", "as finance"))
    scores = paper_lines(
        said("各末级指标得分", "scores of the lowest indicators"),
        help_text=said("每行一个：代号=0 至 100 的整数。", "One a line: code=whole number 0 to 100."),
    )
    file = DocumentField(
        label=said("评估文件（YAML 或 JSON）", "file of a valuation (YAML or JSON)"),
        help_text=said("与命令 ipops finance value 的文件相同；选了文件则不看上面的各栏。", "As the command ipops finance value reads it; the fields above are then not looked at."),
        required=False,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        v: dict[str, Any] = super().clean() or {}
        for name in ("swings", "moves", "scores"):
            v[name] = pairs(v.get(name) or "", name)
        for name in ("file", "frame"):
            if v.get(name) is None:
                continue
            got = book_file(v[name])
            if isinstance(got, Text):
                raise ValidationError({name: say(got)})
            v[f"{name}_tree"] = got
        return v

    @property
    def tree(self) -> dict[str, Any]:
        """What ``ipops finance value`` reads."""
        v = self.cleaned_data
        if "file_tree" in v:
            return dict(v["file_tree"])
        made: dict[str, Any] = {
            "purpose": v["purpose"],
            "valued_on": v["valued_on"],
            "right": _filled(kind=v["kind"], expires_on=v["expires_on"]),
            "rate": appraising.rate(v["rate"]),
            "approaches": list(_approaches(v)),
            "disagree": appraising.DISAGREE,
            "rounding": appraising.ROUNDING,
            "report": self._report(v),
            "sensitivity": v["swings"],
        }
        if v["moves"]:
            made["simulation"] = {
                "paths": v["paths"],
                "seed": v["seed"],
                "moves": {k: appraising.triangle(x) for k, x in v["moves"].items()},
            }
        if v["scenario"] or v["scores"] or "frame_tree" in v:
            scores = {k: int(x) if x.isdecimal() else x for k, x in v["scores"].items()}
            made["scoring"] = _filled(frame=v.get("frame_tree"), scenario=v["scenario"]) | {"scores": scores}
        return {k: x for k, x in made.items() if x is not None}

    def _report(self, v: dict[str, Any]) -> dict[str, Any]:
        mine = {"signers": list(several(v["signers"])), "reason_for_one": v["reason_for_one"]}
        own = {"officer": v["officer"], "reviewer": v["reviewer"]}
        told = mine if v["by"] == "appraiser" else own
        dates = {k: v[k] for k in ("signed_on", "used_on", "age_limit_months")}
        return _filled(by=v["by"], **told, **dates)

    def beside(self, found: Refused | tuple[Problem, ...]) -> Refused:
        """What the engine has against it, beside the fields it is about."""
        if isinstance(found, Refused):
            return Refused(reasons=tuple(self._at(r.code, r.says, r.field) for r in found.reasons))
        return Refused(reasons=tuple(self._at(p.code, p.says, p.at.field) for p in found))

    def _at(self, code: str, says: Text, field: str) -> Reason:
        steps = field.split(".")
        inside = next((s for s in reversed(steps) if s in self.fields), "")
        other = {
            "approaches": "sales",
            "simulation": "moves",
            "sensitivity": "swings",
            "scoring": "scenario",
            "right": "expires_on",
        }
        named = "file" if self.cleaned_data.get("file_tree") is not None else inside or other.get(steps[0], "")
        return Reason(code=code, says=says, field=named)


def _filled(**given: Any) -> dict[str, Any]:
    return {k: v for k, v in given.items() if v not in (None, "", [])}


def _approaches(v: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every approach for which something is filled in."""
    flows = _filled(tax=v["tax"], economic_life=v["life"], decay=v["decay"], timing=v["timing"] or "end")
    if v["sales"] or v["royalty"] or v["licences"]:
        licences = [appraising.licence(x) for x in appraising.lines(v["licences"])]
        yield (
            {"method": "relief_from_royalty", "sales": list(appraising.lines(v["sales"]))}
            | _filled(royalty=v["royalty"], licences=licences)
            | flows
        )
    if v["with_right"] or v["without"]:
        with_right, without = list(appraising.lines(v["with_right"])), list(appraising.lines(v["without"]))
        yield {"method": "excess_income", "with_right": with_right, "without": without} | flows
    if v["profits"] or v["share"]:
        yield (
            {"method": "profit_split", "profits": list(appraising.lines(v["profits"]))}
            | _filled(share=v["share"])
            | flows
        )
    if v["comparables"]:
        yield {
            "method": "market",
            "comparables": [appraising.deal(line) for line in appraising.lines(v["comparables"])],
        }
    if v["replacement"] or v["depreciation"]:
        yield {"method": "cost"} | _filled(replacement=v["replacement"], depreciation=v["depreciation"])
