"""The form of a what-if: the book, the schemes, and the figures that only the user can give. What is left empty is not guessed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.pledge.app.forms.book import book_file
from ipops.lines.pledge.app.forms.fields import paper_lines
from ipops.lines.pledge.app.services.whatif import MOST_PATHS, Question
from ipops.lines.pledge.rules import booking
from ipops.webkit.pages.fields import DocumentField, MoneyField, several
from ipops.webkit.pages.forms import Group, HouseForm
from ipops.webkit.pages.lang import said, say

REAL, FILE, MADE_UP = "real", "file", "made_up"
_BOOKS = (
    (REAL, said("我可查看的真实贷款", "the real loans I may see")),
    (MADE_UP, said("虚构账册", "a made-up book")),
    (FILE, said("上传账册文件", "a file with a book")),
)
_COPULAS = (("gaussian", said("高斯", "Gaussian")), ("t", said("t（厚尾）", "t (fat tails)")))
#: Fields of the engine's form that stand under another name here, or inside a group.
_BESIDE = {"made_up": "loans", "loans": "file", "pool": "pots", "liability": "borne", "states": "assume", "layers": "assume", "base": "assume", "total": "assume", "triggers": "assume", "scheme": "schemes", "terms": "assume"}  # fmt: skip


def pairs(text: str, field: str) -> dict[str, str]:
    """``name=value``, one a line."""
    made = {}
    for line in several(text):
        name, sign, value = line.partition("=")
        if not sign or not name.strip():
            raise ValidationError({field: say(Text(f"“{line}”应写成 名称=值。", f"Write “{line}” as name=value."))})
        made[name.strip()] = value.strip()
    return made


class WhatIfForm(HouseForm):
    groups: ClassVar[tuple[Group, ...]] = (
        Group(Text("账册", "The book"), ("book", "fund", "file")),
        Group(Text("虚构账册的规模", "Size of a made-up book"), ("loans", "firms", "smallest", "largest", "term"), folded=True),
        Group(Text("方案与资金", "Schemes and money"), ("schemes", "pool", "pots", "borne", "others")),
        Group(Text("您给出的概率（本系统不提供）", "Your probabilities (none is ours)"), ("pd", "recovery", "lag", "cost")),
        Group(Text("您给出的相关性", "Your correlations"), ("copula", "df", "correlation", "industry_correlation", "correlations")),
        Group(Text("推演", "The run"), ("months", "paths", "seed")),
        Group(Text("来源未载之处的假设与贷款事实", "Assumptions where sources are silent, facts of the loans"), ("assume", "facts"), folded=True),
    )  # fmt: skip
    submit_text: ClassVar[Text] = Text("开始推演", "Run it")

    book = forms.ChoiceField(label=said("账册", "book"), choices=_BOOKS, widget=forms.RadioSelect, initial=REAL)
    fund = forms.ChoiceField(
        label=said("只看一项资金的在保贷款", "only the loans of one fund"),
        help_text=said("选了即一并按该资金的方案与协议推演。", "Its own scheme and agreement are then run as well."),
        required=False,
    )
    file = DocumentField(
        label=said("账册文件（YAML、JSON 或 CSV）", "file with the book (YAML, JSON or CSV)"),
        help_text=said(
            "与命令 ipops fund what-if 的文件相同；CSV 须有 id、firm、bank、industry、balance、months 各列，可有 pd、recovery、lag、ip_share。文件里写明的以文件为准。",
            "As the command ipops fund what-if reads it; a CSV has the columns id, firm, bank, industry, balance, months, and may have pd, recovery, lag, ip_share. What the file says stands.",
        ),
        required=False,
    )
    loans = forms.IntegerField(
        label=said("贷款笔数", "loans"), min_value=1, max_value=20_000, initial=300, required=False
    )
    firms = forms.IntegerField(
        label=said("企业数", "firms"), min_value=1, max_value=20_000, initial=200, required=False
    )
    smallest = MoneyField(
        label=said("最小金额（元）", "smallest, yuan"), max_length=40, initial="500000.00", required=False
    )
    largest = MoneyField(
        label=said("最大金额（元）", "largest, yuan"), max_length=40, initial="10000000.00", required=False
    )
    term = forms.IntegerField(
        label=said("剩余期限（月）", "months left"), min_value=1, max_value=120, initial=24, required=False
    )
    schemes = forms.MultipleChoiceField(
        label=said("并列比较的方案", "schemes to compare"), widget=forms.CheckboxSelectMultiple, required=False
    )
    pool = MoneyField(
        label=said("可用资金（元）", "money at hand, yuan"),
        help_text=said("每个方案的首位出资方各有这么多。", "Each scheme's first payer has as much."),
        max_length=40,
        required=False,
    )
    pots = paper_lines(
        said("按承担方分列的资金（可不填）", "money by party, if it differs"),
        help_text=said("每行一个，如 fund=3000万元。", "One a line, as fund=30000000."),
    )
    borne = forms.CharField(
        label=said("贷款方对每笔损失实际承担的比例", "part of a loss that the lender really bears"),
        help_text=said(
            "只有限各级合计的方案才问，如 100%。", "Asked only by schemes that limit all levels together, as 100%."
        ),
        max_length=20,
        required=False,
    )
    others = forms.CharField(
        label=said("其他层级已补偿的比例", "part of it that other levels pay"),
        help_text=said("同上，没有填 0%。", "The same; 0% if none."),
        max_length=20,
        required=False,
    )
    pd = forms.CharField(
        label=said("年违约概率", "yearly probability of default"),
        help_text=said("如 3%；账册文件逐笔写明的可不填。", "As 3%; empty only where the file says it of each loan."),
        max_length=20,
        required=False,
    )
    recovery = forms.CharField(
        label=said("追回比例", "recovered part"),
        help_text=said("如 30%；账册文件逐笔写明的可不填。", "As 30%; empty only where the file says it of each loan."),
        max_length=20,
        required=False,
    )
    lag = forms.IntegerField(
        label=said("违约到追回（月）", "months until it is recovered"), min_value=1, max_value=360, required=False
    )
    cost = forms.CharField(
        label=said("追偿费用占追回额", "cost of enforcement, of what is recovered"), max_length=20, required=False
    )
    copula = forms.ChoiceField(
        label=said("连接函数", "copula"), choices=_COPULAS, widget=forms.RadioSelect, initial="gaussian"
    )
    df = forms.IntegerField(
        label=said("自由度（t 连接函数）", "degrees of freedom, of the t copula"),
        min_value=3,
        max_value=200,
        required=False,
    )
    correlation = forms.CharField(
        label=said("任意两户的相关系数", "correlation between any two firms"), max_length=20, required=False
    )
    industry_correlation = forms.CharField(
        label=said("同行业另加（可不填）", "more within one industry, if any"), max_length=20, required=False
    )
    correlations = forms.CharField(
        label=said("另在这些相关系数下再推演", "run again under these"),
        help_text=said("可不填，如 5%、20%、40%。", "If any, as 5%; 20%; 40%."),
        max_length=100,
        required=False,
    )
    months = forms.IntegerField(
        label=said("推演多少个月", "months to look ahead"), min_value=1, max_value=120, initial=36
    )
    paths = forms.IntegerField(label=said("路径数", "paths"), min_value=100, max_value=MOST_PATHS, initial=10_000)
    seed = forms.IntegerField(
        label=said("种子", "seed"), help_text=said("同一种子得出同一结果。", "The same seed gives the same answer."),
        min_value=0, max_value=2**31 - 1, initial=1,
    )  # fmt: skip
    assume = paper_lines(
        said("假设", "assumptions"),
        help_text=said(
            "每行一个：路径=值，或 方案:路径=值；只有来源未载之处可以假设，结果页逐条列出。",
            "One a line: path=value, or scheme:path=value; only silent places may be filled, and each is printed.",
        ),
    )
    facts = paper_lines(
        said("对每笔贷款都成立的事实", "facts that hold for every loan"),
        help_text=said("每行一个，如 scheme.mode=direct。", "One a line, as scheme.mode=direct."),
    )

    def __init__(
        self, *args: Any, schemes: Sequence[tuple[str, Any]], funds: Sequence[tuple[str, Any]], **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self.fields["schemes"].choices = list(schemes)  # type: ignore[attr-defined]
        self.fields["fund"].choices = [("", say(Text("不限", "any"))), *funds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        v: dict[str, Any] = super().clean() or {}
        for name in ("pots", "assume", "facts"):
            v[name] = pairs(v.get(name) or "", name)
        if v.get("book") == FILE:
            if v.get("file") is None:
                raise ValidationError({"file": say(Text("请选择账册文件。", "Choose the file with the book."))})
            got = book_file(v["file"])
            if isinstance(got, Text):
                raise ValidationError({"file": say(got)})
            v["tree"] = got
        return v

    @property
    def question(self) -> Question:
        v = self.cleaned_data
        return Question(
            tree=self._tree(v),
            schemes=tuple(v["schemes"]),
            paths=v["paths"],
            real=v["book"] == REAL,
            fund=v["fund"],
            pd=v["pd"],
            recovery=v["recovery"],
            lag=v["lag"],
            facts=v["facts"],
            assume=v["assume"],
            pot=v["pool"].fen if v["pool"] is not None and not v["pots"] else None,
        )

    def _tree(self, v: dict[str, Any]) -> dict[str, Any]:
        """The engine's file: what the user's file says, and where it is silent what the form says."""
        model = {
            "copula": v["copula"],
            "df": v["df"],
            "correlation": v["correlation"],
            "industry_correlation": v["industry_correlation"],
            "correlations": list(several(v["correlations"].replace(",", "；").replace("，", "；"))),
        }
        own = {
            "months": v["months"],
            "seed": v["seed"],
            "cost": v["cost"],
            "model": {k: x for k, x in model.items() if x not in (None, "", [])},
            "pool": v["pots"] or None,
            "liability": {k: v[k] for k in ("borne", "others") if v[k]} or None,
        }
        if v["book"] == MADE_UP:
            size = {"loans": v["loans"], "firms": v["firms"], "months": v["term"], "seed": v["seed"]}
            ends = {k: booking.exact(v[k]) for k in ("smallest", "largest") if v[k] is not None}
            own["made_up"] = {k: x for k, x in size.items() if x is not None} | ends
        brought: dict[str, Any] = v.get("tree", {})
        return {k: x for k, x in own.items() if x not in (None, "")} | brought

    def beside(self, no: Refused) -> Refused:
        """The engine's reasons, each beside the field of this form that it is about."""
        return Refused(reasons=tuple(self._beside(r) for r in no.reasons))

    def _beside(self, reason: Reason) -> Reason:
        steps = reason.field.rpartition(":")[2].split(".")
        inside = next((s for s in reversed(steps) if s in self.fields), "")
        field = (inside if steps[0] in ("made_up", "loans", "model") else "") or _BESIDE.get(steps[0], inside)
        return Reason(code=reason.code, says=reason.says, cite=reason.cite, field=field, facts=reason.facts)
