"""Which facts make which rows."""

from __future__ import annotations

from ipops.lines.programme.app.models import Account, Dossier
from ipops.lines.programme.facts import BalanceStated, MoneyPosted
from ipops.lines.programme.rules.dossier import KINDS, DossierState, dossier_step
from ipops.lines.programme.rules.fund.accounts import AccountState, account_step
from ipops.webkit.refold import Fold

DOSSIERS = Fold(
    code="programme.dossier",
    refers="case",
    kinds=KINDS,
    model=Dossier,
    key="case",
    state=DossierState,
    step=dossier_step,
)
ACCOUNTS = Fold(
    code="programme.account",
    refers="case",
    kinds=frozenset({MoneyPosted.KIND, BalanceStated.KIND}),
    model=Account,
    key="account",
    state=AccountState,
    step=account_step,
)
FOLDS = (DOSSIERS, ACCOUNTS)
