"""``ipops fund what-if``: a book, schemes and a seed in; figures per scheme out, with everything that was assumed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from ipops.finance.forms.form import Day, Form, MoneyText, RateText
from ipops.finance.scheme import Scheme
from ipops.finance.whatif import stress
from ipops.finance.whatif.arrays import FundArrays, arrays_of
from ipops.finance.whatif.book import FINEST, MAX_FEN, Book, LoanForm, MadeUp, book_of, made_up_loans
from ipops.finance.whatif.figures import figures
from ipops.finance.whatif.model import ModelForm, model_of
from ipops.finance.whatif.run import Told, silently, simulated
from ipops.finance.whatif.terms import FundTerms, terms_of
from ipops.finance.whatif.total import FINEST_PART, Liability
from ipops.finance.whatif.validity import validity
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text


class StressForm(Form):
    """Which bank fails and which industry is stressed; left out: those with the largest balance."""

    bank: str | None = None
    industry: str | None = None


class LiabilityForm(Form):
    """Of a loss: the part the lender (or guarantor) really bears, and the part that other levels of government pay. Schemes that limit all
    levels together ask for both."""

    borne: RateText
    others: RateText


class WhatIfForm(Form):
    """``pool`` is the money at hand by party, e.g. ``fund: 3000万元``; a scheme takes the parties it has. ``cost`` is the
    enforcement cost as a share of what is recovered."""

    as_of: Day
    months: Annotated[int, Field(gt=0, le=120)]
    loans: Annotated[tuple[LoanForm, ...], Field(strict=False)] = ()
    made_up: MadeUp | None = None
    model: ModelForm
    pool: dict[str, MoneyText]
    cost: RateText
    liability: LiabilityForm | None = None
    seed: Annotated[int, Field(ge=0)]
    stress: StressForm = StressForm()


def what_if(
    form: WhatIfForm, schemes: Sequence[Scheme], paths: int, threads: int = 0, told: Told = silently
) -> dict[str, Any] | Refused:
    """The answer, or every reason why there is none (silent sources that must be assumed, facts that are lacking)."""
    ready = prepared(form, schemes)
    if isinstance(ready, Refused):
        return ready
    return _ran(form, *ready, schemes, paths, threads or min(os.cpu_count() or 1, 4), told)


def runs(form: WhatIfForm) -> int:
    """How many times all paths are run: as told, with one industry stressed, and under each other correlation."""
    return 2 + len(form.model.correlations)


def prepared(form: WhatIfForm, schemes: Sequence[Scheme]) -> tuple[Book, list[FundTerms]] | Refused:
    """The book and each scheme's terms, or every reason why nothing can be run. Quick: nothing is drawn here."""
    wrong = _sound(form, schemes)
    if wrong is not None:
        return wrong
    book = _book(form)
    terms: list[FundTerms] = []
    reasons = _strangers(form, book)
    for scheme in schemes:
        got = terms_of(scheme, book, {p: m.fen for p, m in form.pool.items()}, form.as_of, _liability(form))
        if isinstance(got, Refused):
            reasons += got.reasons
        else:
            terms.append(got)
    return Refused(reasons=tuple(dict.fromkeys(reasons))) if reasons else (book, terms)


def _sound(form: WhatIfForm, schemes: Sequence[Scheme]) -> Refused | None:
    reasons = []
    if bool(form.loans) == (form.made_up is not None):
        reasons.append(_no("loans", "须给出 loans 或 made_up 之一。", "Give either loans or made_up."))
    if (form.model.copula == "t") != (form.model.df is not None):
        reasons.append(
            _no("model.df", "t 连接函数须给 df，高斯不得给。", "The t copula needs df, the Gaussian has none.")
        )
    industry = form.model.industry_correlation or 0
    if industry < 0 or not all(0 <= r <= 1 - industry for r in (form.model.correlation, *form.model.correlations)):
        reasons.append(
            _no(
                "model.correlation",
                "相关系数须非负且合计不超过 1。",
                "Correlations are not negative and sum to no more than 1.",
            )
        )
    if not 0 <= form.cost <= 1 or form.cost.denominator > FINEST:
        reasons.append(_no("cost", "追偿费用占比在 0 至 1。", "The cost of enforcement is a part, 0 to 1."))
    x = form.liability
    if x is not None and not all(0 <= s <= 1 and s.denominator <= FINEST_PART for s in (x.borne, x.others)):
        reasons.append(
            _no("liability", "两项均在 0 至 1（分母不过一万）。", "Both are parts, 0 to 1, of no finer than 1/10,000.")
        )
    reasons += [r for i, x in enumerate(form.loans) for r in _loan(f"loans.{i}", x)]
    reasons += _twice(form.loans)
    reasons += _made_up(form.made_up) if form.made_up is not None else []
    reasons += _pools(form, {p for s in schemes for p in s.form.parties})
    if len({s.code for s in schemes}) != len(schemes) or not schemes:
        reasons.append(_no("scheme", "请给出一个或几个不同的方案。", "Name one scheme or several different ones."))
    return Refused(reasons=tuple(reasons)) if reasons else None


def _liability(form: WhatIfForm) -> Liability | None:
    return Liability(form.liability.borne, form.liability.others) if form.liability is not None else None


def _loan(at: str, x: LoanForm) -> list[Reason]:
    shares = [x.recovery, x.ip_share if x.ip_share is not None else x.recovery]
    fine = all(0 <= s <= 1 and s.denominator <= FINEST for s in shares)
    if 0 < x.pd < 1 and fine and 0 < x.balance.fen <= MAX_FEN:
        return []
    zh = "余额须大于零，pd 在 0 与 1 之间，recovery 与 ip_share 在 0 至 1（分母不过十亿）。"
    en = "Balance above nought, pd between 0 and 1, recovery and ip_share 0 to 1 in parts of a milliard at most."
    return [_no(at, zh, en)]


def _pools(form: WhatIfForm, parties: set[str]) -> list[Reason]:
    made = []
    for party, held in form.pool.items():
        if party not in parties:
            known = ", ".join(sorted(parties))
            made.append(
                _no(f"pool.{party}", f"各方案都没有“{party}”。有：{known}。", f"No scheme has it. There are: {known}.")
            )
        if held.fen < 0:
            made.append(_no(f"pool.{party}", "金额不能小于零。", "The amount may not be below nought."))
    return made


def _twice(loans: Sequence[LoanForm]) -> list[Reason]:
    """A loan that stands twice would default twice."""
    met: dict[str, int] = {}
    made = []
    for i, x in enumerate(loans):
        if x.id in met:
            zh, en = f"“{x.id}”与 loans.{met[x.id]} 重复。", f"“{x.id}” is loans.{met[x.id]} again."
            made.append(_no(f"loans.{i}.id", zh, en))
        met.setdefault(x.id, i)
    return made


def _strangers(form: WhatIfForm, book: Book) -> list[Reason]:
    """A bank or an industry to be stressed that is not in the book: its failure would cost nothing, and say so as if it were news."""
    asked = (("bank", form.stress.bank, book.banks), ("industry", form.stress.industry, book.industries))
    return [
        _no(f"stress.{of}", f"账册中没有“{name}”。", f"The book has no “{name}”.")
        for of, name, known in asked
        if name is not None and name not in known
    ]


def _made_up(x: MadeUp) -> list[Reason]:
    fine = 0 <= x.recovery <= 1 and x.recovery.denominator <= FINEST
    if 0 < x.pd < 1 and fine and 0 < x.smallest.fen <= x.largest.fen <= MAX_FEN:
        return []
    zh = "金额由小到大且大于零，pd 在 0 与 1 之间，recovery 在 0 至 1。"
    return [_no("made_up", zh, "Sizes from small to large above nought, pd between 0 and 1, recovery 0 to 1.")]


def _no(field: str, zh: str, en: str) -> Reason:
    return Reason(code="unsound", says=Text(f"{field}：{zh}", f"{field}: {en}"), field=field)


def _book(form: WhatIfForm) -> Book:
    if form.made_up is not None:
        return book_of(made_up_loans(form.made_up), form.months, made_up=True)
    return book_of(form.loans, form.months)


def _ran(
    form: WhatIfForm,
    book: Book,
    terms: list[FundTerms],
    schemes: Sequence[Scheme],
    paths: int,
    threads: int,
    told: Told,
) -> dict[str, Any]:
    arrays = [arrays_of(t, book, form.cost) for t in terms]
    model = model_of(form.model, book)
    bank = form.stress.bank or stress.largest(book, "bank")
    industry = form.stress.industry or stress.largest(book, "industry")
    outs = simulated(book, model, arrays, paths, form.seed, threads, told)
    stressed = stress.industry_times_three(book, form.model, arrays, industry, paths, form.seed, threads, told)
    swept = _swept(form, book, arrays, terms, paths, threads, told)
    made = {}
    for scheme, t, a, out, hard, sweep in zip(schemes, terms, arrays, outs, stressed, swept, strict=True):
        made[scheme.code] = _scheme(scheme, t, out) | {
            "by_correlation": sweep,
            "stress": stress.plain(book, a, t, bank)
            | {"industry_times_three": {"industry": industry} | figures(hard, t.payers, t.bearer, t.pooled.tolist())},
            "validity": validity(scheme.form.valid, form.as_of, form.months),
            "until_dry": stress.until_dry(book, a, t, form.seed),
        }
    return {"book": _told(book, form), "model": _model(form, book, paths), "schemes": made}


def _swept(
    form: WhatIfForm, book: Book, arrays: list[FundArrays], terms: list[FundTerms], paths: int, threads: int, told: Told
) -> list[list[dict[str, Any]]]:
    """For each scheme, its figures under every other correlation asked for, on draws of the same seed."""
    made: list[list[dict[str, Any]]] = [[] for _ in terms]
    for r in form.model.correlations:
        model = model_of(form.model.model_copy(update={"correlation": r}), book)
        outs = simulated(book, model, arrays, paths, form.seed, threads, told)
        for rows, t, out in zip(made, terms, outs, strict=True):
            got = figures(out, t.payers, t.bearer, t.pooled.tolist())
            rows.append({"correlation": str(r), "parties": got["parties"], "pots": got["pots"]})
    return made


def _scheme(scheme: Scheme, t: FundTerms, out: Any) -> dict[str, Any]:
    return {
        "title": scheme.title.as_json(),
        "version": scheme.version,
        "assumed": dict(scheme.assumed),
        "payers": [{"layer": p.layer, "party": p.party} for p in t.payers],
        "bearer": t.bearer,
        "names": {party: scheme.party(party).as_json() for party in scheme.form.parties},
        **figures(out, t.payers, t.bearer, t.pooled.tolist()),
    }


def _told(book: Book, form: WhatIfForm) -> dict[str, Any]:
    return {
        "as_of": form.as_of.isoformat(),
        "made_up": book.made_up,
        "loans": book.size,
        "firms": len(book.firms),
        "banks": len(book.banks),
        "industries": len(book.industries),
        "balance_fen": book.balance,
        "pool_fen": {p: m.fen for p, m in form.pool.items()},
    }


def _model(form: WhatIfForm, book: Book, paths: int) -> dict[str, Any]:
    """The user's figures, printed: nothing here is ours."""
    mean = sum(book.pd) / book.size
    return {
        "yours": True,
        "paths": paths,
        "seed": form.seed,
        "months": form.months,
        "copula": form.model.copula,
        "df": form.model.df,
        "correlation": str(form.model.correlation),
        "industry_correlation": str(form.model.industry_correlation or 0),
        "pd_mean": f"{float(mean):.6f}",
        "pd_least_and_most": [f"{float(min(book.pd)):.6f}", f"{float(max(book.pd)):.6f}"],
        "recovery_mean": f"{float(sum(book.recovery) / book.size):.6f}",
        "cost_of_enforcement": str(form.cost),
        "liability": (
            {"borne": str(form.liability.borne), "others": str(form.liability.others)} if form.liability else None
        ),
    }
