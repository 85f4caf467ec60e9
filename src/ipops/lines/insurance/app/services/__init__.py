"""What is written: take the turn, read, think, append. Each answers with what was stored or with ``Refused``."""
