"""Pure decisions of this line: which goals go with which kind, what a frozen data set must say, rows from facts."""
