"""The web half of the trading line."""
