"""What rules do when something was done: which fire, on what, what comes of it."""
