"""Reads: each takes a reading session and the actor, checks the right, and answers a DataFrame or a dataclass."""
