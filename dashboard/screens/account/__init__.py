"""Mijn account: one's own name, password, second factor and sessions."""
