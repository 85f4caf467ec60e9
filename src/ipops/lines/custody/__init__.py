"""Custody: small firms entrust their rights to an agency. What this house does is on its README."""
