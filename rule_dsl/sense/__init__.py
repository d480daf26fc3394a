"""What a condition can and cannot be: always, never, and what it lets in without saying so."""
