"""The web room: pages over commands and queries, and nothing that touches the database."""
