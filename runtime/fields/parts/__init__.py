"""What several field types are made of: reading texts, numbers, days, spans, options, files."""
