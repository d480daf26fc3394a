"""The store: real tables, on SQLite and on PostgreSQL. It knows rows, not rights or rules."""
