"""Packs: one legal number per file, values by date, a citation each; unknown is a value."""
