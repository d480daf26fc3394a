"""Edits: one frozen change of an app each, spec to spec. They know no web, database or queue."""
