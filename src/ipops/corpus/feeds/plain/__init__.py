"""Grants and applications of weekly files that are plain: read by compiled loops into columns, without a tree."""
