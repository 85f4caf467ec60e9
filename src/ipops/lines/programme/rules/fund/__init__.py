"""The money of the programme: accounts, postings, instruments, clocks, double claims. Whole fen, no floats."""
