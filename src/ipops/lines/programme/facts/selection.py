"""Calls, nominations, experts and their sheets, the published list, objections."""

from datetime import date
from fractions import Fraction

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, about
from ipops.ledger.kinds import kind
from ipops.lines.programme.facts.words import Ground


@kind("call_opened", "申报征集", "call opened")
class CallOpened(Fact):
    """A notice is open for nominations. ``form`` is the version of the form that every application to it must have."""

    call: str = about("征集编号", "call", refers="case")
    title: str = about("名称", "title")
    pack: str = about("政策包", "policy pack")
    form: str = about("申报表版本", "form version")
    closes_on: date | None = about("截止日", "closes on", default=None)


@kind("city_nominated", "城市推荐", "city nominated")
class CityNominated(Fact):
    """A province hands in one city's application; ``call`` is the call's code. Attachments are SHA-256."""

    nomination: str = about("推荐编号", "nomination", refers="case")
    call: str = about("征集编号", "call")
    place: str = about("城市", "city", refers="place")
    province: str = about("推荐省份", "nominating province", refers="place")
    name: str = about("城市名称", "name of the city")
    form: str = about("申报表版本", "form version")
    matching: Money = about("承诺配套资金", "matching money promised")
    goals: tuple[str, ...] = about("目标", "goals", default=())
    promised: tuple[Fraction, ...] = about("承诺值", "promised figures", default=())
    mandatory: tuple[str, ...] = about("必做任务", "mandatory tasks", default=())
    optional: tuple[str, ...] = about("选做任务", "optional tasks", default=())
    attachments: tuple[str, ...] = about("附件", "attachments", default=())


@kind("panel_seated", "评审组", "panel seated")
class PanelSeated(Fact):
    """Who reviews a call. ``places`` runs beside ``experts``: the divisions of each one's employers with a comma
    between, ``-`` for none told.
    ``lock_by`` is the last day for the sheets where whoever seats the panel sets one; no rule names it."""

    call: str = about("征集编号", "call", refers="case")
    experts: tuple[str, ...] = about("专家", "experts")
    names: tuple[str, ...] = about("姓名", "names")
    places: tuple[str, ...] = about("任职单位所在地", "where the employer is")
    scheme: str = about("评分表", "scheme", default="review")
    lock_by: date | None = about("评分截止日", "sheets are due by", default=None)


@kind("conflict_declared", "利害关系申明", "conflict declared")
class ConflictDeclared(Fact):
    """Said before the documents open. A review has a code of its own, so that the city does not see who said what."""

    review: str = about("评审编号", "review", refers="case")
    expert: str = about("专家", "expert")
    ground: Ground = about("申明", "declared")
    why: str = about("说明", "explanation", default="")


@kind("documents_opened", "打开申报材料", "documents opened")
class DocumentsOpened(Fact):
    review: str = about("评审编号", "review", refers="case")
    expert: str = about("专家", "expert")


@kind("sheet_locked", "评分锁定", "score sheet locked")
class SheetLocked(Fact):
    """``points`` runs beside ``items``."""

    review: str = about("评审编号", "review", refers="case")
    expert: str = about("专家", "expert")
    items: tuple[str, ...] = about("评分项", "items")
    points: tuple[Fraction, ...] = about("得分", "points")
    remarks: str = about("评语", "remarks", default="")


@kind("list_published", "拟支持名单公示", "proposed list published")
class ListPublished(Fact):
    """The ranking as it came out of the sheets: applications in order, their means and ranks, and the digest that anybody
    with the sheets gets. ``proposed`` of them are on the list."""

    call: str = about("征集编号", "call", refers="case")
    nominations: tuple[str, ...] = about("推荐编号", "nominations", refers="case")
    means: tuple[Fraction, ...] = about("平均得分", "means")
    ranks: tuple[int, ...] = about("名次", "ranks")
    proposed: int = about("拟支持数", "proposed")
    digest: str = about("评分摘要", "digest of the sheets")
    last_day: date | None = about("公示截止日", "last day of the public notice", default=None)


@kind("objection_raised", "异议", "objection raised")
class ObjectionRaised(Fact):
    """Named, written, with evidence. ``against`` is the case objected to: a call's list, an evaluation."""

    objection: str = about("异议编号", "objection", refers="case")
    against: str = about("异议对象", "objected to", refers="case")
    place: str = about("地区", "place", refers="place", default="")
    name: str = about("异议人", "who objects")
    words: str = about("内容", "words")
