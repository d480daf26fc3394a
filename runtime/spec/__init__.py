"""What an app is: frozen nouns, and the pure verbs on them (load, check, dump, diff).

Nothing here knows Flask, SQLAlchemy or a queue.
"""
