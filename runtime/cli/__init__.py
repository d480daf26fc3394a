"""The command line: `dougong`. Each module registers its commands with the parser."""
