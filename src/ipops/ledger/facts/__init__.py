"""Facts that more than one line needs. A line's own facts live in its house until a second line asks for them."""

from ipops.ledger.facts.agencies import AgencyGraded
from ipops.ledger.facts.checks import CheckEnded, CheckOpened, ConflictFlagged
from ipops.ledger.facts.deals import LicenceRecorded, TransferRegistered
from ipops.ledger.facts.entries import Withdrawn
from ipops.ledger.facts.observations import Observed
from ipops.ledger.facts.parties import PartyRegistered, PartyRenamed
from ipops.ledger.facts.pledges import CollateralOffered, PledgeRegistered, PledgeReleased
from ipops.ledger.facts.recordings import OwnerMerged, OwnerRenamed, RecordCorrected, RecordingHeld
from ipops.ledger.facts.register import (
    CompulsoryLicenceGranted,
    FeeReductionRecorded,
    LicenceEnded,
    MarkRenewalFiled,
    MarkRenewed,
    MarkUsed,
    MilestoneStated,
    NoticeIssued,
    OpenLicenceDeclared,
    OpenLicenceWithdrawn,
    OwnerDetailsChanged,
    ProceedingsResumed,
    ProceedingsSuspended,
    RightDeclassified,
    RightNarrowed,
    RightRestored,
    SharesRegistered,
    TermCompensated,
)
from ipops.ledger.facts.rights import (
    AnnuityPaid,
    PreservationLifted,
    RightEnded,
    RightFiled,
    RightGranted,
    RightPreserved,
)

__all__ = [
    "AgencyGraded",
    "AnnuityPaid",
    "CheckEnded",
    "CheckOpened",
    "CollateralOffered",
    "CompulsoryLicenceGranted",
    "ConflictFlagged",
    "FeeReductionRecorded",
    "LicenceEnded",
    "LicenceRecorded",
    "MarkRenewalFiled",
    "MarkRenewed",
    "MarkUsed",
    "MilestoneStated",
    "NoticeIssued",
    "Observed",
    "OpenLicenceDeclared",
    "OpenLicenceWithdrawn",
    "OwnerDetailsChanged",
    "OwnerMerged",
    "OwnerRenamed",
    "PartyRegistered",
    "PartyRenamed",
    "PledgeRegistered",
    "PledgeReleased",
    "PreservationLifted",
    "ProceedingsResumed",
    "ProceedingsSuspended",
    "RecordCorrected",
    "RecordingHeld",
    "RightDeclassified",
    "RightEnded",
    "RightFiled",
    "RightGranted",
    "RightNarrowed",
    "RightPreserved",
    "RightRestored",
    "SharesRegistered",
    "TermCompensated",
    "TransferRegistered",
    "Withdrawn",
]
