"""The rows every line stands on, one module a noun. Facts are the truth; everything else here can be made again or is
written beside it (people, documents, erasable values)."""

from ipops.webkit.models.access import ApiToken, Membership, Office, User
from ipops.webkit.models.bundles import AcceptedBundle
from ipops.webkit.models.desk import CaseMessage, Draft, FormSent, Notice, NoticeChoice, SavedView
from ipops.webkit.models.documents import Document
from ipops.webkit.models.journal import JournalRow
from ipops.webkit.models.outbox import OutboxItem, ReactionCursor
from ipops.webkit.models.parties import Party
from ipops.webkit.models.personal import PersonalValue
from ipops.webkit.models.places import PlaceNamed
from ipops.webkit.models.rights import Right
from ipops.webkit.models.seals import Head
from ipops.webkit.models.work import WorkItem

__all__ = [
    "AcceptedBundle",
    "ApiToken",
    "CaseMessage",
    "Document",
    "Draft",
    "FormSent",
    "Head",
    "JournalRow",
    "Membership",
    "Notice",
    "NoticeChoice",
    "Office",
    "OutboxItem",
    "Party",
    "PersonalValue",
    "PlaceNamed",
    "ReactionCursor",
    "Right",
    "SavedView",
    "User",
    "WorkItem",
]
