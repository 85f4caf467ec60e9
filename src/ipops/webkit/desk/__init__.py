"""What belongs to a person at work and not to the ledger: forms sent, drafts, saved views, messages, notices."""
