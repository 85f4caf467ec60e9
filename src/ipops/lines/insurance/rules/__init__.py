"""Pure decisions of this line: what may be entered, what is owed, until when; rows from facts."""
