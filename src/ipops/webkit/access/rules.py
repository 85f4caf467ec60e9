"""Who sees which places, and who may do what where.

Rule 1: an action is allowed by one membership that has it and whose office covers the place; ``why_not`` says what lacks.
Rule 2: roles that exclude each other are refused when they are granted and again when one acts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.contrib.auth.models import AnonymousUser

from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import Word
from ipops.webkit.models import Membership, Office, User
from ipops.webkit.places import ALL, Places
from ipops.webkit.roles import INCOMPATIBLE, Level, Role

Reader = User | AnonymousUser


class Action(Word):
    SEE = "see", "查看", "see"
    RECORD = "record", "登记", "record"
    CORRECT = "correct", "更正", "correct"
    IMPORT = "import", "导入", "import"
    CHECK = "check", "核查", "check"
    CERTIFY = "certify", "审核", "certify"
    ACCEPT = "accept", "接收汇总包", "accept bundles"
    VERIFY = "verify", "校验账本", "verify the ledger"
    EXPORT = "export", "导出", "export"
    MANAGE = "manage", "管理人员与单位", "manage people and offices"


_MAY: Mapping[Role, frozenset[Action]] = MappingProxyType(
    {
        Role.CLERK: frozenset({Action.SEE, Action.RECORD, Action.CORRECT, Action.IMPORT}),
        Role.OFFICER: frozenset({Action.SEE, Action.RECORD, Action.CORRECT, Action.IMPORT, Action.EXPORT}),
        Role.CERTIFIER: frozenset({Action.SEE, Action.CERTIFY, Action.EXPORT}),
        Role.CHECKER: frozenset({Action.SEE, Action.CHECK}),
        Role.PROVINCE: frozenset({Action.SEE, Action.ACCEPT, Action.VERIFY, Action.EXPORT}),
        Role.CENTRE: frozenset({Action.SEE, Action.ACCEPT, Action.VERIFY, Action.EXPORT}),
        Role.AUDITOR: frozenset({Action.SEE, Action.VERIFY, Action.EXPORT}),
        # An expert's panel covers no place: what they see is what names them.
        Role.EXPERT: frozenset({Action.SEE}),
        Role.FINANCE: frozenset({Action.SEE, Action.EXPORT}),
        Role.MEMBER: frozenset({Action.SEE}),
        Role.ADMIN: frozenset({Action.SEE, Action.MANAGE, Action.VERIFY}),
        Role.PUBLIC: frozenset(),
    }
)


def memberships(user: Reader) -> tuple[Membership, ...]:
    """What the user is, read once for each request (kept on the user)."""
    if not user.is_authenticated or not user.is_active:
        return ()
    kept: tuple[Membership, ...] | None = getattr(user, "_ipops_memberships", None)
    if kept is None:
        kept = tuple(Membership.objects.filter(user_id=user.pk).select_related("office").order_by("id"))
        user._ipops_memberships = kept  # type: ignore[attr-defined]
    return kept


def roles(user: Reader) -> frozenset[Role]:
    return frozenset(Role(m.role) for m in memberships(user)) or frozenset({Role.PUBLIC})


def _scope(office: Office) -> Places:
    """The centre covers everything, a body no place at all (it sees what names it)."""
    if office.level == Level.CENTRE:
        return ALL
    if office.level == Level.BODY or not office.place:
        return Places()
    return Places(frozenset({office.place}))


def _together(scopes: Iterable[Places]) -> Places:
    codes: set[str] = set()
    for s in scopes:
        if s.everywhere:
            return ALL
        codes |= s.codes
    return Places(frozenset(codes))


def visible_places(user: Reader) -> Places:
    """``place in visible_places(user)``; for queries ``visible_places(user).q("place")``; ``ALL`` for the centre. An expert's
    office tells where the expert works and opens nothing, whatever its level: what one may see is opened application by
    application."""
    seeing = (m for m in memberships(user) if Action.SEE in _MAY[Role(m.role)] and m.role != Role.EXPERT)
    return _together(_scope(m.office) for m in seeing)


def bodies(user: Reader) -> tuple[str, ...]:
    """The parties in whose name the user acts."""
    return tuple(m.office.party for m in memberships(user) if m.office.level == Level.BODY and m.office.party)


def may(user: Reader, action: Action | str, place: str = "") -> bool:
    return why_not(user, action, place) is None


def why_not(user: Reader, action: Action | str, place: str = "") -> Refused | None:
    """The reason why this user may not do this here; ``None`` if they may. No place asks for *anywhere*."""
    asked = Action(action)
    held = memberships(user)
    if clash := _clash({Role(m.role) for m in held}):
        return clash
    able = [m for m in held if asked in _MAY[Role(m.role)]]
    if not able:
        who = Text("、".join(r.zh for r in Role if asked in _MAY[r]), ", ".join(r.en for r in Role if asked in _MAY[r]))
        says = Text("您的岗位不能“{what}”；可以的岗位：{who}。", "Your role may not {what}. These may: {who}.")
        return _no("role-lacks-action", says.fill(what=asked.named, who=who))
    if place and not any(place in _scope(m.office) for m in able):
        says = Text(
            "您的单位不管辖 {place}，不能在那里“{what}”。",
            "Your office does not cover {place}: you may not {what} there.",
        )
        return _no("place-not-covered", says.fill(what=asked.named, place=place))
    return None


def why_not_as(
    user: Reader, wanted: frozenset[Role], what: Text, place: str = "", *, cite: Citation | None = None
) -> Refused | None:
    """The reason why this user may not do ``what`` as one of these roles at the place; ``None`` if they may."""
    held = memberships(user)
    if clash := _clash({Role(m.role) for m in held}):
        return clash
    able = [m for m in held if Role(m.role) in wanted]
    if not able:
        who = Text("、".join(r.zh for r in Role if r in wanted), ", ".join(r.en for r in Role if r in wanted))
        says = Text("您的岗位不能“{what}”；可以的岗位：{who}。", "Your role may not do “{what}”. These may: {who}.")
        return _no("role-lacks-step", says.fill(what=what, who=who), cite)
    if place and not any(place in _scope(m.office) for m in able):
        says = Text(
            "您的单位不管辖 {place}，不能在那里“{what}”。",
            "Your office does not cover {place}: you may not do “{what}” there.",
        )
        return _no("place-not-covered", says.fill(what=what, place=place), cite)
    return None


def _no(code: str, says: Text, cite: Citation | None = None) -> Refused:
    return Refused(reasons=(Reason(code=code, says=says, cite=cite),))


def _clash(held: set[Role]) -> Refused | None:
    for pair in INCOMPATIBLE:
        if pair <= held:
            one, other = sorted(pair)
            says = Text("同一人不能兼任“{one}”与“{other}”。", "One person may not be both {one} and {other}.")
            return _no("roles-exclude-each-other", says.fill(one=one.named, other=other.named))
    return None


def grant(*, user: User, office: Office, role: Role, by: str) -> Membership | Refused:
    """Make the user something in an office; granting twice changes nothing."""
    held = {Role(r) for r in Membership.objects.filter(user=user).values_list("role", flat=True)}
    if clash := _clash(held | {role}):
        return clash
    if (role is Role.CENTRE and office.level != Level.CENTRE) or (
        role is Role.PROVINCE and office.level != Level.PROVINCE
    ):
        says = Text("“{role}”只能授予相应级别的单位。", "{role} can only be granted in an office of that level.")
        return _no("level-lacks-role", says.fill(role=role.named))
    made, _ = Membership.objects.get_or_create(user=user, office=office, role=str(role), defaults={"granted_by": by})
    _forget(user)
    return made


def _forget(user: User) -> None:
    if hasattr(user, "_ipops_memberships"):
        del user._ipops_memberships
