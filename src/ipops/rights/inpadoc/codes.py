"""What the codes mean: ``codes.yaml``, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

import yaml

from ipops.ledger.facts.words import Word


class Act(Word):
    """What an event did."""

    PUBLISH = "publish", "公布申请", "application published"
    EXAMINE = "examine", "实质审查生效", "substantive examination begun"
    GRANT = "grant", "授予专利权", "patent granted"
    TRANSFER = "transfer", "权利转移登记", "transfer recorded"
    CHANGE = "change", "权利人事项变更", "owner's details changed"
    PLEDGE = "pledge", "质押登记生效", "pledge entered"
    PLEDGE_CHANGE = "pledge_change", "质押登记变更", "pledge entry changed"
    PLEDGE_RELEASE = "pledge_release", "质押登记注销", "pledge entry cancelled"
    LICENCE = "licence", "许可备案生效", "licence entered"
    LICENCE_CHANGE = "licence_change", "许可备案变更", "licence entry changed"
    LICENCE_END = "licence_end", "许可备案取消", "licence entry cancelled"
    OPEN_LICENCE = "open_licence", "开放许可声明公告", "open licence announced"
    OPEN_LICENCE_WITHDRAWN = "open_licence_withdrawn", "开放许可声明撤回公告", "open licence withdrawn on the register"
    PRESERVE = "preserve", "保全登记", "preservation entered"
    PRESERVE_LIFT = "preserve_lift", "保全解除登记", "preservation lifted on the register"
    LAPSE = "lapse", "未缴年费终止公告", "lapse for unpaid annuity announced"
    EXPIRE = "expire", "期限届满公告", "expiry announced"
    SURRENDER = "surrender", "放弃专利权", "patent surrendered"
    INVALIDATE = "invalidate", "全部无效", "wholly invalid"
    REVOKE = "revoke", "专利权撤销", "patent revoked"
    END = "end", "专利权终止（未说明原因）", "patent ended, reason not told"
    NARROW = "narrow", "部分无效或放弃", "invalid or surrendered in part"
    RESTORE = "restore", "恢复", "restored"
    WITHDRAW = "withdraw", "撤回或视为撤回", "withdrawn or deemed withdrawn"
    REJECT = "reject", "驳回", "rejected"
    DECLASSIFY = "declassify", "解除保密公告", "declassified on the register"
    COMPENSATE = "compensate", "期限补偿公告", "compensation of term announced"
    COMPENSATE_MEDICINE = "compensate_medicine", "药品专利期限补偿公告", "medicine compensation announced"
    UNCLEAR = "unclear", "一码多义", "a code of several meanings"
    SILENT = "silent", "不影响权属与状态", "changes neither owner nor state"
    STRANGE = "strange", "代码表外", "not in the code table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The codes, the labels of an event's text, and which words settle an unclear code."""

    authority: str
    acts: Mapping[str, Act]
    labels: Mapping[str, tuple[str, ...]]
    settling: tuple[tuple[str, Mapping[str, Act]], ...]

    def act(self, code: str, words: str) -> Act:
        """The act of a code; an unclear one by the event's own words where they settle it, else (or if they name more than
        one act) still unclear."""
        found = self.acts.get(code.strip(), Act.STRANGE)
        if found is not Act.UNCLEAR:
            return found
        upper = words.upper()
        settled = {of[code.strip()] for word, of in self.settling if word in upper and code.strip() in of}
        return settled.pop() if len(settled) == 1 else found


@cache
def table() -> Table:
    text = (resources.files("ipops.rights.inpadoc") / "codes.yaml").read_text(encoding="utf-8")
    told = yaml.safe_load(text)
    acts = {code: Act(act) for act, codes in told["acts"].items() for code in codes}
    if len(acts) != sum(len(codes) for codes in told["acts"].values()):
        raise ValueError("A code stands under two acts.")
    settling = tuple(
        (one["word"], MappingProxyType({code: Act(act) for code, act in one.items() if code != "word"}))
        for one in told["unclear_words"]
    )
    return Table(
        authority=told["authority"],
        acts=MappingProxyType(acts),
        labels=MappingProxyType({name: tuple(words) for name, words in told["labels"].items()}),
        settling=settling,
    )
