"""Pure decisions of this line: may an offer, a contract or a service be entered; what a year's review says; rows from facts."""
