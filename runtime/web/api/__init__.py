"""The HTTP API, version 1: the same commands and queries as the pages, spoken in JSON."""
