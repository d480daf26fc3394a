"""The command line: `dougong`. Each module ends in its commands."""
