"""The grammar and its one parse table, the same for every app."""
