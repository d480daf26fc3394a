"""PostgreSQL's share: our functions, made in a schema of ours when the store is set up."""

POSTGRES_SETUP: tuple[str, ...] = ()
