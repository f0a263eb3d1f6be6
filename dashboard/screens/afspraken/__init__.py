"""Mijn afspraken: what was agreed, by whom and by when."""
