"""The Django ground that every line stands on. It knows no line."""
