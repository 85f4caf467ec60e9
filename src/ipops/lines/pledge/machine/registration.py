"""The life of a pledge at the register. It exists from the day it is registered (民法典 第四百四十四条), not before.

How many days an office takes depends on right, channel and office and is data (``policy/channels.yaml``), so the table
holds no number. A ground of refusal is one thing, a risk of which the parties were told and on which they insist another.
"""

from __future__ import annotations

from ipops.kernel.machine import Lifecycle, Step
from ipops.kernel.text import Text
from ipops.lines.pledge.machine.clauses import ARISES, REALISED, REGISTRATION, RETURNED
from ipops.lines.pledge.machine.who import BANK, CLERKS

_REGISTER = Step(to="registered", roles=CLERKS, cite=ARISES, facts=("pledge_registered",))

REGISTRATION_LIFE = Lifecycle(
    code="pledge.registration",
    title=Text("质押登记", "pledge registration"),
    start="drafted",
    states={
        "drafted": Text("合同已签，未申请", "contract signed, not filed"),
        "filed": Text("审查中", "being examined"),
        "returned": Text("待补正", "correction asked for"),
        "registered": Text("质权有效", "registered, in force"),
        "refused": Text("不予登记", "refused"),
        "withdrawn": Text("已撤回", "withdrawn"),
        "cancelled": Text("已注销", "cancelled"),
        "realised": Text("质权已实现", "realised"),
    },
    events={
        "file": Text("申请质押登记", "file for registration"),
        "accept": Text("登记机构受理", "the office accepts it"),
        "return": Text("要求补正", "ask for a correction"),
        "register": Text("准予登记", "register it"),
        "refuse": Text("不予登记", "refuse it"),
        "withdraw": Text("撤回申请", "withdraw it"),
        "change": Text("变更登记", "change it"),
        "cancel": Text("注销登记", "cancel it"),
        "realise": Text("实现质权后注销", "cancel it after realisation"),
    },
    table={
        "drafted": {
            # the register's own list may tell of it before anybody entered its filing
            "register": _REGISTER,
            "file": Step(to="filed", roles=BANK, guard="of_bank", cite=REGISTRATION, facts=("pledge_filed",)),
            "withdraw": Step(to="withdrawn", roles=BANK, guard="of_bank", facts=("pledge_withdrawn",), for_good=True),
        },
        "filed": {
            "register": _REGISTER,
            "accept": Step(to="filed", roles=CLERKS, cite=REGISTRATION, facts=("pledge_accepted",)),
            "return": Step(to="returned", roles=CLERKS, cite=REGISTRATION, facts=("pledge_returned",)),
            "refuse": Step(to="refused", roles=CLERKS, cite=REGISTRATION, facts=("pledge_refused",), for_good=True),
            "withdraw": Step(to="withdrawn", roles=BANK, guard="of_bank", facts=("pledge_withdrawn",), for_good=True),
        },
        "returned": {
            "register": _REGISTER,
            "file": Step(to="filed", roles=BANK, guard="of_bank", cite=REGISTRATION, facts=("pledge_filed",)),
            "withdraw": Step(to="withdrawn", roles=BANK, guard="of_bank", facts=("pledge_withdrawn",), for_good=True),
        },
        "registered": {
            # rights of another office follow with a notice of their own
            "register": _REGISTER,
            "change": Step(to="registered", roles=CLERKS, cite=REGISTRATION, facts=("pledge_changed",)),
            "cancel": Step(to="cancelled", roles=CLERKS, cite=RETURNED, facts=("pledge_cancelled",), for_good=True),
            "realise": Step(to="realised", roles=CLERKS, cite=REALISED, facts=("pledge_cancelled",), for_good=True),
        },
        "refused": {},
        "withdrawn": {},
        "cancelled": {},
        "realised": {},
    },
)
