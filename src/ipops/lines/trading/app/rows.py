"""Which facts make which rows."""

from __future__ import annotations

from ipops.ledger.facts import (
    CheckEnded,
    CheckOpened,
    ConflictFlagged,
    LicenceRecorded,
    PledgeRegistered,
    PledgeReleased,
    TransferRegistered,
)
from ipops.lines.trading.app.models import CheckCase, Conflict, Deal, MarketCase, TechContract
from ipops.lines.trading.facts import CONTRACTS as CONTRACT_FACTS
from ipops.lines.trading.facts import COURSE, ConflictSettled, DealIntended, DealWithdrawn
from ipops.lines.trading.rules.contracts.folds import ContractState, contract_step
from ipops.lines.trading.rules.folds import (
    CheckState,
    ConflictState,
    DealState,
    check_step,
    conflict_step,
    deal_step,
)
from ipops.lines.trading.rules.market import KINDS as MARKET_KINDS
from ipops.lines.trading.rules.market import MarketState, market_step
from ipops.webkit.refold import Fold

DEALS = Fold(
    code="trading.deal",
    refers="deal",
    kinds=frozenset(
        k.KIND
        for k in (
            DealIntended,
            DealWithdrawn,
            TransferRegistered,
            LicenceRecorded,
            PledgeRegistered,
            PledgeReleased,
            ConflictFlagged,
            ConflictSettled,
            CheckOpened,
            CheckEnded,
            *COURSE,
        )
    ),
    model=Deal,
    key="deal",
    state=DealState,
    step=deal_step,
)
CHECKS = Fold(
    code="trading.check",
    refers="case",
    kinds=frozenset({CheckOpened.KIND, CheckEnded.KIND}),
    model=CheckCase,
    key="case",
    state=CheckState,
    step=check_step,
)
CONFLICTS = Fold(
    code="trading.conflict",
    refers="case",
    kinds=frozenset({ConflictFlagged.KIND, ConflictSettled.KIND}),
    model=Conflict,
    key="case",
    state=ConflictState,
    step=conflict_step,
)
TECH_CONTRACTS = Fold(
    code="trading.contract",
    refers="case",
    kinds=frozenset(k.KIND for k in CONTRACT_FACTS),
    model=TechContract,
    key="contract",
    state=ContractState,
    step=contract_step,
)
MARKET = Fold(
    code="trading.market",
    refers="case",
    kinds=MARKET_KINDS,
    model=MarketCase,
    key="case",
    state=MarketState,
    step=market_step,
)
FOLDS = (DEALS, CHECKS, CONFLICTS, TECH_CONTRACTS, MARKET)
