"""Indicators as pure expressions over facts, growth that refuses to compare the incomparable."""
