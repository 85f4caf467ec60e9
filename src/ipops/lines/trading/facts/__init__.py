"""Facts of this line alone. Transfers, licences, conflicts and checks are shared ones (``ledger/facts``)."""

from ipops.lines.trading.facts.acts import Act, ConflictEnd, ConflictSettled, DealIntended, DealWithdrawn
from ipops.lines.trading.facts.contracts import (
    ContractAmended,
    ContractCancelled,
    ContractDecided,
    ContractLinked,
    ContractRegistered,
)
from ipops.lines.trading.facts.course import (
    DealFailed,
    DealFound,
    DealMoved,
    ExportClassified,
    InventorsAsked,
    PledgeeConsented,
    PriceObjected,
    PriceObjectionSettled,
    PricePublished,
    TermsAgreed,
)
from ipops.lines.trading.facts.money import DealPaid, RewardPaid, RewardSet, RoyaltyAudited, RoyaltyStated

COURSE = (
    DealFound,
    DealMoved,
    TermsAgreed,
    PledgeeConsented,
    PricePublished,
    PriceObjected,
    PriceObjectionSettled,
    ExportClassified,
    InventorsAsked,
    DealFailed,
    DealPaid,
    RoyaltyStated,
    RoyaltyAudited,
    RewardSet,
    RewardPaid,
)
CONTRACTS = (ContractRegistered, ContractDecided, ContractAmended, ContractCancelled, ContractLinked)
FACTS = (DealIntended, DealWithdrawn, ConflictSettled, *COURSE, *CONTRACTS)

__all__ = [
    "CONTRACTS",
    "COURSE",
    "FACTS",
    "Act",
    "ConflictEnd",
    "ConflictSettled",
    "ContractAmended",
    "ContractCancelled",
    "ContractDecided",
    "ContractLinked",
    "ContractRegistered",
    "DealFailed",
    "DealFound",
    "DealIntended",
    "DealMoved",
    "DealPaid",
    "DealWithdrawn",
    "ExportClassified",
    "InventorsAsked",
    "PledgeeConsented",
    "PriceObjected",
    "PriceObjectionSettled",
    "PricePublished",
    "RewardPaid",
    "RewardSet",
    "RoyaltyAudited",
    "RoyaltyStated",
    "TermsAgreed",
]
