"""The template market: apps to start from, as folders here or as files from elsewhere."""
