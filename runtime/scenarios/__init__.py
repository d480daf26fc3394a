"""An app tried out: its sample records, its scenarios, and the sandbox they run in."""
