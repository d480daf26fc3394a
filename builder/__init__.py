"""The builder: drafts of apps, edited by hand and published. The runtime runs without it."""
