"""What the functions compute, as plain Python on plain values."""
