"""Queries: the one read path. Every door reads through these, and only these."""
