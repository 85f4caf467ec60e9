"""Screens of this line: deals, checks and conflicts, register lists."""
