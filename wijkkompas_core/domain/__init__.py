"""The words and rules of the field, in plain Python: standard library only."""
