"""What this line writes: read, think, write, one transaction each. Keyword-only; *no* is a value."""
