"""Pure decisions of this line: what a scheme asks, what it makes of a claim, what may be entered, rows from facts."""
