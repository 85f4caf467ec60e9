"""Subsidies: windows, claims, what the scheme makes of them, payment and what is taken back."""
