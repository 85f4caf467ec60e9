"""One kind for every step of every lifecycle of the programme: what happened to a case, and why."""

from ipops.ledger.fact import Fact, about
from ipops.ledger.kinds import kind


@kind("programme_step", "办理进程", "step of the programme")
class ProgrammeStep(Fact):
    """``cycle`` and ``event`` are a lifecycle of this house and one of its events. The paper behind it is the entry's."""

    case: str = about("编号", "case", refers="case")
    cycle: str = about("流程", "lifecycle")
    event: str = about("步骤", "event")
    place: str = about("地区", "place", refers="place", default="")
    why: str = about("理由", "reason", default="")
