"""Balans: the attention for both sporen over time, in one wijk."""
