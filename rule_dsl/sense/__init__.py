"""What conditions can and cannot be: always, never, both at once, one after another without end."""
