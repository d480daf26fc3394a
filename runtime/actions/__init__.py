"""Action types: what the sentence after 则 turns into. One module each, found by discovery."""
