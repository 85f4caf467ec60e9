"""The screens that belong to no line: desk, sign-in, ledger, seals, parties, rights, work, kit."""
