"""What we promise to say of each mistake of a scheme or a case that its shape alone does not show."""

from __future__ import annotations

from types import MappingProxyType

from ipops.kernel.text import Text

SAYS = MappingProxyType(
    {
        "unknown-fact": Text(
            "没有“{name}”这项事实。认错的名字会让条件落空。可能是：{near}。",
            "There is no fact “{name}”. A misspelt name empties the rule. Perhaps: {near}.",
        ),
        "wrong-fact": Text(
            "“{name}”应写成{zh}。读错类型会算错钱。请改正。",
            "“{name}” should be {en}. The wrong kind moves the wrong money. Correct it.",
        ),
        "shares-not-one": Text(
            "“{key}”各方份额合计 {total}，不是 100%。少的或多的钱没有着落。请改成合计 100%。",
            "The shares of “{key}” add up to {total}, not 100%. Money would vanish or appear. Make them 100%.",
        ),
        "share-of-stranger": Text(
            "“{key}”写了“{party}”，不在 parties 中。没有这一方就没人付钱。请从中选：{known}。",
            "“{key}” names “{party}”, who is not among the parties. Nobody would pay. Choose one of: {known}.",
        ),
        "one-of": Text(
            "“{key}”须在 {choices} 中写且只写一个。不写没有答案，多写不知用哪个。请写一个。",
            "“{key}” needs exactly one of {choices}. With none there is no answer, with two nobody knows which holds. "
            "Write one.",
        ),
        "brackets-out-of-order": Text(
            "“{key}”的档次须由低到高，且只有最后一档可以不封顶。乱序会让一个金额落入两档。请按金额排列。",
            "The steps of “{key}” run from low to high and only the last may be open. Out of order, an amount falls into "
            "two. Put them in order.",
        ),
        "beyond-not-said": Text(
            "“{key}”最后一档封顶，却没有写 beyond。超出的部分怎么办须由规则说。请写 refuse、nothing 或 unknown。",
            "The last step of “{key}” ends, and beyond is not said. What lies above must be said by the rule. Write "
            "refuse, nothing or unknown.",
        ),
        "same-id": Text(
            "“{key}”与另一条规则同名“{id}”。轨迹会分不清是哪一条。请改名。",
            "“{key}” carries the id “{id}” of another rule. The trace could not tell them apart. Rename one.",
        ),
        "no-such-layer": Text(
            "“{key}”提到的层“{id}”不存在。上限会落空。可能是：{near}。",
            "“{key}” names a layer “{id}” that is not there. The limit would hold nothing. Perhaps: {near}.",
        ),
        "wrong-operand": Text(
            "“{key}”与“{fact}”比较的值 {got} 不是{zh}。比错类型就比不出对错。请改正。",
            "“{key}” compares “{fact}” with {got}, which is not {en}. The wrong kind cannot be compared. Correct it.",
        ),
        "nothing-compared": Text(
            "“{key}”须写且只写一种比较（is、one_of、at_most、below、at_least、above）。没有比较就没有条件。请补上。",
            "“{key}” needs exactly one comparison (is, one_of, at_most, below, at_least, above). Without one it is no "
            "condition. Add it.",
        ),
        "marginal-of-grades": Text(
            "“{key}”按超额累进（marginal）分档时，各档须写同一种份额。混写无法累加。请统一。",
            "“{key}” is marginal, so every step must give its shares alike. Mixed ones do not add up. Make them alike.",
        ),
        "states-missing": Text(
            "有分担层就须写 base、bearer 和 states（时点、追回款、追偿费用、余额不足时的次序）。各地规则在此最含糊。请逐项写明，查不到写 unknown。",
            "A scheme with layers must say base, bearer and states (moment, recoveries, enforcement cost, order when the "
            "pot is short). Local rules are vaguest there. Say each; write unknown where the source is silent.",
        ),
        "unknown-party": Text(
            "“{key}”的“{party}”不在 parties 中。没有这一方就没人付钱。请从中选：{known}。",
            "“{party}” of “{key}” is not among the parties. Nobody would pay. Choose one of: {known}.",
        ),
        "cap-of-several": Text(
            "“{key}”限的是支付额，而这一层由几方分担。是哪一方的支付，没有说。请改为 counted（限计入的损失），或每方各写一层。",
            "“{key}” limits what is paid, in a layer that several parties share. Whose payment it limits is not said. Write counted "
            "(of the loss), or give each party its own layer.",
        ),
        "above-the-ceiling": Text(
            "“{key}”假设为 {got}，超过来源所载的上限 {most}。假设只能填未载之处，不能改已载之数。请写不超过 {most} 的值。",
            "“{key}” is assumed to be {got}, above the {most} that the source does give. An assumption fills what is silent and "
            "changes nothing that is said. Write no more than {most}.",
        ),
        "no-part": Text(
            "“{key}”写成 {got}，不在 0 与 100% 之间。付出的不会多于损失，也不会是负数。请改正。",
            "“{key}” is {got}, which is not between 0 and 100%. Nobody pays more than the whole or less than nothing. Correct it.",
        ),
        "nothing-to-assume": Text(
            "“{key}”不是该方案的未知项。只有来源未载之处才能由您假设。未知项有：{known}。",
            "“{key}” is no unknown of this scheme. Only where the source is silent may you assume. Its unknowns: {known}.",
        ),
    }
)
