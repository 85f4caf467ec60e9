"""Rows: caches folded from facts (``webkit.refold``), never written by hand. Their fields are those of ``rules.folds``."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from ipops.kernel.money import Money
from ipops.webkit.models import fields
from ipops.webkit.models.folded import FoldedRow


def _numbers() -> ArrayField[list[int], list[int]]:
    return ArrayField(models.BigIntegerField(), default=list, blank=True)


class Application(FoldedRow):
    """See ``rules.folds.application.ApplicationState``."""

    application = fields.key(primary_key=True)
    stage = fields.text()
    firm = fields.text()
    bank = fields.text()
    place = fields.text()
    pledgor = fields.text()
    rights = fields.texts()
    amount_fen = models.BigIntegerField(default=0)
    ip_fen = models.BigIntegerField(default=0)
    term_months = models.BigIntegerField(default=0)
    authorised_on = models.DateField(null=True)
    authorised_until = models.DateField(null=True)
    fund = fields.text()
    credit = fields.text()
    purpose = fields.text()
    asked_on = models.DateField(null=True)
    found = fields.text()
    objections = fields.texts()
    acknowledged = fields.texts()
    open = fields.texts()
    basis = fields.text()
    settled_fen = models.BigIntegerField(null=True)
    valued_on = models.DateField(null=True)
    valued_until = models.DateField(null=True)
    valued_for = fields.text()
    granted_fen = models.BigIntegerField(null=True)
    granted_ip_fen = models.BigIntegerField(null=True)
    rate_bp = models.BigIntegerField(null=True)
    granted_months = models.BigIntegerField(null=True)
    security = fields.text()
    security_by = fields.text()
    security_fen = models.BigIntegerField(null=True)
    security_until = models.DateField(null=True)
    why = fields.text()
    loan = fields.text()
    pledge = fields.text()
    stage_since = models.DateField(null=True)
    steps = fields.texts()

    class Meta:
        db_table = "pledge_application"
        ordering = ("-asked_on", "application")
        indexes = (
            models.Index(
                fields=(
                    "place",
                    "stage",
                ),
                name="pledge_app_of_place",
            ),
            models.Index(fields=("firm",), name="pledge_app_of_firm"),
            models.Index(fields=("bank",), name="pledge_app_of_bank"),
            GinIndex(fields=("rights",), name="pledge_app_of_right"),
        )

    def __str__(self) -> str:
        return self.application

    @property
    def giver(self) -> str:
        """Who pledges: a third party, or the firm itself."""
        return self.pledgor or self.firm


class Registration(FoldedRow):
    """See ``rules.folds.registration.RegistrationState``."""

    pledge = fields.key(primary_key=True)
    stage = fields.text()
    application = fields.text()
    loan = fields.text()
    firm = fields.text()
    debtor = fields.text()
    debtor_place = fields.text()
    bank = fields.text()
    place = fields.text()
    rights = fields.texts()
    held = fields.texts()
    kinds = fields.texts()
    agreed_fen = models.BigIntegerField(null=True)
    cap_fen = models.BigIntegerField(null=True)
    maximum = models.BooleanField(default=False)
    renewal_agreed = models.BooleanField(default=False)
    due_on = models.DateField(null=True)
    contract_on = models.DateField(null=True)
    channel = fields.text()
    acknowledged = fields.texts()
    office = fields.text()
    filed_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)
    accepted_no = fields.text()
    registered_on = models.DateField(null=True)
    register_no = fields.text()
    ground = fields.text()
    extended = models.BigIntegerField(default=0)
    ended_on = models.DateField(null=True)
    release = fields.text()
    repaid_on = models.DateField(null=True)
    stage_since = models.DateField(null=True)
    steps = fields.texts()

    class Meta:
        db_table = "pledge_registration"
        ordering = ("-registered_on", "pledge")
        indexes = (
            models.Index(
                fields=(
                    "place",
                    "stage",
                ),
                name="pledge_reg_of_place",
            ),
            models.Index(
                fields=(
                    "firm",
                    "bank",
                ),
                name="pledge_reg_of_pair",
            ),
            models.Index(fields=("loan",), name="pledge_reg_of_loan"),
            GinIndex(fields=("rights",), name="pledge_reg_of_right"),
        )

    def __str__(self) -> str:
        return self.pledge

    @property
    def owes(self) -> str:
        """Whose debt it secures, as far as is known: a list of the register names the pledgor alone."""
        return self.debtor or self.firm


class Loan(FoldedRow):
    """See ``rules.folds.loan.LoanState``."""

    loan = fields.key(primary_key=True)
    stage = fields.text()
    application = fields.text()
    pledge = fields.text()
    firm = fields.text()
    pledgor = fields.text()
    bank = fields.text()
    place = fields.text()
    fund = fields.text()
    rights = fields.texts()
    kinds = fields.texts()
    amount_fen = models.BigIntegerField(default=0)
    ip_fen = models.BigIntegerField(default=0)
    rate_bp = models.BigIntegerField(null=True)
    term_months = models.BigIntegerField(null=True)
    due_on = models.DateField(null=True)
    guaranteed_due = models.DateField(null=True)
    maximum = models.BooleanField(default=False)
    guarantor = fields.text()
    security = fields.text()
    guarantee_until = models.DateField(null=True)
    agreed_on = models.DateField(null=True)
    secured_on = models.DateField(null=True)
    cap_fen = models.BigIntegerField(null=True)
    filed_on = models.DateField(null=True)
    drawn_on = models.DateField(null=True)
    drawn_fen = models.BigIntegerField(default=0)
    repaid_fen = models.BigIntegerField(default=0)
    interest_fen = models.BigIntegerField(default=0)
    renewals = models.BigIntegerField(default=0)
    drawings = fields.texts()
    overdue_on = models.DateField(null=True)
    overdue_fen = models.BigIntegerField(default=0)
    owed_interest_fen = models.BigIntegerField(default=0)
    grade = fields.text()
    npl_on = models.DateField(null=True)
    basis = fields.text()
    basis_why = fields.text()
    fixes_on = models.DateField(null=True)
    fixed_on = models.DateField(null=True)
    fixed_ground = fields.text()
    fixed_fen = models.BigIntegerField(null=True)
    fixed_more_fen = models.BigIntegerField(null=True)
    called_on = models.DateField(null=True)
    enforced_first = models.BooleanField(default=False)
    claims = fields.texts()
    ended_on = models.DateField(null=True)
    stage_since = models.DateField(null=True)
    steps = fields.texts()

    class Meta:
        db_table = "pledge_loan"
        ordering = ("-agreed_on", "loan")
        indexes = (
            models.Index(
                fields=(
                    "place",
                    "stage",
                ),
                name="pledge_loan_of_place",
            ),
            models.Index(
                fields=(
                    "bank",
                    "stage",
                ),
                name="pledge_loan_of_bank",
            ),
            models.Index(fields=("firm",), name="pledge_loan_of_firm"),
            models.Index(fields=("fund",), name="pledge_loan_of_fund"),
        )

    def __str__(self) -> str:
        return self.loan

    @property
    def giver(self) -> str:
        """Who gave the pledge: a third party, or the borrower itself."""
        return self.pledgor or self.firm

    @property
    def left(self) -> Money:
        """Principal drawn and not yet repaid."""
        return Money(self.drawn_fen - self.repaid_fen)

    @property
    def cap(self) -> Money | None:
        """The registered sum."""
        return Money(self.cap_fen) if self.cap_fen is not None else None

    @property
    def fixed(self) -> Money | None:
        """The secured claims as they were fixed: principal, interest and what else the bank told."""
        return Money(self.fixed_fen + (self.fixed_more_fen or 0)) if self.fixed_fen is not None else None


class Claim(FoldedRow):
    """See ``rules.folds.claim.ClaimState``."""

    claim = fields.key(primary_key=True)
    stage = fields.text()
    loan = fields.text()
    fund = fields.text()
    bank = fields.text()
    firm = fields.text()
    place = fields.text()
    principal_fen = models.BigIntegerField(default=0)
    interest_fen = models.BigIntegerField(default=0)
    recovered_fen = models.BigIntegerField(default=0)
    papers = fields.texts()
    filed_on = models.DateField(null=True)
    filed_by = fields.text()
    checked_on = models.DateField(null=True)
    checked_by = fields.text()
    scheme = fields.text()
    version = fields.text()
    counted_fen = models.BigIntegerField(null=True)
    verdict = fields.text()
    given = fields.texts()
    parties = fields.texts()
    sums = _numbers()
    decided_on = models.DateField(null=True)
    decided_by = fields.text()
    due_parties = fields.texts()
    due_sums = _numbers()
    ground = fields.text()
    why = fields.text()
    paid_on = models.DateField(null=True)
    paid_parties = fields.texts()
    paid_sums = _numbers()
    gross_fen = models.BigIntegerField(default=0)
    cost_fen = models.BigIntegerField(default=0)
    surplus_fen = models.BigIntegerField(default=0)
    closed_on = models.DateField(null=True)
    log = _numbers()
    stage_since = models.DateField(null=True)
    steps = fields.texts()

    class Meta:
        db_table = "pledge_claim"
        ordering = ("-filed_on", "claim")
        indexes = (
            models.Index(
                fields=(
                    "place",
                    "stage",
                ),
                name="pledge_claim_of_place",
            ),
            models.Index(fields=("fund",), name="pledge_claim_of_fund"),
            models.Index(fields=("loan",), name="pledge_claim_of_loan"),
        )

    def __str__(self) -> str:
        return self.claim


class Fund(FoldedRow):
    """See ``rules.folds.fund.FundState``."""

    fund = fields.key(primary_key=True)
    name = fields.text()
    scheme = fields.text()
    place = fields.text()
    payer = fields.text()
    terms = fields.texts()
    files = fields.text()
    files_days = models.BigIntegerField(null=True)
    claim_days = models.BigIntegerField(null=True)
    returns = fields.text()
    asks_list = models.BooleanField(default=False)
    draw_first = models.BooleanField(default=False)
    opened_on = models.DateField(null=True)
    put_in_fen = models.BigIntegerField(default=0)
    paid_fen = models.BigIntegerField(default=0)
    back_fen = models.BigIntegerField(default=0)
    pool_back_fen = models.BigIntegerField(default=0)
    stated_fen = models.BigIntegerField(null=True)
    stated_on = models.DateField(null=True)
    gap_fen = models.BigIntegerField(null=True)
    listed = fields.texts()
    lines = fields.texts()

    class Meta:
        db_table = "pledge_fund"
        ordering = ("fund",)
        indexes = (models.Index(fields=("place",), name="pledge_fund_of_place"),)

    def __str__(self) -> str:
        return self.fund

    @property
    def balance(self) -> Money:
        """What is left: put in, less paid, with what came back into the pool."""
        return Money(self.put_in_fen - self.paid_fen + self.pool_back_fen)

    @property
    def states(self) -> dict[str, str]:
        """How the fund stands to each line of its scheme that has ever turned."""
        return {line: state for line, state, _ in (x.split("|") for x in self.lines)}

    @property
    def since(self) -> dict[str, date]:
        return {line: date.fromisoformat(day) for line, _, day in (x.split("|") for x in self.lines)}


class Month(FoldedRow):
    """See ``rules.folds.fund.MonthState``."""

    report = fields.key(primary_key=True)
    month = models.DateField(null=True)
    bank = fields.text()
    place = fields.text()
    plan_fen = models.BigIntegerField(null=True)
    used_fen = models.BigIntegerField(null=True)
    ip_loans_fen = models.BigIntegerField(default=0)
    ip_npl_fen = models.BigIntegerField(default=0)
    npl_ratio_bp = models.BigIntegerField(null=True)
    attested_by = fields.text()
    attested_on = models.DateField(null=True)

    class Meta:
        db_table = "pledge_month"
        ordering = ("-month", "report")
        indexes = (
            models.Index(
                fields=(
                    "bank",
                    "month",
                ),
                name="pledge_month_of_bank",
            ),
        )

    def __str__(self) -> str:
        return self.report


class Credit(FoldedRow):
    """See ``rules.folds.fund.CreditState``."""

    credit = fields.key(primary_key=True)
    park = fields.text()
    bank = fields.text()
    place = fields.text()
    amount_fen = models.BigIntegerField(default=0)
    each_fen = models.BigIntegerField(null=True)
    firms = fields.texts()
    given_on = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        db_table = "pledge_credit"
        ordering = ("credit",)
        indexes = (models.Index(fields=("place",), name="pledge_credit_of_place"),)

    def __str__(self) -> str:
        return self.credit
