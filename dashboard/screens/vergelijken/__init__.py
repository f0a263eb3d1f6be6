"""Vergelijken: two to six wijken side by side."""
