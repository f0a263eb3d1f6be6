"""Filling a database from files: the method, the wijken of CBS, a whole installation."""
