"""One meaning on several targets: the operations a tree comes to, and who carries them out."""
