"""Technology contracts: the list with both readings, the queue of what nobody linked yet, one contract, an export brought in."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ipops.intake.profile import shipped
from ipops.intake.rows import Rejected
from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused, Unknown
from ipops.kernel.text import Text
from ipops.lines.trading.app import services
from ipops.lines.trading.app.market_selectors import contract_years, contracts_for, contracts_like
from ipops.lines.trading.app.models import TechContract
from ipops.lines.trading.app.services.contracts import PROFILE, Imported
from ipops.lines.trading.app.services.course import Sent
from ipops.lines.trading.app.views import common, shown
from ipops.lines.trading.facts.words import ContractType
from ipops.lines.trading.machine import CONTRACT
from ipops.lines.trading.rules.contracts import folds, regime
from ipops.webkit import access
from ipops.webkit.models import Right
from ipops.webkit.pages import filters, names, tables
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Doing, Lines, Said, Side, Told
from ipops.webkit.pages.cases import urls as case_urls
from ipops.webkit.pages.fields import DocumentField, several
from ipops.webkit.pages.forms import HouseForm, again, refuse
from ipops.webkit.pages.lang import said, tr
from ipops.webkit.pages.reader import reader

_TITLE = Text("技术合同", "Technology contracts")
_IMPORT = Text("导入登记导出表", "Bring in a registry's export")
_LINKS = {
    folds.UNLINKED: Text("待关联", "not looked at"),
    folds.LINKED: Text("已关联专利", "linked to patents"),
    folds.NONE: Text("不涉及专利", "no patent in it"),
}
_SUGGESTED = 20
TONES = {
    "submitted": ("…", "info"), "expert": ("…", "warn"), "returned": ("↶", "warn"), "registered": ("✓", "good"),
    "amended": ("✓", "good"), "cancelled": ("−", "quiet"), "refused": ("✕", "bad"),
}  # fmt: skip


def _money(fen: int | None) -> Money | None:
    return None if fen is None else Money(fen)


TABLE = tables.TableSpec(
    code="contracts",
    title=_TITLE,
    columns=(
        tables.Column(key="on", title=Text("登记日", "Counted day"), value=lambda c: c.on, sort="on", link=lambda c: reverse("trading:contract", args=[c.contract])),
        tables.Column(key="number", title=Text("编号", "Number"), value=lambda c: c.number),
        tables.Column(key="title", title=Text("名称", "Title"), value=lambda c: c.title, wide=True),
        tables.Column(key="type", title=Text("类型", "Type"), value=lambda c: shown.word(ContractType, c.type), sort="type"),
        tables.Column(key="whole", title=Text("合同成交额", "Whole price"), value=lambda c: _money(c.whole_fen), sort="whole_fen", numeric=True),
        tables.Column(key="technology", title=Text("技术交易额", "Technology price"), value=lambda c: _money(c.technology_fen), sort="technology_fen", numeric=True),
        tables.Column(key="link", title=Text("专利关联", "Patents"), value=lambda c: _LINKS[c.link], sort="link"),
        tables.Column(key="stage", title=Text("状态", "State"), value=lambda c: shown.stage(c.stage, CONTRACT, TONES), sort="stage"),
    ),
    filters=(
        tables.Filter(name="q", title=Text("名称、号码或拼音", "Name, number or pinyin"), narrow=lambda rows, v: rows.filter(contracts_like(v))),
        tables.Filter(name="link", title=Text("专利关联", "Patents"), kind="choice", choices=tuple(_LINKS.items()), narrow=lambda rows, v: rows.filter(link=v)),
        tables.Filter(name="type", title=Text("类型", "Type"), kind="choice", choices=tuple((str(t), t.named) for t in ContractType), narrow=lambda rows, v: rows.filter(type=v)),
        tables.Filter(name="stage", title=Text("状态", "State"), kind="choice", choices=tuple(CONTRACT.states.items()), narrow=lambda rows, v: rows.filter(stage=v)),
    ),
    empty=Text("还没有技术合同；请导入登记机构的导出表。", "No contract yet; bring in a registry's export."),
    order="-on",
)  # fmt: skip

READINGS = tables.TableSpec(
    code="readings",
    title=Text("两种读法", "Two readings"),
    columns=(
        tables.Column(key="year", title=Text("年度", "Year"), value=lambda r: str(r["year"]), sort="year"),
        tables.Column(key="type", title=Text("只计专利转让、许可合同", "Patent transfers and licences only"), value=lambda r: Money(r["by_type"] or 0), numeric=True),
        tables.Column(key="type_n", title=Text("份数", "Contracts"), value=lambda r: r["n_by_type"], numeric=True),
        tables.Column(key="linked", title=Text("凡关联专利的合同", "Any contract with a linked patent"), value=lambda r: Money(r["linked"] or 0), numeric=True),
        tables.Column(key="linked_n", title=Text("份数", "Contracts"), value=lambda r: r["n_linked"], numeric=True),
        tables.Column(key="open", title=Text("待关联份数", "Not looked at"), value=lambda r: r["n_open"], numeric=True),
    ),
    filters=(filters.year(),),
    empty=Text("还没有登记的合同。", "No contract is registered yet."),
    order="-year",
)  # fmt: skip


@require_safe
@login_required
def contracts(request: HttpRequest) -> HttpResponseBase:
    rows = contracts_for(reader(request))
    context = {
        "title": _TITLE,
        "lede": Text("每份合同都要有人看过是否涉及专利；两种读法都算。", "Somebody looks at each contract for patents; both readings are computed."),
        "links": (
            (reverse("trading:contract-readings"), Text("两种读法", "Two readings")),
            (f"{reverse('trading:contracts')}?link={folds.UNLINKED}", Text("待关联队列", "Queue: not looked at")),
            *common.offered(request, access.Action.IMPORT, (reverse("trading:contract-import"), _IMPORT)),
            (reverse("trading:contract-rules"), Text("登记期限", "The registry's time")),
        ),
    }  # fmt: skip
    return tables.page(request, TABLE, rows, "trading/list.html", context)


@require_safe
@login_required
def readings(request: HttpRequest) -> HttpResponseBase:
    """Whole prices by year of registration, net of cancellations, as the type says and as the linked patents say."""
    rows = contract_years(contracts_for(reader(request)))
    lede = Text(
        "通知没有说何为“专利技术合同”：两种读法并列，已减去注销的合同。记分板用同样的事实。",
        "The Notice does not say what a patented-technology contract is: both readings stand side by side, net of cancellations. The scoreboard uses the same facts.",
    )
    context = {"title": READINGS.title, "lede": lede, "crumb": (_TITLE, reverse("trading:contracts"))}
    return tables.page(request, READINGS, rows, "webkit/list.html", context)


@require_safe
@login_required
def rules(request: HttpRequest) -> HttpResponseBase:
    """The registry's rules as we hold them: what holds, what is unknown, what is a draft."""
    held = [
        (r, Text("征求意见稿，不具约束力", "a draft, binds nobody") if r.is_draft else Text("现行", "in force"))
        for r in regime.regimes()
    ]
    spec = tables.TableSpec(
        code="regimes",
        title=Text("技术合同登记的期限与专家评审", "The registry's time, and experts"),
        columns=(
            tables.Column(key="title", title=Text("规则", "Rules"), value=lambda r: r[0].title, wide=True),
            tables.Column(key="status", title=Text("效力", "Standing"), value=lambda r: r[1]),
            tables.Column(key="days", title=Text("工作日", "Working days"), value=lambda r: r[0].working_days),
            tables.Column(key="expert", title=Text("专家评审工作日", "With experts"), value=lambda r: r[0].expert_working_days),
            tables.Column(key="from", title=Text("专家评审起点（技术交易额）", "Experts from"), value=lambda r: r[0].expert_from),
            tables.Column(key="why", title=Text("说明", "Note"), value=lambda r: r[0].why, wide=True),
        ),
        empty=Text("没有规则。", "No rules."),
    )  # fmt: skip
    context = {"title": spec.title, "crumb": (_TITLE, reverse("trading:contracts"))}
    return tables.page(request, spec, tables.ListRows(held), "webkit/list.html", context)


class ExportForm(HouseForm):
    submit_text = Text("导入", "Bring in")
    file = DocumentField(
        label=said("导出表", "the export"),
        help_text=said(
            "XLSX、CSV 或 TSV；同一份再导入不会重复。", "XLSX, CSV or TSV; the same file twice changes nothing."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@common.needs(access.Action.IMPORT, _IMPORT)
def bring_in(request: HttpRequest) -> HttpResponseBase:
    context: dict[str, Any] = {
        "title": _IMPORT,
        "crumb": (_TITLE, reverse("trading:contracts")),
        "back": reverse("trading:contracts"),
    }
    if request.method != "POST":
        return render(request, "trading/form.html", {**context, "form": ExportForm()})
    form = ExportForm(request.POST, request.FILES)
    if not form.is_valid():
        return again(request, form, "trading/form.html", context)
    got = _read(request, form.cleaned_data["file"])
    if isinstance(got, Refused):
        return refuse(request, form, common.on_form(got), "trading/form.html", context)
    says = Text(
        "已读 {n} 行：登记 {r}，未登记 {d}，变更 {a}，注销 {c}，无变化 {u}。",
        "{n} rows read: {r} registered, {d} not registered, {a} amended, {c} cancelled, {u} unchanged.",
    )
    messages.success(
        request,
        tr(says.fill(n=got.read, r=got.registered, d=got.decided, a=got.amended, c=got.cancelled, u=got.unchanged)),
    )
    if not got.rejected:
        return redirect("trading:contracts")
    return render(
        request,
        "trading/refused_rows.html",
        {**context, "rejected": [_told_row(r) for r in got.rejected]},
    )


def _told_row(r: Rejected) -> tuple[int, Text]:
    zh, en = "；".join(p.says.zh for p in r.problems), "; ".join(p.says.en for p in r.problems)
    return r.at.line or 0, Text(zh, en)


def _read(request: HttpRequest, upload: UploadedFile) -> Imported | Refused:
    name = upload.name or "export"
    with tempfile.TemporaryDirectory(prefix="ipops-contracts-") as folder:
        path = Path(folder) / f"list{Path(name).suffix[:8]}"
        with path.open("wb") as out:
            for chunk in upload.chunks():
                out.write(chunk)
        return services.contracts.contracts_import(
            path=path, profile=shipped()[PROFILE], by=common.who(request).label, today=common.today(), file_name=name
        )


class LinkForm(HouseForm):
    submit_text = Text("关联", "Link")
    rights = forms.CharField(
        label=said("涉及专利", "patents in it"),
        help_text=said(
            "每行一件；不涉及专利的留空并说明理由。", "One a line; leave empty if there is none, and say why."
        ),
        widget=forms.Textarea,
        required=False,
        max_length=20_000,
    )
    why = forms.CharField(label=said("理由", "reason"), required=False, max_length=2_000)
    paper = DocumentField(label=said("依据文件", "paper"), required=False)  # fmt: skip


def _link(doing: Doing[TechContract]) -> Refused | Text:
    v = doing.form.cleaned_data
    sent = Sent(by=doing.by, today=doing.today, reference=doing.reference, document=doing.document, why=v["why"])
    got = services.contracts.contract_link(contract=doing.row.contract, rights=several(v["rights"]), sent=sent)
    return common.on_form(got) if isinstance(got, Refused) else Text("已记入账本。", "It stands in the ledger.")


def _tell(row: TechContract, asked: Asked) -> Told:
    return Told(
        title=row.title or row.number,
        state=row.stage,
        version=row.folded_to,
        since=row.on,
        places=(row.place,),
        says=(
            Said(title=Text("认定登记编号", "Registration number"), value=row.number),
            Said(title=Text("合同类型", "Type"), value=shown.word(ContractType, row.type)),
            Said(title=Text("合同成交额", "Whole price"), value=_money(row.whole_fen), because=Text("变更后", "as amended") if row.amended_on else None),
            Said(title=Text("技术交易额", "Technology price"), value=_money(row.technology_fen)),
            Said(title=Text("签订日", "Signed"), value=row.signed_on),
            Said(title=Text("专利关联", "Patents"), value=_LINKS[row.link]),
            *_counts(row),
            *_experts(row, asked),
        ),
        sides=(Side(title=Text("卖方", "Sellers"), parties=tuple(row.sellers), because=names.place(row.place)), Side(title=Text("买方", "Buyers"), parties=tuple(row.buyers))),
        rights=tuple(row.rights),
        lines=_suggested(row),
    )  # fmt: skip


def _counts(row: TechContract) -> tuple[Said, ...]:
    """In which reading of the Notice's goal the contract counts now."""
    net = row.stage in ("registered", "amended")
    yes, no = Text("计入该读法", "it counts"), Text("该读法不计", "it does not count")
    return (
        Said(title=Text("读法一：按合同类型", "By type"), value=yes if net and row.of_patents else no),
        Said(
            title=Text("读法二：按关联专利", "By linked patents"), value=yes if net and row.link == folds.LINKED else no
        ),
    )


def _experts(row: TechContract, asked: Asked) -> tuple[Said, ...]:
    """Whether the amount sends it to the experts: by the rules that hold, and by the draft, labelled so."""
    held = regime.in_force(row.on or asked.today)
    now = held if isinstance(held, Unknown) else held.asks_experts(_money(row.technology_fen))
    draft = regime.draft().asks_experts(_money(row.technology_fen))
    return (
        Said(title=Text("须经专家评审（现行规则）", "Experts, by the rules in force"), value=now),
        Said(
            title=Text("须经专家评审（征求意见稿）", "Experts, by the draft"),
            value=draft,
            because=Text("草案，不具约束力", "a draft, binds nobody"),
        ),
    )


def _suggested(row: TechContract) -> tuple[Lines, ...]:
    """Patents of the sellers, those first whose title shares words with the contract's: a help for the eye, no finding."""
    if row.link != folds.UNLINKED or not row.sellers:
        return ()
    owned = Right.objects.filter(owners__overlap=list(row.sellers)).only("right", "title")[:500]
    ranked = sorted(owned, key=lambda r: (-_shared(r.title, row.title), r.right))[:_SUGGESTED]
    rows = tuple((names.value("right", r.right, {}), r.title) for r in ranked)
    heads = (Text("专利", "Patent"), Text("名称", "Title"))
    return (
        (Lines(title=Text("卖方名下的专利（供核对）", "Patents of the sellers, to check"), heads=heads, rows=rows),)
        if rows
        else ()
    )


def _shared(a: str, b: str) -> int:
    pairs = {a[i : i + 2] for i in range(len(a) - 1)}
    return len(pairs & {b[i : i + 2] for i in range(len(b) - 1)})


CONTRACT_CASE: CaseKind[TechContract] = CaseKind(
    lifecycle=CONTRACT,
    refers="case",
    find=lambda user, key: contracts_for(user).filter(contract=key).first(),
    tell=_tell,
    back=(_TITLE, "trading:contracts"),
    tones=TONES,
    acts=(Act(event="link", form=LinkForm, do=_link, needs=access.Action.RECORD),),
)
URLS = case_urls(CONTRACT_CASE, "contracts/", name="contract")
