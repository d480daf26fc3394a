"""The product's own map of what works: docs/capabilities.tsv, its proofs and their results."""
