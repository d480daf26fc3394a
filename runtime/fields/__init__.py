"""Field types: one module each, found by discovery. ``base`` is their contract."""
