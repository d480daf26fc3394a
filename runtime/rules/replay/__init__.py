"""What a rule would have done over the last days, from the events of its records."""

from runtime.rules.replay.replay import MOST_HITS, Hit, Replay, replay

__all__ = ["MOST_HITS", "Hit", "Replay", "replay"]
