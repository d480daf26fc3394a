"""Asking rules: what an expression comes to, what a rule would have done, why one fired."""
