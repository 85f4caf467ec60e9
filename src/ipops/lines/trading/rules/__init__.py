"""Pure decisions of this line: what may be done, what looks like a sham, what two lists have in common, how rows fold."""
