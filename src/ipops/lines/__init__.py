"""The street: one house per business line. Houses do not know one another."""
