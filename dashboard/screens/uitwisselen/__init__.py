"""Uitwisselen: lists in and out, and many rows changed at once."""
