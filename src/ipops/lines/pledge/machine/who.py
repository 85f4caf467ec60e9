"""Who does what in this line. A bank acts through its own people (``member``); offices for loans filed with a fund alone."""

CLERKS = frozenset({"clerk", "officer"})
#: Acts of a bank: its people, or a clerk to whom the bank handed the paper.
BANK = frozenset({"member", "clerk", "officer"})
#: A claim is decided by somebody who neither filed nor checked it.
DECIDERS = frozenset({"officer", "certifier"})
#: Money leaves by the hand of the finance bureau or the officer of the fund.
PAYERS = frozenset({"finance", "officer"})
#: Who weighs a fund's losses or a right's worth: everybody at work on loans, and those who look after public money.
LENDING = frozenset({*BANK, "certifier", "finance", "province", "centre", "auditor"})
