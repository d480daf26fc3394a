"""From characters to words: every word that could start at a place, best first."""
