"""The app's configuration, and its rows: which facts make them."""

from __future__ import annotations

from typing import Any

from ipops.webkit import apps


class Config(apps.HouseConfig):
    name = "ipops.lines.pledge.app"
    verbose_name = "质押融资 · pledge finance"

    def ready(self) -> None:
        from ipops.lines.pledge.app import models
        from ipops.lines.pledge.rules.folds import application, claim, fund, loan, registration
        from ipops.webkit.refold import Fold, register

        for code, refers, model, key, kinds, state, step in (
            ("application", "case", models.Application, "application", application.KINDS, application.ApplicationState, application.application_step),
            ("registration", "deal", models.Registration, "pledge", registration.KINDS, registration.RegistrationState, registration.registration_step),
            ("loan", "case", models.Loan, "loan", loan.KINDS, loan.LoanState, loan.loan_step),
            ("claim", "case", models.Claim, "claim", claim.KINDS, claim.ClaimState, claim.claim_step),
            ("fund", "case", models.Fund, "fund", fund.KINDS, fund.FundState, fund.fund_step),
            ("month", "case", models.Month, "report", frozenset({"month_attested"}), fund.MonthState, fund.month_step),
            ("credit", "case", models.Credit, "credit", frozenset({"credit_given_together"}), fund.CreditState, fund.credit_step),
        ):  # fmt: skip
            fold: Fold[Any] = Fold(
                code=f"pledge.{code}", refers=refers, kinds=kinds, model=model, key=key, state=state, step=step
            )
            register(fold)
