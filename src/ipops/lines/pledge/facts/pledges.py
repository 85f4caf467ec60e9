"""What happens to a pledge before and after the register's own entry; the entry itself is ``pledge_registered``, shared."""

from datetime import date

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact, about
from ipops.ledger.kinds import kind
from ipops.lines.pledge.facts.words import Change, Channel, Release


@kind("pledge_filed", "质押登记申请", "registration filed")
class PledgeFiled(Fact):
    """``acknowledged``: risks of which both parties were told and on which they insist (告知后坚持办理)."""

    pledge: str = about("质押编号", "pledge", refers="deal")
    place: str = about("出质人区划", "pledgor's division", refers="place")
    channel: Channel = about("办理渠道", "channel")
    acknowledged: tuple[str, ...] = about("已告知的风险", "risks told", default=())
    office: str = about("登记机构（来源未载的，由当事人填明）", "office, where no source names it", default="")


@kind("pledge_accepted", "质押登记受理", "registration accepted for examination")
class PledgeAccepted(Fact):
    """``on`` is the day of acceptance by the office's own notice, named by its number or resting as the entry's document. Filed again after
    a correction it is accepted again."""

    pledge: str = about("质押编号", "pledge", refers="deal")
    place: str = about("出质人区划", "pledgor's division", refers="place")
    notice_no: str = about("受理通知书号", "number of the notice of acceptance", default="")


@kind("pledge_returned", "登记补正", "correction asked for")
class PledgeReturned(Fact):
    pledge: str = about("质押编号", "pledge", refers="deal")
    place: str = about("出质人区划", "pledgor's division", refers="place")
    why: str = about("补正内容", "what to correct")


@kind("pledge_refused", "不予登记", "registration refused")
class PledgeRefused(Fact):
    """``ground`` is a code of the grounds of refusal; a risk that was told and accepted is no ground."""

    pledge: str = about("质押编号", "pledge", refers="deal")
    place: str = about("出质人区划", "pledgor's division", refers="place")
    ground: str = about("不予登记的情形", "ground")
    why: str = about("说明", "reason", default="")


@kind("pledge_changed", "质押变更登记", "pledge changed")
class PledgeChanged(Fact):
    pledge: str = about("质押编号", "pledge", refers="deal")
    place: str = about("出质人区划", "pledgor's division", refers="place")
    change: Change = about("变更事项", "what changes")
    cap: Money | None = about("变更后担保债权数额", "secured sum afterwards", default=None)
    due_on: date | None = about("变更后期限届满日", "due on, afterwards", default=None)
    why: str = about("说明", "reason", default="")


@kind("pledge_cancelled", "质押注销登记", "pledge cancelled")
class PledgeCancelled(Fact):
    """Beside it stands one ``pledge_released`` a right. Renewal after repayment is told apart by its word."""

    pledge: str = about("质押编号", "pledge", refers="deal")
    place: str = about("出质人区划", "pledgor's division", refers="place")
    release: Release = about("注销事由", "why")
    repaid_on: date | None = about("清偿日", "repaid on", default=None)


@kind("pledge_withdrawn", "撤回登记申请", "registration withdrawn")
class PledgeWithdrawn(Fact):
    pledge: str = about("质押编号", "pledge", refers="deal")
    place: str = about("出质人区划", "pledgor's division", refers="place")
    why: str = about("理由", "reason")
