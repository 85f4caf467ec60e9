"""Pledge finance: from a firm's application to the fen each party bears, and what is recovered years later."""
