"""Commands: the one write path. Every door calls these, and only these."""
