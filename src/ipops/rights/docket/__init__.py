"""What falls due on a right, when, what it costs, and what follows if it is missed. No clock: the day is an argument.

``days`` month arithmetic and the roll; ``lines`` fee windows of one right, ``columns`` the same for a million at once;
``payment`` one annuity on one day; ``delivery`` when a paper counts as received; ``due`` the whole docket with its words.
"""
