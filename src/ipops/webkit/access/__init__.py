"""The one guarded door: who sees which places, who may do what where, and the rows one gets through it."""

from ipops.webkit.access.accounts import OfficeAsked, account_close, account_make
from ipops.webkit.access.demo import DemoAccount, demo_accounts, demo_make
from ipops.webkit.access.doors import (
    fact_for,
    facts_for,
    facts_in,
    facts_listed,
    names_place,
    parties_for,
    rights_for,
)
from ipops.webkit.access.rules import (
    Action,
    Reader,
    bodies,
    grant,
    may,
    memberships,
    roles,
    visible_places,
    why_not,
    why_not_as,
)
from ipops.webkit.access.tokens import token_make, token_revoke, token_user
from ipops.webkit.models import Membership, Office, User
from ipops.webkit.places import ALL, Places
from ipops.webkit.roles import Level, Role

__all__ = [
    "ALL",
    "Action",
    "DemoAccount",
    "Level",
    "Membership",
    "Office",
    "OfficeAsked",
    "Places",
    "Reader",
    "Role",
    "User",
    "account_close",
    "account_make",
    "bodies",
    "demo_accounts",
    "demo_make",
    "fact_for",
    "facts_for",
    "facts_in",
    "facts_listed",
    "grant",
    "may",
    "memberships",
    "names_place",
    "parties_for",
    "rights_for",
    "roles",
    "token_make",
    "token_revoke",
    "token_user",
    "visible_places",
    "why_not",
    "why_not_as",
]
